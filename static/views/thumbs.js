/** Thumbs under the tutor's newest message and under those that have them already; who has given
 * one may say with stars how well it was explained.
 *
 * @import {LessonActions} from '../lesson-actions.js'
 * @import {Bubble} from '../state/types.js'
 * @import {Thumbs} from '../state/lesson-types.js'
 * @import {Translate} from '../strings.js'
 */
import { icon, make } from '../dom.js';

/** @type {{value: Thumbs, name: 'up'|'down'}[]} */
const BOTH = [{ value: 1, name: 'up' }, { value: -1, name: 'down' }];
const STARS = [1, 2, 3, 4, 5];

/** Whether a message can be rated: it is the tutor's, and it is whole.
 * @param {Bubble} bubble @returns {boolean} */
export function ratable({ who, live, text }) {
  return who === 'tutor' && !live && text !== '';
}

/** @param {string} name @param {string} label @returns {HTMLElement} */
function group(name, label) {
  const element = make('div', name);
  element.setAttribute('role', 'group');
  element.setAttribute('aria-label', label);
  return element;
}

export class ThumbsView {
  element = make('div', 'ratings');
  #buttons;
  #stars;
  #row;

  /** @param {string} id of the message @param {LessonActions} lessons @param {Translate} t */
  constructor(id, lessons, t) {
    const thumbs = group('thumbs', t('thumbs.group'));
    this.#row = group('thumbs', t('stars.group'));
    this.#buttons = BOTH.map(({ value, name }) => {
      const button = make('button', 'thumb', icon(`thumb-${name}`));
      button.type = 'button';
      button.dataset.thumbs = String(value);
      button.setAttribute('aria-label', t(`thumbs.${name}`));
      button.addEventListener('click', () => lessons.rate(id, value));
      return { value, button };
    });
    this.#stars = STARS.map((value) => {
      const button = make('button', 'thumb', icon('star'));
      button.type = 'button';
      button.dataset.stars = String(value);
      button.setAttribute('aria-label', t('stars.one', { stars: value }));
      button.addEventListener('click', () => lessons.star(id, value));
      return { value, button };
    });
    thumbs.append(...this.#buttons.map(({ button }) => button));
    this.#row.append(...this.#stars.map(({ button }) => button));
    this.element.append(this.#row, thumbs);
  }

  /** @param {Thumbs|undefined} given @param {number|undefined} stars */
  show(given, stars) {
    this.#row.hidden = given === undefined;
    for (const { value, button } of this.#stars) {
      button.setAttribute('aria-pressed', String(value === stars));
      button.dataset.lit = String(value <= (stars ?? 0));
    }
    for (const { value, button } of this.#buttons) {
      button.setAttribute('aria-pressed', String(given === value));
    }
  }
}
