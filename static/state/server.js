/** What a server event changes on the page: OpenAI Realtime (GA) events and our `tutor.*`.
 *
 * Pure: the moment an event came is an argument. Unknown events and missing fields change nothing;
 * repeated ones are stopped before this (connection/resume.js).
 *
 * @import {Bubble, Phase, Problem, Quality, ServerEvent, State} from './types.js'
 */
import { heardOffset, length, merge } from '../captions.js';
import { add, change, fromItem, fromSnapshot, remove } from './bubbles.js';
import { LESSON_FOLDS, left, lessonRefused, noLongerAsked } from './lesson.js';
import { REWARD_FOLDS, voteRefused } from './rewards.js';
import { list, number, object, text } from './values.js';

/** @typedef {(state: State, event: ServerEvent, atMs: number) => State} Fold */

/** Refusals that need no words: the student sees the outcome anyway. */
const QUIET = new Set([
  'response_cancel_not_active', 'conversation_already_has_active_response', 'duplicate_item',
  'output_audio_buffer_clear_empty',
]);

/** @type {Record<string, Problem|null>} null: the page comes back by itself */
const ENDINGS = {
  fenced: 'fenced', idle: 'ended_idle', operator: 'ended_operator', drain: null, failed: null,
};

const QUALITIES = new Set(['good', 'weak', 'bad']);

/** @param {State} state @param {string} id @param {Partial<Bubble>} changes @returns {State} */
function changed(state, id, changes) {
  return { ...state, bubbles: change(state.bubbles, id, changes) };
}

/** @param {State} state @param {string} id @returns {Bubble|undefined} */
function find(state, id) {
  return state.bubbles.find((one) => one.id === id);
}

/** A new talk: a lesson of the one before is not known there. @type {Fold} */
function created(state, event) {
  const session = text(object(event.session).id) || null;
  const { starting } = state;
  const fresh = { quality: /** @type {Quality} */ ('good'), reply: null };
  return { ...left(state), ...fresh, starting, vote: null, session, phase: 'listening', paused: '' };
}

/** What the student reads makes room for the talk, on a phone; a lesson stays.
 * @param {State} state @returns {boolean} */
function stillOpen({ face, panelOpen }) {
  return face === 'lesson' && panelOpen;
}

/** A snapshot replaces what the page has, except what the student typed and the server has not
 * stored yet. @type {Fold} */
function resumed(state, event) {
  const session = text(event.session_id) || state.session;
  if (event.replayed !== false) return { ...state, session };
  const items = list(event.items).map(fromSnapshot).filter((one) => one !== null);
  const known = new Set(items.map(({ id }) => id));
  const waiting = state.bubbles.filter(({ pending, id }) => pending && !known.has(id));
  const phase = /** @type {Phase} */ (text(event.state) || 'listening');
  const panelOpen = stillOpen(state) || (state.panelOpen && items.length === 0);
  const bubbles = [...items, ...waiting];
  return { ...state, session, bubbles, quality: 'good', reply: null, phase, panelOpen, paused: '' };
}

/** @type {Fold} */
function connection(state, event) {
  const quality = text(event.quality);
  return QUALITIES.has(quality) ? { ...state, quality: /** @type {Quality} */ (quality) } : state;
}

/** @type {Fold} */
function paused(state, event) {
  if (event.paused !== true) return { ...state, paused: '' };
  return { ...state, paused: event.whole_class === true ? 'class' : 'student' };
}

/** @type {Fold} */
function itemAdded(state, event) {
  const item = fromItem(event.item);
  if (!item) return state;
  const known = find(state, item.id);
  const kept = known && (known.cut || !item.text) ? known.text : item.text;
  const live = event.type.endsWith('added') && item.who === 'tutor';
  const heard = known ? known.heard : live && item.by === 'voice' ? 0 : null;
  const next = { ...item, text: kept, pending: false, live, heard };
  const bubbles = add(state.bubbles, next, text(event.previous_item_id) || null);
  return { ...state, bubbles, panelOpen: stillOpen(state) };
}

