/** Pure operations on the list of bubbles, and the reading of conversation items.
 *
 * @import {Bubble} from './types.js'
 */
import { length } from '../captions.js';
import { list, object, text } from './values.js';

/** Bubbles kept on the page; the oldest leave the page (not the server's record). */
const MOST = 400;

/** @param {Partial<Bubble> & {id: string, who: Bubble['who']}} known @returns {Bubble} */
export function bubble(known) {
  return {
    by: 'text', text: '', html: null, live: false, pending: false, words: [], heard: null,
    cut: false, reply: null, note: null, ...known,
  };
}

/** Puts a bubble after `after` (an id), or at the end; an id that is there already stays once.
 * @param {Bubble[]} bubbles @param {Partial<Bubble> & {id: string, who: Bubble['who']}} known
 * @param {string|null} [after] @returns {Bubble[]} */
export function add(bubbles, known, after = null) {
  if (bubbles.some(({ id }) => id === known.id)) return change(bubbles, known.id, known);
  const place = bubbles.findIndex(({ id }) => id === after);
  const at = place < 0 ? bubbles.length : place + 1;
  return [...bubbles.slice(0, at), bubble(known), ...bubbles.slice(at)].slice(-MOST);
}

/** @param {Bubble[]} bubbles @param {string} id @param {Partial<Bubble>} changes
 * @returns {Bubble[]} */
export function change(bubbles, id, changes) {
  return bubbles.map((one) => (one.id === id ? { ...one, ...changes } : one));
}

/** @param {Bubble[]} bubbles @param {string} id @returns {Bubble[]} */
export function remove(bubbles, id) {
  return bubbles.filter((one) => one.id !== id);
}

/** An item of a snapshot, with what ours adds: `html`, and `unheard` after an interruption.
 * @param {unknown} value @returns {Bubble|null} */
export function fromSnapshot(value) {
  const item = fromItem(value);
  if (!item) return null;
  const { html, unheard } = object(value);
  const known = bubble({ ...item, html: text(html) || null });
  const rest = text(unheard);
  if (!rest) return known;
  const heard = length(item.text.trimEnd());
  return { ...known, text: item.text + rest, heard, cut: true, note: 'bubble.cut' };
}

/** A message item (OpenAI Realtime GA shape) as bubble fields; null for system and tool items.
 * @param {unknown} value
 * @returns {{id: string, who: Bubble['who'], by: Bubble['by'], text: string}|null} */
export function fromItem(value) {
  const item = object(value);
  const id = text(item.id);
  if (item.type !== 'message' || !id || (item.role !== 'user' && item.role !== 'assistant')) {
    return null;
  }
  const parts = list(item.content).map(object);
  const spoken = parts.some(({ type }) => text(type).endsWith('audio'));
  const words = parts.map((part) => text(part.text) || text(part.transcript)).join('');
  return {
    id, who: item.role === 'user' ? 'student' : 'tutor', by: spoken ? 'voice' : 'text', text: words,
  };
}
