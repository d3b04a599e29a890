/** The end of a lesson: what came out of it, and what comes next.
 *
 * @import {State} from '../../state/types.js'
 * @import {LessonActions} from '../../lesson-actions.js'
 * @import {Translate} from '../../strings.js'
 */
import { make } from '../../dom.js';
import { recommended } from '../../state/paths.js';

export class Finished {
  element = make('div', 'finished');
  #t;
  #numbers = make('dl', 'finished-numbers');
  #next = make('button', 'button');
  /** @type {string|null} */
  #lesson = null;

  /** @param {LessonActions} lessons @param {Translate} t */
  constructor(lessons, t) {
    this.#t = t;
    const map = make('button', 'button button-quiet', t('finished.map'));
    Object.assign(map, { type: 'button', id: 'finished-map' });
    Object.assign(this.#next, { type: 'button', id: 'finished-next' });
    map.addEventListener('click', () => lessons.openMap());
    this.#next.addEventListener('click', () => { if (this.#lesson) lessons.start(this.#lesson); });
    const title = make('h2', 'finished-title', t('finished.title'));
    title.id = 'finished-title';
    this.element.append(title, make('p', 'lead', t('finished.lead')), this.#numbers,
      make('div', 'row', this.#next, map));
  }

  /** @param {State} state */
  show({ lesson, paths, next }) {
    const t = this.#t;
    const result = lesson?.result;
    this.#numbers.hidden = !result;
    if (result) {
      const rows = /** @type {const} */ ([
        ['finished.xp', `+${result.xp}`],
        ['finished.right', t('finished.of', { right: result.right, total: result.total })],
        ['finished.alone', t('finished.of', { right: result.unaidedRight, total: result.total })],
      ]);
      this.#numbers.replaceChildren(...rows.map(([key, value]) => (
        make('div', '', make('dt', '', t(key)), make('dd', '', value)))));
    }
    const other = next.filter((one) => one.lesson !== lesson?.id);
    const best = recommended(paths, other);
    const place = best && best.lesson.id !== lesson?.id ? best : null;
    this.#lesson = place?.lesson.id ?? null;
    this.#next.hidden = !place;
    this.#next.textContent = place ? t('finished.next', { title: place.lesson.title }) : '';
    if (place) this.#next.dataset.lesson = place.lesson.id;
  }
}
