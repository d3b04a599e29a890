/** One of several: big cards with a letter, so that a voice can name them, too.
 *
 * @import {Item} from '../../state/lesson-types.js'
 * @import {Translate} from '../../strings.js'
 * @import {Control} from './answer.js'
 */
import { make } from '../../dom.js';
import { rich } from '../rich.js';

export const LETTERS = 'ABCDEFGHIJ';

/** @param {Item} item @param {Translate} _t @returns {Control} */
export function choiceControl({ choices }, _t) {
  const inputs = choices.map(({ text }, at) => {
    const input = make('input', '');
    Object.assign(input, { type: 'radio', name: 'lesson-choice', value: text, id: `lesson-choice-${at}` });
    return input;
  });
  const cards = choices.map(({ text, html }, at) => {
    const words = make('span', 'choice-words');
    words.dir = 'auto';
    words.append(html ? rich(html) : text);
    const letter = make('span', 'choice-letter', LETTERS[at] ?? '');
    const card = make('label', 'choice-card', inputs[at] ?? '', letter, words);
    card.htmlFor = `lesson-choice-${at}`;
    return card;
  });
  const group = make('fieldset', 'choice-cards', ...cards);
  group.id = 'lesson-answer';
  group.setAttribute('aria-labelledby', 'lesson-question');
  const chosen = () => inputs.find(({ checked }) => checked);
  return {
    element: group,
    value: () => chosen()?.value ?? '',
    focus: () => (chosen() ?? inputs[0])?.focus(),
    lock: (locked) => { for (const input of inputs) input.disabled = locked && !input.checked; },
  };
}
