/** Where this page stands in its session: what to ask for after a cut, what to ignore. Pure.
 *
 * `seq` rises by one per session. The two greetings (`session.created`, `tutor.session.resumed`)
 * place the cursor; everything else passes once, in order.
 *
 * @import {ServerEvent} from '../state/types.js'
 */
import { number, object, text } from '../state/values.js';

/** @typedef {{sessionId: string|null, epoch: number|null, lastSeq: number}} Cursor */

/** @type {Cursor} */
export const NOWHERE = { sessionId: null, epoch: null, lastSeq: 0 };

/** @param {ServerEvent} event @returns {boolean} the first event of a connection */
export function isGreeting(event) {
  return event.type === 'session.created' || event.type === 'tutor.session.resumed';
}

/** @param {Cursor} cursor @param {ServerEvent} event @returns {Cursor} */
function greeted(cursor, event) {
  const seq = number(event.seq) ?? 0;
  const epoch = number(event.epoch) ?? cursor.epoch;
  if (event.type === 'session.created') {
    return { sessionId: text(object(event.session).id) || null, epoch, lastSeq: seq };
  }
  const sessionId = text(event.session_id) || cursor.sessionId;
  // A snapshot stands for everything up to its own number; a replay starts after ours.
  const lastSeq = event.replayed === false ? seq : cursor.lastSeq;
  return { sessionId, epoch, lastSeq };
}

/** The cursor after `event`, and whether the page has not seen it yet. Events without a number
 * are taken as they come.
 * @param {Cursor} cursor @param {ServerEvent} event @returns {{cursor: Cursor, fresh: boolean}} */
export function accept(cursor, event) {
  if (isGreeting(event)) return { cursor: greeted(cursor, event), fresh: true };
  const seq = number(event.seq);
  if (seq === null) return { cursor, fresh: true };
  if (seq <= cursor.lastSeq) return { cursor, fresh: false };
  return { cursor: { ...cursor, lastSeq: seq }, fresh: true };
}

/** The query of a connection that comes back; empty for a new session.
 * @param {Cursor} cursor @returns {string} starts with `?` unless empty */
export function query(cursor) {
  if (!cursor.sessionId) return '';
  const wanted = new URLSearchParams({
    session_id: cursor.sessionId, last_seq: String(cursor.lastSeq),
  });
  if (cursor.epoch !== null) wanted.set('epoch', String(cursor.epoch));
  return `?${wanted}`;
}

const KEY = 'tutor.session';

/** A reloaded page has no bubbles: it asks for the whole session again.
 * @param {Storage} storage of this tab @returns {Cursor} */
export function remembered(storage) {
  const sessionId = storage.getItem(KEY);
  return sessionId ? { ...NOWHERE, sessionId } : NOWHERE;
}

/** @param {Storage} storage @param {Cursor} cursor */
export function remember(storage, cursor) {
  if (cursor.sessionId) storage.setItem(KEY, cursor.sessionId);
  else storage.removeItem(KEY);
}
