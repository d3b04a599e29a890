/** Which words of a spoken reply have been heard. Pure: knows no clock and no DOM.
 *
 * Offsets are Unicode code points, as the server counts them; JavaScript strings count UTF-16
 * units, so one emoji would shift every later word by one.
 *
 * @import {Bubble, Word} from './state/types.js'
 */

/** @param {string} text @returns {number} code points in `text` */
export function length(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The words of `text` with their code point offsets; the spaces between belong to no word.
 * @param {string} text
 * @returns {{start: number, end: number, text: string}[]} */
export function split(text) {
  const found = [];
  for (const match of text.matchAll(/\S+/gu)) {
    const start = length(text.slice(0, match.index));
    found.push({ start, end: start + length(match[0]), text: match[0] });
  }
  return found;
}

/** Adds the timings of a sentence; the newest timing of a word wins, the order is the text's.
 * @param {Word[]} known @param {Word[]} added @returns {Word[]} */
export function merge(known, added) {
  const byStart = new Map(known.map((word) => [word.start, word]));
  for (const word of added) byStart.set(word.start, word);
  return [...byStart.values()].sort((a, b) => a.start - b.start);
}

/** Code points heard at `playedMs` of the reply's voice. A word counts once it has begun; a word
 * whose turn comes before an earlier one in the text (two sentences' timings may interleave) waits.
 * @param {Word[]} words @param {number} playedMs @returns {number} */
export function heardOffset(words, playedMs) {
  let heard = 0;
  for (const word of words) {
    if (word.atMs > playedMs) break;
    heard = word.end;
  }
  return heard;
}

/** What the painter needs for one bubble now.
 * @param {Bubble} bubble @param {number|null} playedMs of the reply being spoken, else null
 * @returns {{heard: number, cut: boolean}} */
export function progress(bubble, playedMs) {
  if (bubble.heard === null) return { heard: Infinity, cut: false };
  const now = playedMs === null || bubble.cut ? 0 : heardOffset(bubble.words, playedMs);
  return { heard: Math.max(bubble.heard, now), cut: bubble.cut };
}

/** How a word stands: heard, still to come, or never said.
 * @param {number} start @param {{heard: number, cut: boolean}} at
 * @returns {'ink'|'soft'|'struck'} */
export function standing(start, at) {
  if (start < at.heard) return 'ink';
  return at.cut ? 'struck' : 'soft';
}
