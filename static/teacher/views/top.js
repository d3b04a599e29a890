/** The head of the page: how many, how many need help, and how fresh that is.
 *
 * @import {Kit} from '../app.js'
 */
import { find } from '../../dom.js';

/** @param {Kit} kit */
export function mountTop({ root, store, actions, t, language }) {
  const count = find(root, '#count', HTMLElement);
  const need = find(root, '#need', HTMLElement);
  const read = find(root, '#read', HTMLElement);
  const again = find(root, '#again', HTMLButtonElement);
  again.addEventListener('click', () => void actions.refresh());
  store.watch(({ rows, readAtMs, stale }) => {
    count.hidden = need.hidden = rows === null;
    const stuck = rows?.filter((row) => row.stuck && !row.paused).length ?? 0;
    count.textContent = t('teacher.count', { count: rows?.length ?? 0 });
    const words = stuck ? t('teacher.need', { count: stuck }) : t('teacher.need.none');
    if (need.textContent !== words) need.textContent = words;
    need.dataset.need = String(stuck > 0);
    const time = readAtMs === null ? '' : new Date(readAtMs).toLocaleTimeString(language);
    read.textContent = stale ? t(time ? 'teacher.stale' : 'teacher.stale_never', { time })
      : time && t('teacher.read', { time });
    read.dataset.stale = String(stale);
    again.hidden = !stale;
  });
}
