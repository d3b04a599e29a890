/** The HTTP calls about lessons and rewards. Knows no store; fails as api.js does.
 *
 * @import {PathCard, Suggestion, Xp} from './state/lesson-types.js'
 */
import { call } from './api.js';
import { nextOf, pathsOf } from './state/paths.js';
import { xpOf } from './state/rewards.js';
import { list, object, text } from './state/values.js';

const SUGGESTIONS = 3;

/** @returns {Promise<PathCard[]>} the map, as it stands for this student */
export async function paths() {
  return pathsOf(await (await call('/v1/paths', {})).json());
}

/** @returns {Promise<Suggestion[]>} the best first */
export async function next() {
  return nextOf(await (await call(`/v1/me/next?limit=${SUGGESTIONS}`, {})).json());
}

/** @returns {Promise<Xp>} */
export async function xp() {
  return xpOf(await (await call('/v1/me/xp', {})).json());
}

/** The days of streaks follow this zone from now on. @param {string} timezone an IANA name */
export async function setZone(timezone) {
  const headers = { 'Content-Type': 'application/json' };
  await call('/v1/me/timezone', { method: 'PUT', headers, body: JSON.stringify({ timezone }) });
}

/** @param {string} lesson @returns {Promise<string[]>} what one can do after it */
export async function objectives(lesson) {
  const found = object(await (await call(`/v1/lessons/${encodeURIComponent(lesson)}`, {})).json());
  return list(found.objectives).map(text).filter(Boolean);
}

/** Begins a lesson in an open talk; it comes as an event. @param {string} lesson
 * @param {string} session */
export async function start(lesson, session) {
  const headers = { 'Content-Type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify({ session_id: session }) };
  await call(`/v1/lessons/${encodeURIComponent(lesson)}/start`, init);
}
