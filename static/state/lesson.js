/** What the events of a lesson change on the page: where it stands, answers, hints, its end.
 *
 * Pure; unknown shapes change nothing. The talk beside it is state/server.js's.
 *
 * @import {Ask, Choice, Hint, Item, Kind, Lesson, Use} from './lesson-types.js'
 * @import {State} from './types.js'
 * @import {Fold} from './server.js'
 */
import { list, number, object, text } from './values.js';

export const RUNGS = 4;
const KINDS = new Set(['number', 'fraction', 'expression', 'choice', 'steps', 'text', 'python']);
const USES = new Set(['practice', 'quiz', 'transfer']);
const PARTS = new Set(['explain', 'item', 'probe', 'finished']);

/** @param {unknown} value @returns {Item|null} */
function itemOf(value) {
  const { id, kind, use, html, question, choices, form, starter } = object(value);
  if (!text(id) || !KINDS.has(text(kind))) return null;
  return {
    id: text(id), kind: /** @type {Kind} */ (kind),
    use: /** @type {Use} */ (USES.has(text(use)) ? use : 'practice'),
    html: text(html), question: text(question), choices: list(choices).map(choiceOf),
    form: text(form), starter: text(starter),
  };
}

/** @param {unknown} value @returns {Choice} */
function choiceOf(value) {
  const { text: words, html } = object(value);
  return { text: text(words), html: text(html) };
}

/** @type {Fold} */
function shown(state, event) {
  const part = text(event.part);
  const id = text(event.lesson_id);
  if (part === 'left') return left(state);
  if (!id || !PARTS.has(part)) return state;
  const item = itemOf(event.item);
  const before = state.lesson?.run === text(event.run) ? state.lesson : null;
  const same = before?.item?.id === item?.id;
  const hints = before && same ? before.hints : [];
  /** @type {Lesson} */
  const lesson = {
    id, run: text(event.run), title: text(event.title), format: text(event.format),
    part: /** @type {Lesson['part']} */ (part), item,
    done: number(event.done) ?? 0, total: number(event.total) ?? 0,
    hintsGiven: Math.max(number(event.hints) ?? 0, hints.at(-1)?.rung ?? 0), hints,
    checked: before?.checked ?? null, asked: null, result: before?.result ?? null,
  };
  const fresh = before === null;
  return {
    ...state, lesson, starting: null, face: fresh ? 'lesson' : state.face,
    panelOpen: fresh || state.panelOpen,
  };
}

/** @param {State} state @returns {State} the lesson is over for this page */
export function left(state) {
  if (!state.lesson) return state;
  const face = state.face === 'lesson' && !state.starting ? 'map' : state.face;
  return { ...state, lesson: null, face };
}

/** @param {State} state @param {Partial<Lesson>} changes @param {unknown} run @returns {State} */
function changed(state, changes, run) {
  if (!state.lesson || state.lesson.run !== run) return state;
  return { ...state, lesson: { ...state.lesson, ...changes } };
}

/** @type {Fold} */
function checked(state, event) {
  const itemId = text(event.lesson_item);
  if (!itemId) return state;
  return changed(state, {
    checked: {
      itemId, correct: event.correct === true, aided: event.aided === true,
      attempt: number(event.attempt) ?? 1, error: text(event.error_kind),
    },
    asked: null,
  }, event.run);
}

/** @type {Fold} */
function hinted(state, event) {
  const rung = number(event.rung);
  const { lesson } = state;
  if (!lesson || rung === null || lesson.item?.id !== event.lesson_item) return state;
  const hints = [...lesson.hints.filter((hint) => hint.rung !== rung), { rung, html: text(event.html) }]
    .sort((a, b) => a.rung - b.rung);
  const hintsGiven = Math.max(lesson.hintsGiven, rung);
  return changed(state, { hints, hintsGiven, asked: null }, event.run);
}

/** @type {Fold} */
function finished(state, event) {
  return changed(state, {
    part: 'finished', item: null, asked: null,
    result: {
      xp: number(event.xp) ?? 0, right: number(event.right) ?? 0, total: number(event.total) ?? 0,
      unaidedRight: number(event.unaided_right) ?? 0,
    },
  }, event.run);
}

/** The server said no to what the page asked; without a lesson there it is over here, too.
 * @type {Fold} */
export function lessonRefused(state, event) {
  const { code, event_id: id } = object(event.error);
  if (code === 'no_lesson') return left(state);
  if (!state.lesson?.asked || state.lesson.asked.id !== id) return state;
  return noLongerAsked(state);
}

/** Nothing more is awaited: an answer may turn out to be a remark, which the tutor replies to.
 * @param {State} state @returns {State} */
export function noLongerAsked(state) {
  return state.lesson?.asked ? { ...state, lesson: { ...state.lesson, asked: null } } : state;
}

/** @param {State} state @param {Ask} kind @param {string} id of the event @returns {State} */
export function asked(state, kind, id) {
  return state.lesson ? { ...state, lesson: { ...state.lesson, asked: { kind, id } } } : state;
}

/** How the posed item stands for the student.
 * @param {Lesson} lesson @returns {'open'|'right'|'not_yet'} */
export function standing({ item, checked: answer }) {
  if (!item || answer?.itemId !== item.id) return 'open';
  return answer.correct ? 'right' : 'not_yet';
}

/** The next rung, or null when the page offers none: a quiz first wants an attempt, a transfer
 * item is done alone, a probe has no ladder.
 * @param {Lesson} lesson @returns {number|null} */
export function nextRung(lesson) {
  const { item, part, hintsGiven } = lesson;
  const stands = standing(lesson);
  if (!item || part !== 'item' || item.use === 'transfer' || stands === 'right') return null;
  if (item.use === 'quiz' && stands === 'open') return null;
  return hintsGiven < RUNGS ? hintsGiven + 1 : null;
}

/** @type {Record<string, Fold>} */
export const LESSON_FOLDS = {
  'tutor.lesson': shown,
  'tutor.progress': checked,
  'tutor.hint': hinted,
  'tutor.lesson.finished': finished,
};