/** @type {Fold} */
function transcript(state, event) {
  const id = text(event.item_id);
  const before = find(state, id)?.text ?? '';
  const words = text(event.tutor_text) || before + text(event.delta);
  const known = { id, who: /** @type {const} */ ('student'), by: /** @type {const} */ ('voice') };
  const bubbles = add(state.bubbles, { ...known, text: words, live: true, note: null });
  return { ...state, bubbles, panelOpen: stillOpen(state) };
}

/** @type {Fold} */
function transcribed(state, event) {
  const id = text(event.item_id);
  const known = { id, who: /** @type {const} */ ('student'), by: /** @type {const} */ ('voice') };
  const bubbles = add(state.bubbles, { ...known, text: text(event.transcript), live: false });
  return { ...state, bubbles };
}

/** @type {Fold} */
function notTranscribed(state, event) {
  const id = text(event.item_id);
  const code = text(object(event.error).code);
  const note = code === 'speech_unavailable' ? 'bubble.no_hearing' : 'bubble.not_caught';
  const known = { id, who: /** @type {const} */ ('student'), by: /** @type {const} */ ('voice') };
  return { ...state, bubbles: add(state.bubbles, { ...known, live: false, note }) };
}

/** @type {Fold} */
function replyCreated(state, event) {
  const id = text(object(event.response).id);
  return { ...noLongerAsked(state), reply: { id, startedAtMs: null }, notice: null };
}

/** @type {Fold} */
function outputItem(state, event) {
  const item = fromItem(event.item);
  if (!item || item.who !== 'tutor') return state;
  const known = find(state, item.id);
  const reply = text(event.response_id) || state.reply?.id || null;
  if (known) return changed(state, item.id, { reply });
  const heard = item.by === 'voice' ? 0 : null;
  return { ...state, bubbles: add(state.bubbles, { ...item, live: true, reply, heard }) };
}

/** @type {Fold} */
function replyText(state, event) {
  const id = text(event.item_id);
  const spoken = event.type.includes('audio');
  const before = find(state, id);
  const heard = before && before.text ? before.heard : spoken ? 0 : null;
  const bubbles = add(state.bubbles, {
    id, who: 'tutor', by: spoken ? 'voice' : 'text', text: (before?.text ?? '') + text(event.delta),
    live: true, reply: text(event.response_id) || null, heard,
  });
  return { ...state, bubbles };
}

/** @type {Fold} */
function caption(state, event) {
  const words = list(event.words).map(object).map((word) => ({
    start: number(word.start) ?? 0, end: number(word.end) ?? 0, atMs: number(word.at_ms) ?? 0,
  }));
  const id = text(event.item_id);
  return changed(state, id, { words: merge(find(state, id)?.words ?? [], words) });
}

/** @type {Fold} */
function voiceStarted(state, event, atMs) {
  const id = text(event.response_id) || state.reply?.id;
  if (!id) return state;
  return { ...state, reply: { id, startedAtMs: atMs } };
}

/** All that was played out was heard. @type {Fold} */
function voiceStopped(state, event) {
  const id = text(event.response_id) || state.reply?.id;
  const bubbles = state.bubbles.map((one) => (one.reply === id && !one.cut
    ? { ...one, heard: null } : one));
  return { ...state, bubbles };
}

/** The voice was cut: hold the captions where they are until `tutor.heard` gives the record.
 * @type {Fold} */
function voiceCleared(state, event, atMs) {
  const { reply } = state;
  if (!reply || reply.startedAtMs === null) return state;
  const playedMs = atMs - reply.startedAtMs;
  const bubbles = state.bubbles.map((one) => (one.reply === reply.id && one.heard !== null && !one.cut
    ? { ...one, heard: Math.max(one.heard, heardOffset(one.words, playedMs)), cut: true } : one));
  return { ...state, bubbles, reply: { ...reply, startedAtMs: null } };
}

const STOPS = new Set(['bubble.cut', 'bubble.paused']);

/** Who stopped the voice: a pause is told before its record. @param {State} state @returns {string} */
const stoppedBy = ({ paused: quiet }) => (quiet ? 'bubble.paused' : 'bubble.cut');

