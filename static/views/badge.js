/** Says when the tutor hears only short answers, and what to do about it.
 *
 * @import {Kit} from '../app.js'
 */
import { find } from '../dom.js';

/** @param {Kit} kit */
export function mountBadge({ root, store }) {
  const english = find(root, '#hearing-english', HTMLElement);
  const badge = find(root, '#badge', HTMLButtonElement);
  const sheet = find(root, '#hearing', HTMLDialogElement);
  const advice = find(root, '#advice', HTMLElement);
  badge.addEventListener('click', () => sheet.showModal());
  sheet.addEventListener('click', (event) => { if (event.target === sheet) sheet.close(); });
  store.watch(({ hearing }) => {
    badge.hidden = hearing === null || hearing.freeSpeech;
    find(advice, 'p', HTMLElement).textContent = hearing?.advice ?? '';
    advice.hidden = !hearing?.advice;
    // Who reads the page in English knows.
    english.hidden = !hearing?.languages.includes('en') || root.documentElement.lang === 'en';
  });
}
