/** The text box: always there, with or without a microphone, also while the tutor speaks.
 *
 * @import {Kit} from '../app.js'
 */
import { find } from '../dom.js';

/** @param {Kit} kit */
export function mountComposer({ root, actions }) {
  const form = find(root, '#composer', HTMLFormElement);
  const box = find(root, '#type', HTMLTextAreaElement);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const words = box.value.trim();
    if (words && actions.say(words)) box.value = '';
    box.focus();
  });
  box.addEventListener('keydown', (event) => {
    // isComposing: Enter picks a word in an input method, it does not send.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
