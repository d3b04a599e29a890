/** The talk button: shows in shape, colour and movement what the tutor does, and takes the presses.
 * Knows the store and the actions; the words beside it are views/status.js's.
 *
 * @import {Kit} from '../app.js'
 * @import {State} from '../state/types.js'
 * @import {Key} from '../strings.js'
 */
import { find, setIcon } from '../dom.js';

/** @typedef {'start'|'busy'|'again'|'paused'|'muted'|'speaking'|'ducked'|'thinking'|'waiting'|'hearing'|
 *   'listening'|'ready'} Look */

/** What the orb shows; also the page's one answer to "what is going on".
 * @param {State} state @returns {Look} */
export function look({ link, mic, muted, paused, phase, holding, preferences }) {
  if (mic === 'asking' || link === 'connecting' || link === 'reconnecting') return 'busy';
  if (link === 'ended') return 'again';
  if (paused) return 'paused';
  if (phase === 'speaking' || phase === 'ducked' || phase === 'thinking') return phase;
  if (mic !== 'on') return 'start';
  if (holding) return 'hearing';
  if (muted) return 'muted';
  if (phase === 'waiting') return 'waiting';
  if (preferences.mode === 'push_to_talk') return 'ready';
  return phase === 'student_speaking' || phase === 'maybe_done' ? 'hearing' : 'listening';
}

/** @type {Record<Look, string>} */
const ICONS = {
  start: 'mic', busy: 'dots', again: 'again', paused: 'pause', muted: 'mic-off', speaking: 'stop', ducked: 'stop',
  thinking: 'dots', waiting: 'mic', hearing: 'mic', listening: 'mic', ready: 'mic',
};

/** @param {State} state @returns {Key} what a press does now */
function label(state) {
  const hold = state.preferences.mode === 'push_to_talk';
  switch (look(state)) {
    case 'busy': return 'orb.busy';
    case 'again': return 'orb.again';
    case 'paused': return 'orb.paused';
    case 'speaking': case 'ducked': return hold ? 'orb.hold' : 'orb.stop';
    case 'muted': return hold ? 'orb.hold' : 'orb.unmute';
    case 'start': return 'orb.start';
    case 'hearing': return state.holding ? 'orb.release' : 'orb.mute';
    default: return hold ? 'orb.hold' : 'orb.mute';
  }
}

/** @param {Kit} kit */
export function mountOrb({ root, store, actions, t }) {
  const orb = find(root, '#orb', HTMLButtonElement);
  const talk = find(root, '#talk', HTMLElement);
  const holds = () => store.get().preferences.mode === 'push_to_talk';

  store.watch((state) => {
    const now = look(state);
    orb.dataset.look = now;
    talk.dataset.look = now;
    orb.setAttribute('aria-label', t(label(state)));
    orb.setAttribute('aria-disabled', String(now === 'paused'));
    setIcon(orb, ICONS[now]);
  });

  orb.addEventListener('pointerdown', (event) => {
    if (!holds() || event.button !== 0) return;
    orb.setPointerCapture(event.pointerId);
    void actions.hold();
  });
  for (const end of ['pointerup', 'pointercancel']) {
    orb.addEventListener(end, () => actions.release());
  }
  orb.addEventListener('contextmenu', (event) => holds() && event.preventDefault());
  orb.addEventListener('click', (event) => {
    // With push-to-talk the pointer has done it. Enter, a switch or a screen reader clicks without
    // a pointer (detail 0) and cannot hold: one click begins, the next ends.
    if (!holds()) void actions.press();
    else if (event.detail === 0) store.get().holding ? actions.release() : void actions.hold();
  });
}
