/** One-line answers (number, fraction, expression) and own words: a box, keys that a phone's
 * keyboard lacks, and what is typed as it is written by hand.
 *
 * @import {Item} from '../../state/lesson-types.js'
 * @import {Key, Translate} from '../../strings.js'
 * @import {Control} from './answer.js'
 */
import { make } from '../../dom.js';
import { read } from '../../formula.js';
import { formula } from '../formula.js';

/** Signs that a phone's number keyboard does not have; a blank stands in mixed numbers.
 * @type {Record<string, string[]>} */
const KEYS = { number: ['−'], fraction: ['/', '−', ' '], expression: ['^', '/', '(', ')', '='] };
const FORMS = new Set(['lowest', 'mixed', 'improper', 'expanded', 'factored']);

/** @param {Item} item @param {Translate} t @returns {string} how the answer is to be written */
function wanted({ kind, form }, t) {
  if (!form) return '';
  if (kind === 'number') return t('answer.form.unit', { unit: form });
  return FORMS.has(form) ? t(/** @type {Key} */ (`answer.form.${form}`)) : '';
}

/** @param {HTMLInputElement} input @param {string[]} keys @param {Translate} t */
function keyRow(input, keys, t) {
  const row = make('div', 'keys-row', ...keys.map((key) => {
    const button = make('button', 'key', key.trim() || t('answer.space'));
    button.type = 'button';
    button.addEventListener('click', () => {
      const { selectionStart: from, selectionEnd: to, value } = input;
      input.setRangeText(key, from ?? value.length, to ?? value.length, 'end');
      input.dispatchEvent(new Event('input'));
      input.focus();
    });
    return button;
  }));
  row.setAttribute('role', 'group');
  row.setAttribute('aria-label', t('answer.keys'));
  return row;
}

/** @param {HTMLInputElement|HTMLTextAreaElement} input @param {Translate} t */
function name(input, t) {
  Object.assign(input, { id: 'lesson-answer', autocomplete: 'off', maxLength: 2000 });
  input.setAttribute('aria-label', t('answer.label'));
  input.setAttribute('aria-describedby', 'lesson-question lesson-form-note');
}

/** @param {Item} item @param {Translate} t @returns {Control} */
export function fieldControl(item, t) {
  const input = make('input', 'answer-box');
  name(input, t);
  Object.assign(input, {
    type: 'text', spellcheck: false, inputMode: item.kind === 'expression' ? 'text' : 'decimal',
    placeholder: t('answer.placeholder'), enterKeyHint: 'done',
  });
  input.setAttribute('autocapitalize', 'off');
  // Digits and signs run from left to right in every language; the placeholder does not.
  input.addEventListener('input', () => { input.dir = input.value ? 'ltr' : ''; });
  const preview = make('output', 'answer-preview');
  preview.setAttribute('aria-label', t('answer.preview'));
  preview.hidden = true;
  const note = make('p', 'answer-note', wanted(item, t));
  note.id = 'lesson-form-note';
  note.hidden = !note.textContent;
  if (item.kind !== 'number') {
    input.addEventListener('input', () => {
      const node = read(input.value);
      preview.hidden = node === null;
      preview.replaceChildren(...(node ? [formula(node)] : []));
    });
  }
  const row = make('div', 'answer-row', input, preview);
  return {
    element: make('div', 'answer-field', row, keyRow(input, KEYS[item.kind] ?? [], t), note),
    value: () => input.value.trim(),
    focus: () => input.focus(),
    lock: (locked) => { input.readOnly = locked; },
  };
}

/** @param {Item} _item @param {Translate} t @returns {Control} */
export function wordsControl(_item, t) {
  const input = make('textarea', 'answer-box answer-words');
  name(input, t);
  input.removeAttribute('aria-describedby');
  input.setAttribute('aria-describedby', 'lesson-question');
  Object.assign(input, { rows: 3, placeholder: t('answer.text.placeholder'), enterKeyHint: 'done' });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    input.form?.requestSubmit();
  });
  return {
    element: make('div', 'answer-field', input),
    value: () => input.value.trim(),
    focus: () => input.focus(),
    lock: (locked) => { input.readOnly = locked; },
  };
}
