/** Typed turns on their way: each reaches the server's log once and gets one reply, whatever the
 * connection does. Pure: knows no socket; `due` says what to send now.
 *
 * The item's id is made here, so the server refuses a second copy (`duplicate_item`); after a cut
 * the replay shows which half of "item, then reply" is missing and only that is sent.
 *
 * @import {ServerEvent} from '../state/types.js'
 */
import { object, text as asText } from '../state/values.js';

/** @typedef {'waiting'|'sent'|'stored'} Step */
/** @typedef {{id: string, text: string, step: Step}} Turn */
/** @typedef {readonly Turn[]} Outbox */

/** Turns that may wait; a further one stays in the text box. */
export const MOST = 20;

/** @param {Outbox} outbox @param {string} id @param {string} text @returns {Outbox} */
export function put(outbox, id, text) {
  return [...outbox, { id, text, step: 'waiting' }];
}

/** The connection was cut: what was sent may or may not have arrived.
 * @param {Outbox} outbox @returns {Outbox} */
export function cut(outbox) {
  return outbox.map((turn) => (turn.step === 'sent' ? { ...turn, step: 'waiting' } : turn));
}

/** @param {Turn} turn @returns {ServerEvent} */
function item({ id, text }) {
  const content = [{ type: 'input_text', text }];
  return { type: 'conversation.item.create', item: { id, type: 'message', role: 'user', content } };
}

/** What to send now and the outbox after it. `afterCut`: the replay is over, so a stored turn
 * without a reply has lost its `response.create`.
 * @param {Outbox} outbox @param {boolean} afterCut @returns {{events: ServerEvent[], outbox: Outbox}} */
export function due(outbox, afterCut) {
  /** @type {ServerEvent[]} */
  const events = [];
  const next = outbox.map((turn) => {
    if (turn.step === 'waiting') events.push(item(turn), { type: 'response.create' });
    else if (turn.step === 'stored' && afterCut) events.push({ type: 'response.create' });
    return turn.step === 'waiting' ? { ...turn, step: /** @type {Step} */ ('sent') } : turn;
  });
  return { events, outbox: next };
}

/** @param {Outbox} outbox @param {ServerEvent} event from the server @returns {Outbox} */
export function note(outbox, event) {
  if (outbox.length === 0) return outbox;
  switch (event.type) {
    case 'conversation.item.added':
    case 'conversation.item.done': {
      const id = asText(object(event.item).id);
      return outbox.map((turn) => (turn.id === id ? { ...turn, step: 'stored' } : turn));
    }
    case 'response.created':
      return outbox.filter(({ step }) => step !== 'stored');
    default:
      return outbox;
  }
}