/** @type {Fold} */
function heard(state, event) {
  const id = text(event.item_id);
  const known = find(state, id);
  if (!known) return state;
  const said = text(event.text);
  const unheard = text(event.unheard);
  if (!unheard) return changed(state, id, { heard: null, cut: false });
  const whole = known.text.startsWith(said) && known.text.length > said.length
    ? known.text : said + unheard;
  return changed(state, id, {
    text: whole, heard: length(said.trimEnd()), cut: true, live: false, note: stoppedBy(state),
  });
}

/** OpenAI's own word for it; `tutor.heard` is more exact and wins. @type {Fold} */
function truncated(state, event) {
  const id = text(event.item_id);
  const known = find(state, id);
  if (!known || STOPS.has(known.note ?? '')) return state;
  const said = heardOffset(known.words, number(event.audio_end_ms) ?? 0);
  if (said >= length(known.text.trimEnd())) return changed(state, id, { heard: null });
  return changed(state, id, { heard: said, cut: true, live: false, note: stoppedBy(state) });
}

/** @type {Fold} */
function replyDone(state, event) {
  const response = object(event.response);
  const id = text(response.id);
  const whole = response.status === 'completed';
  const bubbles = state.bubbles
    .filter((one) => one.reply !== id || one.text !== '')
    .map((one) => {
      if (one.reply !== id) return one;
      if (whole || one.by === 'text' || one.cut) {
        return { ...one, live: false, heard: one.cut ? one.heard : null };
      }
      return { ...one, live: false, cut: one.heard !== null };
    });
  return { ...state, bubbles, reply: state.reply?.id === id ? null : state.reply };
}

/** @type {Fold} */
function refused(state, event, atMs) {
  const error = object(event.error);
  const code = text(error.code);
  if (QUIET.has(code)) return state;
  const after = voteRefused(lessonRefused(state, event, atMs), event, atMs);
  return { ...after, notice: { code, message: text(error.message) } };
}

/** @type {Fold} */
function closed(state, event) {
  const reason = text(event.reason);
  const problem = reason in ENDINGS ? ENDINGS[reason] : 'ended';
  const problems = problem ? [...new Set([...state.problems, problem])] : state.problems;
  return { ...left(state), session: null, vote: null, phase: 'closed', problems };
}

/** @type {Record<string, Fold>} */
const FOLDS = {
  ...LESSON_FOLDS,
  ...REWARD_FOLDS,
  'session.created': created,
  'tutor.session.resumed': resumed,
  'tutor.session.closed': closed,
  'conversation.item.added': itemAdded,
  'conversation.item.done': itemAdded,
  'conversation.item.deleted': (state, event) => ({
    ...state, bubbles: remove(state.bubbles, text(event.item_id)),
  }),
  'conversation.item.truncated': truncated,
  'conversation.item.input_audio_transcription.delta': transcript,
  'conversation.item.input_audio_transcription.completed': transcribed,
  'conversation.item.input_audio_transcription.failed': notTranscribed,
  'response.created': replyCreated,
  'response.output_item.added': outputItem,
  'response.output_audio_transcript.delta': replyText,
  'response.output_text.delta': replyText,
  'response.done': replyDone,
  'output_audio_buffer.started': voiceStarted,
  'output_audio_buffer.stopped': voiceStopped,
  'output_audio_buffer.cleared': voiceCleared,
  'tutor.caption': caption,
  'tutor.heard': heard,
  'tutor.html': (state, event) => changed(state, text(event.item_id), { html: text(event.html) }),
  'tutor.state': (state, event) => ({
    ...state, phase: /** @type {Phase} */ (text(event.state) || 'listening'),
  }),
  'tutor.connection': connection,
  'tutor.paused': paused,
  'tutor.notice': (state, event) => ({
    ...state, notice: { code: text(event.code), message: text(event.message) },
  }),
  error: refused,
};

/** @type {Fold} */
export function fold(state, event, atMs) {
  return FOLDS[event.type]?.(state, event, atMs) ?? state;
}
