/** Single keys: Space talks, M mutes, Esc stops, / types. They can be switched off (WCAG 2.1.4)
 * and never act while the student types or is on another control.
 *
 * @import {Kit} from './app.js'
 */
import { find } from './dom.js';

const TYPING = 'input,textarea,select,[contenteditable]';
const CONTROLS = 'button,a,summary';

/** @param {KeyboardEvent} event @param {string} selector @returns {boolean} */
function on(event, selector) {
  return event.target instanceof Element && event.target.closest(selector) !== null;
}

/** @param {KeyboardEvent} event @returns {boolean} Space is this element's own */
function ownsSpace(event) {
  return on(event, CONTROLS) && !on(event, '#orb');
}

/** @param {Kit} kit */
export function mountShortcuts({ root, store, actions }) {
  const holds = () => store.get().preferences.mode === 'push_to_talk';

  /** @param {KeyboardEvent} event */
  function space(event) {
    if (ownsSpace(event)) return;
    event.preventDefault();
    if (event.repeat) return;
    if (holds()) void actions.hold();
    else void actions.press();
  }

  root.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    const { phase, preferences } = store.get();
    if (event.key === 'Escape' && (phase === 'speaking' || phase === 'ducked')) actions.stop();
    // The orb's own Space works with the shortcuts off, too.
    if (on(event, TYPING) || (!preferences.shortcuts && !on(event, '#orb'))) return;
    if (event.code === 'Space') space(event);
    if (!preferences.shortcuts) return;
    if (event.key.toLowerCase() === 'm' && !event.repeat) actions.toggleMute();
    if (event.key === '/') {
      event.preventDefault();
      find(root, '#type', HTMLTextAreaElement).focus();
    }
  });
  root.addEventListener('keyup', (event) => {
    if (event.code !== 'Space') return;
    // A button clicks at keyup; the orb was pressed at keydown already.
    if (on(event, '#orb')) event.preventDefault();
    actions.release();
  });
  addEventListener('blur', () => actions.release());
}
