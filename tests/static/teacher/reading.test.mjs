import { classOf, formatOf, masteryOf, progressOf, sessionsOf, stuckOf, transcriptOf } from '/static/teacher/reading.js';
import { equal } from '/tests/check.mjs';

export default {
  'a row without the newer fields reads too'() {
    const [row] = classOf({ data: [{ student_id: 's', name: 'Ada', lesson: 'l', stuck: true, paused: false }] });
    equal([row.lesson, row.stuck, row.live, row.lastAt, row.attempts], ['l', true, null, null, 0]);
  },
  'a link is told when it is weak or bad'() {
    const links = [{ quality: 'weak' }, { quality: 'bad' }, { quality: 'good' }, null, 'x'];
    const rows = classOf({ data: links.map((connection, n) => ({ student_id: `s${n}`, connection })) });
    equal(rows.map(({ connection }) => connection), ['weak', 'bad', '', '', '']);
  },
  'the least known first, within 0 and 1'() {
    const skills = masteryOf({ data: [{ skill: 'b', p_known: 2 }, { skill: 'a', p_known: 0.2 }, { skill: 'c', p_known: -1 }] });
    equal(skills.map(({ id, known }) => [id, known]), [['c', 0], ['a', 0.2], ['b', 1]]);
  },
  'a lesson without a result has no numbers'() {
    const { lessons } = progressOf({ lessons: [{ lesson: 'l', best: null }, { lesson: 'm', title: 'M', best: { unaided_right: 0, unaided_total: 4 } }] });
    equal(lessons.map(({ title, right, total }) => [title, right, total]), [['l', null, null], ['M', 0, 4]]);
  },
  'a transcript holds what was said only'() {
    const message = (id, text) => ({ id, type: 'message', role: 'user', content: [{ type: 'input_text', text }] });
    const { said, next } = transcriptOf({ items: [message('a', 'hi'), message('b', ''), { type: 'function_call', id: 'c' }, null], next_cursor: '5' }, 's');
    equal([said.map(({ text }) => text), next], [['hi'], '5']);
  },
  'without the word of consent sessions are as they come; no consent says so'() {
    equal([sessionsOf({ data: [] }).allowed, sessionsOf({ data: [], transcripts: false }).allowed], [true, false]);
  },
  'a format stands with who set it, as far as that is known'() {
    equal(formatOf({ format: 'quiz', set_by: { id: 't', name: 'Tia' }, at: 'x' }), { format: 'quiz', by: 'Tia', at: 'x' });
    equal(formatOf({ format: 'quiz', set_by: { id: 't', name: null }, at: 'x' }), { format: 'quiz', by: '', at: 'x' });
    for (const value of [null, {}, { format: null, set_by: null, at: null }]) equal(formatOf(value), { format: null, by: '', at: '' });
  },
  'strange answers make empty pages'() {
    for (const value of [null, {}, [], { data: [null, 5, {}] }, { items: 'x', lessons: 3 }]) {
      equal([classOf(value), masteryOf(value), transcriptOf(value, 's').said, sessionsOf(value).sessions], [[], [], [], []]);
      progressOf(value);
      stuckOf(value);
    }
  },
};
