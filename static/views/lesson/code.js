/** A small program to write: mono letters, line numbers, Tab moves in, Esc frees the Tab key
 * (WCAG 2.1.2).
 *
 * @import {Item} from '../../state/lesson-types.js'
 * @import {Translate} from '../../strings.js'
 * @import {Control} from './answer.js'
 */
import { make } from '../../dom.js';

const INDENT = '    ';

/** The blanks that the next line begins with. @param {string} before the text up to the caret
 * @returns {string} */
export function indentAfter(before) {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const now = /^ */u.exec(line)?.[0] ?? '';
  return line.trimEnd().endsWith(':') ? now + INDENT : now;
}

/** @param {Item} item @param {Translate} t @returns {Control} */
export function codeControl({ starter }, t) {
  const input = make('textarea', 'code-text');
  Object.assign(input, {
    id: 'lesson-answer', value: starter, spellcheck: false, autocomplete: 'off', maxLength: 8000, wrap: 'off',
  });
  input.setAttribute('autocapitalize', 'off');
  input.setAttribute('aria-label', t('answer.code'));
  input.setAttribute('aria-describedby', 'lesson-question lesson-code-help');
  const lines = make('span', 'code-lines');
  lines.setAttribute('aria-hidden', 'true');
  const help = make('p', 'answer-note', t('answer.code.help'));
  help.id = 'lesson-code-help';
  let tabLeaves = false;

  const number = () => {
    const count = Math.max(5, input.value.split('\n').length);
    input.rows = count;
    lines.textContent = Array.from({ length: count }, (_, at) => at + 1).join('\n');
  };
  /** @param {string} text */
  const insert = (text) => {
    input.setRangeText(text, input.selectionStart, input.selectionEnd, 'end');
    number();
  };
  input.addEventListener('input', number);
  input.addEventListener('blur', () => { tabLeaves = false; });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') tabLeaves = true;
    if (event.isComposing || input.readOnly) return;
    if (event.key === 'Tab' && !event.shiftKey && !tabLeaves) {
      event.preventDefault();
      insert(INDENT);
    }
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) input.form?.requestSubmit();
    else insert(`\n${indentAfter(input.value.slice(0, input.selectionStart))}`);
  });
  number();
  return {
    element: make('div', 'answer-code', make('div', 'code-box', lines, input), help),
    value: () => (input.value.trim() === starter.trim() ? '' : input.value.trimEnd()),
    focus: () => input.focus(),
    lock: (locked) => { input.readOnly = locked; },
  };
}
