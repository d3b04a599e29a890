/** The whole class at once: "eyes on me". One button, and a sentence for as long as the pause stands.
 *
 * @import {Kit} from '../app.js'
 * @import {ClassPause} from '../types.js'
 * @import {Key, Translate} from '../../strings.js'
 */
import { find, setIcon } from '../../dom.js';

/** @param {ClassPause|null} pause @param {string|null} notice @param {Translate} t
 * @param {string} language @returns {string} */
export function words(pause, notice, t, language) {
  const news = notice ? t(/** @type {Key} */ (notice)) : '';
  if (!pause) return news;
  const time = new Date(pause.until).toLocaleTimeString(language, { timeStyle: 'short' });
  const by = pause.by ? t('teacher.class.by', { name: pause.by }) : '';
  return [news, t('teacher.class.paused', { time }), by].filter(Boolean).join(' ');
}

/** @param {Kit} kit */
export function mountQuiet({ root, store, actions, t, language }) {
  const button = find(root, '#class-pause', HTMLButtonElement);
  const label = find(button, 'span', HTMLElement);
  const note = find(root, '#class-pause-note', HTMLElement);
  const news = find(root, '#class-said', HTMLElement);
  button.addEventListener('click', () => {
    if (store.get().rows) void actions.pauseClass(!store.get().classPause);
  });
  store.watch(({ rows, classPause, classNotice }, before) => {
    const stands = classPause !== null;
    button.setAttribute('aria-disabled', String(!rows));
    button.classList.toggle('button-quiet', !stands);
    label.textContent = t(stands ? 'teacher.class.go_on' : 'teacher.class.pause');
    setIcon(button, stands ? 'play' : 'pause');
    const said = words(classPause, classNotice, t, language);
    if (note.textContent !== said) note.textContent = said;
    note.dataset.paused = String(stands);
    if (stands !== (before.classPause !== null)) news.textContent = stands ? '' : t('teacher.class.goes_on');
  });
}
