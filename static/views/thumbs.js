/** Thumbs under the tutor's newest message and under those that have them already.
 *
 * @import {LessonActions} from '../lesson-actions.js'
 * @import {Bubble} from '../state/types.js'
 * @import {Thumbs} from '../state/lesson-types.js'
 * @import {Translate} from '../strings.js'
 */
import { icon, make } from '../dom.js';

/** @type {{value: Thumbs, name: 'up'|'down'}[]} */
const BOTH = [{ value: 1, name: 'up' }, { value: -1, name: 'down' }];

/** Whether a message can be rated: it is the tutor's, and it is whole.
 * @param {Bubble} bubble @returns {boolean} */
export function ratable({ who, live, text }) {
  return who === 'tutor' && !live && text !== '';
}

export class ThumbsView {
  element = make('div', 'thumbs');
  #buttons;

  /** @param {string} id of the message @param {LessonActions} lessons @param {Translate} t */
  constructor(id, lessons, t) {
    this.element.setAttribute('role', 'group');
    this.element.setAttribute('aria-label', t('thumbs.group'));
    this.#buttons = BOTH.map(({ value, name }) => {
      const button = make('button', 'thumb', icon(`thumb-${name}`));
      button.type = 'button';
      button.dataset.thumbs = String(value);
      button.setAttribute('aria-label', t(`thumbs.${name}`));
      button.addEventListener('click', () => lessons.rate(id, value));
      return { value, button };
    });
    this.element.append(...this.#buttons.map(({ button }) => button));
  }

  /** @param {Thumbs|undefined} given */
  show(given) {
    for (const { value, button } of this.#buttons) {
      button.setAttribute('aria-pressed', String(given === value));
    }
  }
}
