/** Reads the server's answers into the page's values. Pure; what is missing reads as nothing.
 *
 * @import {ClassPause, Format, LessonRow, Progress, Row, Session, Sessions, Skill, Stuck, Transcript, WrongAnswer} from './types.js'
 */
import { fromItem } from '../state/bubbles.js';
import { list, number, object, text } from '../state/values.js';

/** @param {unknown} value @returns {Record<string, unknown>[]} */
const rowsOf = (value) => list(object(value).data).map(object);
/** @param {unknown} value @returns {string|null} */
const time = (value) => text(value) || null;

/** @param {unknown} value @returns {string} */
function connectionOf(value) {
  const quality = text(object(value).quality);
  return quality === 'weak' || quality === 'bad' ? quality : '';
}

/** `GET /v1/class`. @param {unknown} value @returns {Row[]} */
export function classOf(value) {
  return rowsOf(value).filter(({ student_id: id }) => text(id)).map((row) => ({
    id: text(row.student_id), name: text(row.name), lastAt: time(row.last_at),
    lesson: text(row.lesson_title) || text(row.lesson), item: text(row.item), part: text(row.part),
    stuck: row.stuck === true, why: text(row.why), attempts: number(row.attempts) ?? 0,
    hints: number(row.hints) ?? 0, wrongInRow: number(row.wrong_in_row) ?? 0,
    live: typeof row.live === 'boolean' ? row.live : null, paused: row.paused === true,
    connection: connectionOf(row.connection),
  }));
}

/** `class_pause` of `GET /v1/class` and `POST /v1/class/pause`. @param {unknown} value
 * @returns {ClassPause|null} */
export function classPauseOf(value) {
  const stands = object(value);
  const until = text(stands.until);
  return until ? { by: text(object(stands.set_by).name), until } : null;
}

/** `GET /v1/students/{id}/mastery`, the least known first. @param {unknown} value
 * @returns {Skill[]} */
export function masteryOf(value) {
  return rowsOf(value).filter(({ skill }) => text(skill)).map((row) => ({
    id: text(row.skill), known: Math.min(1, Math.max(0, number(row.p_known) ?? 0)),
    mastered: row.known === true, right: number(row.right) ?? 0,
    wrong: number(row.wrong) ?? 0, due: time(row.due),
  })).sort((a, b) => a.known - b.known || a.id.localeCompare(b.id));
}

/** @param {Record<string, unknown>} row @returns {LessonRow} */
function lessonOf(row) {
  const best = object(row.best);
  return {
    id: text(row.lesson), title: text(row.title) || text(row.lesson), done: row.state === 'done',
    runs: number(row.runs) ?? 0, right: number(best.unaided_right), total: number(best.unaided_total),
    lastAt: time(row.last_at),
  };
}

/** `GET /v1/students/{id}/progress`. @param {unknown} value @returns {Progress} */
export function progressOf(value) {
  const known = object(value);
  const items = object(known.items);
  return {
    done: number(known.lessons_done) ?? 0, total: number(known.lessons_total) ?? 0,
    tried: number(items.tried) ?? 0, right: number(items.right) ?? 0,
    unaided: number(items.unaided_right) ?? 0, hints: number(items.hints) ?? 0,
    lessons: list(known.lessons).map((row) => lessonOf(object(row))),
  };
}

/** @param {Record<string, unknown>} row @returns {WrongAnswer} */
function wrongOf(row) {
  return {
    at: text(row.at), lesson: text(row.lesson_title) || text(row.lesson), item: text(row.item),
    answer: text(row.answer), error: text(row.error), misconception: text(row.misconception),
    attempt: number(row.attempt) ?? 1, hints: number(row.hints) ?? 0,
  };
}

/** `GET /v1/students/{id}/stuck`. @param {unknown} value @returns {Stuck} */
export function stuckOf(value) {
  return { allowed: true, answers: rowsOf(value).map(wrongOf) };
}

/** `GET /v1/students/{id}/format`. @param {unknown} value @returns {Format} */
export function formatOf(value) {
  const known = object(value);
  return { format: text(known.format) || null, by: text(object(known.set_by).name), at: text(known.at) };
}

/** @param {Record<string, unknown>} row @returns {Session} */
function sessionOf(row) {
  return { id: text(row.id), openedAt: text(row.opened_at), closedAt: time(row.closed_at) };
}

/** `GET /v1/students/{id}/sessions`. @param {unknown} value @returns {Sessions} */
export function sessionsOf(value) {
  const sessions = rowsOf(value).map(sessionOf).filter(({ id }) => id);
  return { allowed: object(value).transcripts !== false, sessions };
}

/** `GET /v1/students/{id}/sessions/{session}`; tool calls and notes of the system are left out.
 * @param {unknown} value @param {string} session @returns {Transcript} */
export function transcriptOf(value, session) {
  const known = object(value);
  const said = list(known.items).map(fromItem).filter((item) => item !== null);
  return { session, said: said.filter(({ text: words }) => words), next: text(known.next_cursor) || null };
}
