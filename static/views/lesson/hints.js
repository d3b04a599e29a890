/** The hints that were given for an item; they stay in sight, the newest last. A screen reader hears
 * each once.
 *
 * @import {Hint} from '../../state/lesson-types.js'
 * @import {Translate} from '../../strings.js'
 */
import { make } from '../../dom.js';
import { rich } from '../rich.js';

export class Hints {
  element = make('section', 'hints');
  #list = make('ol', 'hints-list');
  #t;
  /** @type {Hint[]} */
  #shown = [];

  /** @param {Translate} t */
  constructor(t) {
    this.#t = t;
    this.#list.id = 'lesson-hints';
    this.#list.setAttribute('aria-live', 'polite');
    this.element.setAttribute('aria-label', t('lesson.hints'));
    this.element.append(this.#list);
    this.element.hidden = true;
  }

  /** @param {Hint[]} hints */
  show(hints) {
    if (hints === this.#shown) return;
    const grown = hints.length > this.#shown.length && this.#shown.every((hint, at) => hint === hints[at]);
    const added = grown ? hints.slice(this.#shown.length) : hints;
    if (!grown) this.#list.replaceChildren();
    this.#shown = hints;
    this.element.hidden = hints.length === 0;
    for (const { rung, html } of added) {
      const words = make('div', 'hint-words');
      words.dir = 'auto';
      words.append(rich(html));
      const row = make('li', 'hint', make('span', 'hint-label', this.#t('lesson.hint_label', { rung })), words);
      row.dataset.rung = String(rung);
      this.#list.append(row);
    }
    if (grown) this.#list.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }
}
