/** Level and streak in the header, small and warm; more of it in a sheet.
 *
 * @import {Kit} from '../app.js'
 * @import {Xp} from '../state/lesson-types.js'
 * @import {Translate} from '../strings.js'
 */
import { find, icon, make } from '../dom.js';

/** How much of the level is done, 0 to 1. @param {Xp} xp @returns {number} */
export function share({ into, size }) {
  return size > 0 ? Math.min(1, Math.max(0, into / size)) : 0;
}

/** @param {Xp} xp @param {Translate} t @returns {HTMLElement[]} */
function numbers({ level, total, into, size, streak, freezes }, t) {
  const rows = /** @type {const} */ ([
    ['rewards.level', level], ['rewards.total', total], ['rewards.to_next', Math.max(0, size - into)],
    ['rewards.streak', streak], ['rewards.freezes', freezes],
  ]);
  return rows.map(([key, value]) => (
    make('div', '', make('dt', '', t(key)), make('dd', '', String(value)))));
}

/** @param {Kit} kit */
export function mountXp({ root, store, lessons, t }) {
  const chip = find(root, '#xp', HTMLButtonElement);
  const streak = find(chip, '.xp-streak', HTMLElement);
  const ring = find(chip, '.xp-ring', HTMLElement);
  const sheet = find(root, '#rewards', HTMLDialogElement);
  const held = find(sheet, '#rewards-held', HTMLElement);
  chip.addEventListener('click', () => {
    void lessons.refresh();
    sheet.showModal();
  });
  sheet.addEventListener('click', (event) => { if (event.target === sheet) sheet.close(); });
  store.watch(({ xp }, before) => {
    chip.hidden = xp === null;
    if (!xp || (xp === before.xp && held.firstChild)) return;
    streak.hidden = xp.streak === 0;
    find(streak, 'span', HTMLElement).textContent = String(xp.streak);
    find(ring, 'span', HTMLElement).textContent = t('xp.level', { level: xp.level });
    ring.style.setProperty('--share', String(share(xp)));
    chip.setAttribute('aria-label', t('xp.label', { level: xp.level, total: xp.total, days: xp.streak }));
    find(sheet, '#rewards-now', HTMLElement).replaceChildren(...numbers(xp, t));
    held.replaceChildren(...(xp.held.length
      ? xp.held.map(({ title, about }) => make('li', '', icon('star'),
        make('span', '', make('strong', '', title), make('span', 'held-about', about))))
      : [make('li', 'held-none', t('rewards.none'))]));
  });
}
