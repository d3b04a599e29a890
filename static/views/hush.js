/** A teacher's pause: one calm sentence over the whole page, for as long as it stands.
 *
 * @import {Kit} from '../app.js'
 * @import {Key} from '../strings.js'
 */
import { find, setIcon } from '../dom.js';

/** @type {Record<'student'|'class', {key: Key, icon: string}>} */
const LOOKS = {
  student: { key: 'hush.student', icon: 'pause' },
  class: { key: 'hush.class', icon: 'eye' },
};

/** @param {Kit} kit */
export function mountHush({ root, store, t }) {
  const hush = find(root, '#hush', HTMLElement);
  const words = find(hush, 'strong', HTMLElement);
  const more = find(hush, 'span', HTMLElement);
  const said = find(root, '#hush-said', HTMLElement);
  store.watch(({ paused }, before) => {
    if (paused === before.paused) return;
    hush.hidden = !paused;
    if (paused) {
      const { key, icon } = LOOKS[paused];
      words.textContent = t(key);
      more.textContent = t('hush.more');
      setIcon(hush, icon);
    }
    said.textContent = paused ? `${words.textContent} ${more.textContent}` : t('hush.over');
  });
}
