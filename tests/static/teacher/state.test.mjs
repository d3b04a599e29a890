import { initial, reduce } from '/static/teacher/state.js';
import { equal } from '/tests/check.mjs';

const row = (id) => ({ id, paused: false });
const start = reduce(initial('a'), { type: 'rows', rows: [row('a'), row('b')], pause: null, atMs: 5 });

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
    equal(reduce(stale, { type: 'rows', rows: [], pause: null, atMs: 9 }).stale, false);
  },
  'a pause of the class comes with the reading or the press, and touches no row'() {
    const pause = { by: 'Ms Ito', until: '2026-05-06T14:00:00+00:00' };
    const pressed = reduce(start, { type: 'classPaused', pause });
    equal([pressed.classPause, pressed.rows], [pause, start.rows]);
    const read = reduce(pressed, { type: 'rows', rows: start.rows, pause: null, atMs: 9 });
    equal(read.classPause, null);
    const failed = reduce(pressed, { type: 'classNotice', notice: 'teacher.notice.failed' });
    equal([failed.classPause, failed.classNotice], [pause, 'teacher.notice.failed']);
  },
  'a pause is seen at once'() {
    equal(reduce(start, { type: 'paused', student: 'b', paused: true }).rows.map(({ paused }) => paused), [false, true]);
    equal(reduce(initial(null), { type: 'paused', student: 'b', paused: true }).rows, null);
  },
};
