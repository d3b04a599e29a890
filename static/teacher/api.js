/** The teacher's HTTP calls. Knows no store; fails with ApiError, and the code `consent_missing`
 * reads as a value, because that is an answer.
 *
 * @import {Class, ClassPause, Format, Progress, Sessions, Skill, Stuck, Transcript} from './types.js'
 */
import { ApiError, call } from '../api.js';
import { object, text } from '../state/values.js';
import { classOf, classPauseOf, formatOf, masteryOf, progressOf, sessionsOf, stuckOf, transcriptOf } from './reading.js';

const MOST = 200;

/** @param {string} student @param {string} rest @returns {string} */
const of = (student, rest) => `/v1/students/${encodeURIComponent(student)}/${rest}`;

/** @param {string} path @returns {Promise<unknown>} */
async function read(path) {
  return (await call(path, {})).json();
}

/** All pages of a list as one, with what else the last one tells.
 * @param {string} path @returns {Promise<Record<string, unknown>>} */
async function readAll(path) {
  const data = [];
  for (let cursor = ''; ;) {
    const page = object(await read(`${path}?limit=${MOST}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`));
    data.push(...(Array.isArray(page.data) ? page.data : []));
    cursor = text(page.next_cursor);
    if (!cursor) return { ...page, data };
  }
}

/** @template T @param {Promise<T>} reading @param {T} without @returns {Promise<T>} */
async function orNoConsent(reading, without) {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'consent_missing') return without;
    throw error;
  }
}

/** @param {string} path @param {'PUT'|'POST'} method @param {unknown} body
 * @returns {Promise<Response>} */
function write(path, method, body) {
  const headers = { 'Content-Type': 'application/json' };
  return call(path, { method, headers, body: JSON.stringify(body) });
}

/** @returns {Promise<Class>} who needs help first */
export async function classroom() {
  const known = await readAll('/v1/class');
  return { rows: classOf(known), pause: classPauseOf(known.class_pause) };
}

/** @param {boolean} paused @returns {Promise<ClassPause|null>} as it stands now */
export async function pauseClass(paused) {
  const answer = await write('/v1/class/pause', 'POST', { paused });
  return classPauseOf(object(await answer.json()).class_pause);
}

/** @param {string} student @returns {Promise<Skill[]>} */
export async function mastery(student) {
  return masteryOf(await readAll(of(student, 'mastery')));
}

/** @param {string} student @returns {Promise<Progress>} */
export async function progress(student) {
  return progressOf(await read(of(student, 'progress')));
}

/** @param {string} student @returns {Promise<Stuck>} */
export async function stuck(student) {
  return orNoConsent(read(of(student, 'stuck')).then(stuckOf), { allowed: false, answers: [] });
}

/** @param {string} student @returns {Promise<Sessions>} */
export async function sessions(student) {
  return sessionsOf(await read(of(student, 'sessions')));
}

/** @param {string} student @param {string} session @param {string|null} cursor
 * @returns {Promise<Transcript|null>} null: without consent */
export async function transcript(student, session, cursor) {
  const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : '';
  const path = of(student, `sessions/${encodeURIComponent(session)}${query}`);
  return orNoConsent(read(path).then((value) => transcriptOf(value, session)), null);
}

/** @param {string} student @returns {Promise<Format>} */
export async function format(student) {
  return formatOf(await read(of(student, 'format')));
}

/** @param {string} student @param {string|null} format null: the tutor chooses */
export async function setFormat(student, format) {
  await write(of(student, 'format'), 'PUT', { format });
}

/** @param {string} student @param {boolean} paused */
export async function pause(student, paused) {
  await write(of(student, 'pause'), 'POST', { paused });
}
