/** The part of a lesson in which the tutor explains: what it is for, and the button to go on. The
 * words themselves are in the talk.
 *
 * @import {Lesson} from '../../state/lesson-types.js'
 * @import {LessonActions} from '../../lesson-actions.js'
 * @import {Key, Translate} from '../../strings.js'
 */
import { make } from '../../dom.js';

const FORMATS = new Set(['reading', 'worked_example', 'practice', 'dialogue', 'quiz', 'video']);

export class Explain {
  element = make('div', 'explain');
  #t;
  #lessons;
  #title = make('h2', 'explain-title');
  #lead = make('p', 'lead');
  #goals = make('div', 'goals');
  #ready = make('button', 'button');
  #shown = '';

  /** @param {LessonActions} lessons @param {Translate} t */
  constructor(lessons, t) {
    this.#t = t;
    this.#lessons = lessons;
    Object.assign(this.#ready, { type: 'button', textContent: t('lesson.ready') });
    this.#ready.dataset.next = '';
    this.#ready.addEventListener('click', () => lessons.next());
    this.element.append(this.#title, this.#lead, this.#goals, make('div', 'row', this.#ready));
  }

  /** @param {Lesson} lesson @param {boolean} live */
  show(lesson, live) {
    const { format, title, id } = lesson;
    this.#title.textContent = title;
    this.#lead.textContent = this.#t(FORMATS.has(format)
      ? /** @type {Key} */ (`lesson.explain.${format}`) : 'lesson.explain');
    this.#ready.setAttribute('aria-disabled', String(!live || lesson.asked?.kind === 'next'));
    if (this.#shown !== id) void this.#fetch(id);
  }

  /** @param {string} id of the lesson */
  async #fetch(id) {
    this.#shown = id;
    this.#goals.hidden = true;
    const found = await this.#lessons.objectives(id);
    if (this.#shown !== id || found.length === 0) return;
    this.#goals.replaceChildren(make('p', 'goals-title', this.#t('lesson.goals')),
      make('ul', 'goals-list', ...found.map((goal) => make('li', '', goal))));
    this.#goals.hidden = false;
  }
}
