import { heardOffset, length, merge, progress, split, standing } from '/static/captions.js';
import { bubble } from '/static/state/bubbles.js';
import { equal } from '/tests/check.mjs';

const WORDS = [
  { start: 0, end: 3, atMs: 0 }, { start: 4, end: 8, atMs: 300 }, { start: 9, end: 14, atMs: 650 },
];

export default {
  'offsets are code points, not UTF-16 units'() {
    equal(length('a🍕b'), 3);
    equal(split('🍕🍕 pizza').map(({ start, end }) => [start, end]), [[0, 2], [3, 8]]);
  },
  'a word is heard once it has begun'() {
    equal([-1, 0, 299, 300, 10_000].map((ms) => heardOffset(WORDS, ms)), [0, 3, 3, 8, 14]);
  },
  'a later sentence never shows before an earlier one'() {
    const second = [{ start: 15, end: 20, atMs: 100 }];
    equal(heardOffset(merge(WORDS, second), 320), 8);
  },
  'sentences that arrive in the wrong order are put right, corrections win'() {
    const late = merge(merge([], WORDS.slice(1)), WORDS.slice(0, 1));
    equal(late, WORDS);
    const right = merge(WORDS, [{ start: 4, end: 8, atMs: 500 }]);
    equal(heardOffset(right, 499), 3);
  },
  'progress: all said, being said, cut'() {
    const spoken = bubble({ id: 'a', who: 'tutor', text: 'one four fives', words: WORDS, heard: 0 });
    equal(progress({ ...spoken, heard: null }, null), { heard: Infinity, cut: false });
    equal(progress(spoken, 310), { heard: 8, cut: false });
    equal(progress({ ...spoken, heard: 5 }, 0), { heard: 5, cut: false }, 'never backwards:');
    equal(progress({ ...spoken, heard: 3, cut: true }, 10_000), { heard: 3, cut: true });
  },
  'standing of a word'() {
    equal(standing(4, { heard: 4, cut: false }), 'soft');
    equal(standing(4, { heard: 4, cut: true }), 'struck');
    equal(standing(3, { heard: 4, cut: true }), 'ink');
  },
};
