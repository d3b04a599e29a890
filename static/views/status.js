/** One short sentence that says what is going on, and the same for a screen reader, less often.
 * Also the stop button and the small chip for a lost link.
 *
 * @import {Kit} from '../app.js'
 * @import {State} from '../state/types.js'
 * @import {Key} from '../strings.js'
 */
import { find, hide } from '../dom.js';
import { look } from './orb.js';

/** A state that passes sooner than this is not worth a screen reader's breath. */
const SETTLED_MS = 900;
/** Said aloud only when they are news: the pauses of a conversation are not. */
const QUIET = new Set(['status.listening', 'status.student_speaking', 'status.thinking',
  'status.speaking', 'status.ducked', 'status.holding']);

/** @param {State} state @returns {Key} */
export function sentence(state) {
  const hold = state.preferences.mode === 'push_to_talk';
  const shown = look(state);
  switch (shown) {
    case 'busy':
      if (state.mic === 'asking') return 'status.asking';
      return state.link === 'connecting' ? 'status.connecting' : 'status.reconnecting';
    case 'again': return 'status.ended';
    case 'start':
      if (state.link === 'live') return 'status.typing';
      return hold ? 'status.idle_hold' : 'status.idle';
    case 'hearing': return state.holding ? 'status.holding' : 'status.student_speaking';
    case 'ready': return 'status.listening_hold';
    default: return `status.${shown}`;
  }
}

/** What the chip says of the link; null while all is well. @param {State} state
 * @param {boolean} online as the browser sees it @returns {Key|null} */
export function linkWords({ link, quality }, online) {
  if (link === 'reconnecting') return online ? 'link.reconnecting' : 'link.offline';
  return link === 'live' && quality !== 'good' ? `link.${quality}` : null;
}

/** @param {Kit} kit */
export function mountStatus({ root, store, actions, t }) {
  const status = find(root, '#status', HTMLElement);
  const announce = find(root, '#announce', HTMLElement);
  const stop = find(root, '#stop', HTMLButtonElement);
  const chip = find(root, '#link', HTMLElement);
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let settling;
  let first = true;

  /** @param {Key} key */
  function say(key) {
    clearTimeout(settling);
    settling = setTimeout(() => {
      if (!first && QUIET.has(key)) return;
      if (key === 'status.listening') first = false;
      if (announce.textContent !== t(key)) announce.textContent = t(key);
    }, SETTLED_MS);
  }

  stop.addEventListener('click', () => actions.stop());
  store.watch((state) => {
    const key = sentence(state);
    if (status.dataset.key !== key) {
      status.dataset.key = key;
      status.textContent = t(key);
      say(key);
    }
    hide(stop, !(state.link === 'live' && ['speaking', 'ducked'].includes(state.phase)));
    const words = linkWords(state, navigator.onLine);
    chip.hidden = words === null;
    if (words === null || chip.textContent === t(words)) return;
    chip.textContent = t(words);
    if (words === 'link.bad') say(words);
  });
}
