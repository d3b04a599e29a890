import { initial, reduce } from '/static/teacher/state.js';
import { equal } from '/tests/check.mjs';

const row = (id) => ({ id, paused: false });
const start = reduce(initial('a'), { type: 'rows', rows: [row('a'), row('b')], atMs: 5 });

export default {
  'what comes late for another student changes nothing'() {
    const state = reduce(start, { type: 'details', student: 'b', details: { mastery: [] } });
    equal(state.details.mastery, null);
    equal(reduce(start, { type: 'details', student: 'a', details: { mastery: [] } }).details.mastery, []);
  },
  'another student begins with nothing known; the same one keeps it'() {
    const known = reduce(start, { type: 'details', student: 'a', details: { mastery: [], format: { format: 'quiz', by: '', at: '' } } });
    equal(reduce(known, { type: 'choose', student: 'a' }) === known, true);
    const other = reduce(known, { type: 'choose', student: 'b' });
    equal([other.details.mastery, other.details.format], [null, null]);
  },
  'a failed reading keeps what is shown and says so until one works'() {
    const stale = reduce(start, { type: 'stale' });
    equal([stale.rows.length, stale.stale, stale.readAtMs], [2, true, 5]);
    equal(reduce(stale, { type: 'rows', rows: [], atMs: 9 }).stale, false);
  },
  'a pause is seen at once'() {
    equal(reduce(start, { type: 'paused', student: 'b', paused: true }).rows.map(({ paused }) => paused), [false, true]);
    equal(reduce(initial(null), { type: 'paused', student: 'b', paused: true }).rows, null);
  },
};
