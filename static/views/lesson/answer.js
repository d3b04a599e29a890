/** The control to answer with, by the kind of item. Knows no server.
 *
 * @import {Item, Kind} from '../../state/lesson-types.js'
 * @import {Translate} from '../../strings.js'
 *
 * @typedef {object} Control
 * @property {HTMLElement} element
 * @property {() => string} value          empty: no answer yet
 * @property {() => void} focus
 * @property {(locked: boolean) => void} lock
 */
import { choiceControl } from './choice.js';
import { codeControl } from './code.js';
import { fieldControl, wordsControl } from './field.js';
import { stepsControl } from './steps.js';

/** @type {Record<Kind, (item: Item, t: Translate) => Control>} */
const CONTROLS = {
  number: fieldControl, fraction: fieldControl, expression: fieldControl, text: wordsControl,
  choice: choiceControl, steps: stepsControl, python: codeControl,
};

/** @param {Item} item @param {Translate} t @returns {Control} */
export function control(item, t) {
  return CONTROLS[item.kind](item, t);
}
