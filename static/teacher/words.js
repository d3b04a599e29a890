/** The page's values in words. Pure: the moment is an argument.
 *
 * @import {Row, Session} from './types.js'
 * @import {Key, Translate} from '../strings.js'
 */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WHYS = new Set(['wrong_in_row', 'hints', 'no_progress']);
const PARTS = new Set(['explain', 'item', 'probe', 'finished']);

/** How long ago. @param {string|null} at @param {number} nowMs @param {Translate} t
 * @returns {string} */
export function since(at, nowMs, t) {
  const thenMs = Date.parse(at ?? '');
  if (Number.isNaN(thenMs)) return t('teacher.never');
  const ms = Math.max(0, nowMs - thenMs);
  if (ms < MINUTE_MS) return t('teacher.now');
  if (ms < HOUR_MS) return t('teacher.minutes', { count: Math.floor(ms / MINUTE_MS) });
  if (ms < DAY_MS) return t('teacher.hours', { count: Math.floor(ms / HOUR_MS) });
  return t('teacher.days', { count: Math.floor(ms / DAY_MS) });
}

/** A moment in the reader's own zone. @param {string} at @param {string} language
 * @returns {string} */
export function moment(at, language) {
  const then = new Date(at);
  if (Number.isNaN(then.getTime())) return '';
  return then.toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
}

/** @param {Session} session @param {Translate} t @returns {string} */
export function lasted({ openedAt, closedAt }, t) {
  if (!closedAt) return t('teacher.session.open');
  const ms = Date.parse(closedAt) - Date.parse(openedAt);
  return Number.isNaN(ms) ? '' : t('teacher.session.minutes', { count: Math.max(1, Math.round(ms / MINUTE_MS)) });
}

/** An id as words: `add-unlike-fractions`. @param {string} id @returns {string} */
export function spelled(id) {
  const words = id.replace(/^probe:/u, '').replace(/[-_]+/gu, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Where the student is. @param {Row} row @param {Translate} t @returns {string} */
export function where({ lesson, item, part }, t) {
  if (!lesson || !PARTS.has(part)) return t('teacher.where.none');
  const key = /** @type {Key} */ (`teacher.where.${part}`);
  return t(key, { item: item ? spelled(item) : '' });
}

/** Why the student needs help; empty when not. @param {Row} row @param {Translate} t
 * @returns {string} */
export function why({ stuck, why: reason, wrongInRow, hints }, t) {
  if (!stuck) return '';
  const key = WHYS.has(reason) ? /** @type {Key} */ (`teacher.why.${reason}`) : 'teacher.stuck';
  return t(key, { count: reason === 'hints' ? hints : wrongInRow });
}

/** @typedef {'stuck'|'paused'|'live'|'away'} Status */

/** The one word for a row, the most urgent first. @param {Row} row @returns {Status} */
export function status({ stuck, paused, live }) {
  if (paused) return 'paused';
  if (stuck) return 'stuck';
  return live ? 'live' : 'away';
}
