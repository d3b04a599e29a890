/** Reading the path map and the suggestions. Pure.
 *
 * @import {LessonCard, LessonState, PathCard, Suggestion} from './lesson-types.js'
 */
import { list, number, object, text } from './values.js';

const STATES = new Set(['locked', 'open', 'started', 'done']);
const COLORS = new Set(['accent', 'violet', 'warm', 'sun']);

/** `GET /v1/paths`. @param {unknown} value @returns {PathCard[]} */
export function pathsOf(value) {
  const rows = list(object(value).data).map(object);
  const titles = new Map(rows.flatMap((row) => list(row.lessons).map(object))
    .map((lesson) => [text(lesson.id), text(lesson.title)]));
  return rows.filter((row) => text(row.id)).map((row) => ({
    id: text(row.id), title: text(row.title), about: text(row.about),
    color: COLORS.has(text(row.color)) ? text(row.color) : 'accent',
    lessons: list(row.lessons).map((lesson) => lessonOf(object(lesson), titles)),
  }));
}

/** @param {Record<string, unknown>} lesson @param {Map<string, string>} titles
 * @returns {LessonCard} */
function lessonOf(lesson, titles) {
  const state = text(lesson.state);
  return {
    id: text(lesson.id), title: text(lesson.title), order: number(lesson.order) ?? 0,
    minutes: number(lesson.minutes) ?? 0, xp: number(lesson.xp) ?? 0,
    state: /** @type {LessonState} */ (STATES.has(state) ? state : 'open'),
    after: list(lesson.prerequisites).map((id) => titles.get(text(id)) ?? '').filter(Boolean),
  };
}

/** `GET /v1/me/next`. @param {unknown} value @returns {Suggestion[]} */
export function nextOf(value) {
  return list(object(value).data).map(object)
    .map(({ lesson, reason }) => ({ lesson: text(lesson), reason: text(reason) }))
    .filter(({ lesson }) => lesson);
}

/** Where a lesson lies. @param {PathCard[]|null} paths @param {string} id
 * @returns {{path: PathCard, lesson: LessonCard, place: number}|null} place from 1 */
export function placeOf(paths, id) {
  for (const path of paths ?? []) {
    const at = path.lessons.findIndex((lesson) => lesson.id === id);
    const lesson = path.lessons[at];
    if (lesson) return { path, lesson, place: at + 1 };
  }
  return null;
}

/** What to do next: the first suggestion that is on the map, else the first lesson that is begun
 * or open. @param {PathCard[]|null} paths @param {Suggestion[]} next
 * @returns {{path: PathCard, lesson: LessonCard, place: number, reason: string}|null} */
export function recommended(paths, next) {
  for (const { lesson, reason } of next) {
    const place = placeOf(paths, lesson);
    if (place && place.lesson.state !== 'locked') return { ...place, reason };
  }
  for (const wanted of ['started', 'open']) {
    const found = paths?.flatMap(({ lessons }) => lessons).find(({ state }) => state === wanted);
    const place = found && placeOf(paths, found.id);
    if (place) return { ...place, reason: wanted === 'started' ? 'continue' : 'next' };
  }
  return null;
}

/** @param {PathCard} path @returns {number} */
export function doneIn({ lessons }) {
  return lessons.filter(({ state }) => state === 'done').length;
}
