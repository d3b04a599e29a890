/** The item that is posed: question, answer, check, hints, and a calm word about the answer. Knows
 * one lesson value at a time; what a press does is given to it.
 *
 * @import {Item, Lesson} from '../../state/lesson-types.js'
 * @import {LessonActions} from '../../lesson-actions.js'
 * @import {Key, Translate} from '../../strings.js'
 * @import {Control} from './answer.js'
 */
import { make } from '../../dom.js';
import { nextRung, standing } from '../../state/lesson.js';
import { rich } from '../rich.js';
import { control } from './answer.js';
import { Hints } from './hints.js';

const ERRORS = new Set(['guess', 'misread', 'slip', 'right_idea', 'imprecise', 'misconception']);

/** @param {Lesson} lesson @returns {Key|null} a word about the newest answer to this item */
export function verdict(lesson) {
  const { checked } = lesson;
  const stands = standing(lesson);
  if (stands === 'open' || !checked) return null;
  if (stands === 'right') return checked.aided ? 'checked.right' : 'checked.right_alone';
  return ERRORS.has(checked.error) ? /** @type {Key} */ (`checked.${checked.error}`) : 'checked.not_yet';
}

/** @param {Lesson} lesson @param {Translate} t @returns {string} tries and hints so far */
export function effort({ item, checked, hintsGiven }, t) {
  const tries = checked && checked.itemId === item?.id ? checked.attempt : 0;
  const said = [];
  if (tries) said.push(tries === 1 ? t('lesson.tries.one') : t('lesson.tries.many', { count: tries }));
  if (hintsGiven) {
    said.push(hintsGiven === 1 ? t('lesson.hints_used.one') : t('lesson.hints_used.many', { count: hintsGiven }));
  }
  return said.join(' · ');
}

export class Task {
  element = make('div', 'task');
  #t;
  #lessons;
  #use = make('p', 'task-use');
  #question = make('div', 'question');
  #form = make('form', 'task-form');
  #place = make('div', 'task-answer');
  #check = make('button', 'button');
  #hint = make('button', 'button button-quiet');
  #feedback = make('p', 'feedback');
  #help = make('p', 'task-help');
  #effort = make('span', 'task-effort');
  #next = make('button', 'link-button');
  #hints;
  /** @type {Item|null} */
  #item = null;
  /** @type {Control|null} */
  #control = null;
  #run = '';
  /** What was said of it. @type {import('../../state/lesson-types.js').Checked|null} */
  #told = null;
  /** Said by the page itself until the server says more. @type {Key|null} */
  #own = null;

  /** @param {LessonActions} lessons @param {Translate} t */
  constructor(lessons, t) {
    this.#t = t;
    this.#lessons = lessons;
    this.#hints = new Hints(t);
    this.#question.id = 'lesson-question';
    this.#question.dir = 'auto';
    this.#form.id = 'lesson-form';
    this.#form.autocomplete = 'off';
    this.#form.noValidate = true;
    Object.assign(this.#check, { type: 'submit', id: 'lesson-check' });
    Object.assign(this.#hint, { type: 'button', id: 'lesson-hint' });
    Object.assign(this.#next, { type: 'button', id: 'lesson-next' });
    this.#feedback.id = 'lesson-feedback';
    this.#feedback.setAttribute('role', 'status');
    this.#effort.id = 'lesson-effort';
    this.#help.textContent = t('lesson.help');
    this.#form.append(this.#place, make('div', 'row task-buttons', this.#check, this.#hint));
    this.element.append(this.#use, this.#question, this.#form, this.#feedback, this.#hints.element,
      this.#help, make('div', 'task-foot', this.#effort, this.#next));
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#hint.addEventListener('click', () => lessons.hint());
    this.#next.addEventListener('click', () => lessons.next());
  }

  #submit() {
    if (this.element.dataset.stands === 'right') return this.#lessons.next();
    const answer = this.#control?.value() ?? '';
    if (answer) {
      this.#own = this.#lessons.attempt(answer) ? null : this.#own;
      return undefined;
    }
    this.#say('checked.empty');
    this.#control?.focus();
    return undefined;
  }

  /** @param {Key|null} key */
  #say(key) {
    this.#own = key;
    this.#feedback.textContent = key ? this.#t(key) : '';
    this.#feedback.dataset.tone = 'plain';
  }

  /** @param {Lesson} lesson @param {boolean} live the server can be reached */
  show(lesson, live) {
    const { item, part } = lesson;
    if (!item) return;
    const fresh = this.#item?.id !== item.id || this.#run !== lesson.run;
    if (fresh) this.#pose(item, lesson.run);
    const stands = standing(lesson);
    this.element.dataset.stands = stands;
    this.element.dataset.use = part === 'probe' ? 'probe' : item.use;
    this.#use.textContent = this.#t(part === 'probe' ? 'lesson.probe' : `lesson.use.${item.use}`);
    this.#control?.lock(stands === 'right');
    this.#showVerdict(lesson, fresh);
    this.#showButtons(lesson, live);
    this.#hints.show(lesson.hints);
    this.#help.hidden = part === 'probe' || item.use === 'transfer' || lesson.hintsGiven > 0 || stands !== 'open';
    this.#effort.textContent = effort(lesson, this.#t);
  }

  /** @param {Item} item @param {string} run */
  #pose(item, run) {
    const within = this.element.contains(document.activeElement);
    this.#item = item;
    this.#run = run;
    this.#own = null;
    this.#control = control(item, this.#t);
    this.#question.replaceChildren(item.html ? rich(item.html) : item.question);
    this.#place.replaceChildren(this.#control.element);
    this.element.dataset.kind = item.kind;
    // Whoever was answering goes on answering.
    if (within) this.#control.focus();
  }

  /** @param {Lesson} lesson @param {boolean} fresh */
  #showVerdict(lesson, fresh) {
    const { checked, item } = lesson;
    const key = verdict(lesson);
    if (key) this.#own = null;
    if (this.#own) return;
    const before = key === null && fresh && checked?.correct === true && checked.itemId !== item?.id;
    const tone = key ? standing(lesson) : 'before';
    // A new item keeps the good news of the one before until it is answered.
    if (!key && !before && this.#feedback.dataset.tone === 'before') return;
    const words = key ? this.#t(key) : before ? this.#t('lesson.before') : '';
    if (this.#feedback.textContent !== words) this.#feedback.textContent = words;
    this.#feedback.dataset.tone = words ? tone : '';
    if (key && !fresh && checked !== this.#told) this.#feedback.scrollIntoView({ block: 'nearest' });
    this.#told = checked;
  }

  /** @param {Lesson} lesson @param {boolean} live */
  #showButtons(lesson, live) {
    const { asked, item, part, hintsGiven } = lesson;
    const right = standing(lesson) === 'right';
    const rung = nextRung(lesson);
    const checking = asked?.kind === 'answer';
    this.#check.textContent = this.#t(right ? 'lesson.go_on' : checking ? 'lesson.checking' : 'lesson.check');
    this.#check.setAttribute('aria-disabled', String(checking || !live));
    this.#hint.hidden = rung === null && !(hintsGiven > 0 && !right && item?.use !== 'transfer' && part === 'item');
    this.#hint.setAttribute('aria-disabled', String(rung === null || asked?.kind === 'hint' || !live));
    this.#hint.textContent = rung === null ? this.#t('lesson.hints_out') : this.#t('lesson.hint', { rung });
    this.#next.hidden = right;
    this.#next.textContent = this.#t('lesson.skip');
  }
}
