import en from '/static/strings/en.js';
import { translator } from '/static/strings.js';
import { lasted, moment, since, spelled, status, where, why } from '/static/teacher/words.js';
import { equal } from '/tests/check.mjs';

const t = translator(en);
const NOW = Date.parse('2026-05-04T10:00:00Z');
const row = (fields) => ({ lesson: 'L', item: 'half-and-third', part: 'item', stuck: false, why: '', hints: 0,
  wrongInRow: 0, live: true, paused: false, ...fields });

export default {
  'how long ago, also with a clock that runs ahead'() {
    const ago = (at) => since(at, NOW, t);
    equal([ago('2026-05-04T09:59:01Z'), ago('2026-05-04T09:59:00Z'), ago('2026-05-04T09:00:00Z'),
      ago('2026-05-02T09:00:00Z'), ago('2026-05-04T10:05:00Z')],
    ['Now', '1 min ago', '1 h ago', '2 d ago', 'Now']);
    equal([ago(null), ago('soon')], ['Never', 'Never']);
  },
  'a session lasted at least a minute, or is open'() {
    const session = (closedAt) => lasted({ id: 's', openedAt: '2026-05-04T10:00:00Z', closedAt }, t);
    equal([session(null), session('2026-05-04T10:00:10Z'), session('2026-05-04T10:20:00Z'), session('x')],
      ['Open now', '1 min', '20 min', '']);
  },
  'where a student is'() {
    equal(where(row({}), t), 'Item: Half and third');
    equal(where(row({ part: 'finished' }), t), 'Finished');
    equal([where(row({ lesson: '' }), t), where(row({ part: 'new' }), t)], ['No lesson yet', 'No lesson yet']);
  },
  'why help is needed; a reason that is new still says that'() {
    equal(why(row({ why: 'wrong_in_row' }), t), '');
    equal(why(row({ stuck: true, why: 'wrong_in_row', wrongInRow: 4 }), t), '4 wrong answers in a row');
    equal(why(row({ stuck: true, why: 'hints', hints: 3 }), t), 'Still open after 3 hints');
    equal(why(row({ stuck: true, why: 'other' }), t), 'Stuck on this item');
  },
  'one word, the most urgent first'() {
    const word = (fields) => status(row(fields));
    equal([word({ stuck: true }), word({ stuck: true, paused: true }), word({}), word({ live: false }), word({ live: null })],
      ['stuck', 'paused', 'live', 'away', 'away']);
  },
  'ids as words, moments that are none as nothing'() {
    equal([spelled('probe:tops-and_bottoms'), spelled('')], ['Tops and bottoms', '']);
    equal(moment('x', 'en'), '');
  },
};
