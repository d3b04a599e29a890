import { NOWHERE, accept, query, remember, remembered } from '/static/connection/resume.js';
import { equal } from '/tests/check.mjs';

const created = { type: 'session.created', seq: 1, epoch: 3, session: { id: 'sess_1' } };
const at = (cursor, ...seqs) => seqs.map((seq) => {
  const taken = accept(cursor, { type: 'tutor.state', seq });
  cursor = taken.cursor;
  return taken.fresh;
});

export default {
  'each number passes once'() {
    const { cursor } = accept(NOWHERE, created);
    equal(at(cursor, 2, 2, 3, 1, 3, 5, 4), [true, false, true, false, false, true, false]);
  },
  'a replay starts after what the page has, wherever its greeting stands'() {
    const { cursor } = accept(NOWHERE, created);
    const here = accept(cursor, { type: 'tutor.state', seq: 4 }).cursor;
    const greeting = { type: 'tutor.session.resumed', session_id: 'sess_1', epoch: 4, seq: 9, replayed: true };
    const resumed = accept(here, greeting).cursor;
    equal(resumed, { sessionId: 'sess_1', epoch: 4, lastSeq: 4 });
    equal(at(resumed, 4, 5, 6), [false, true, true]);
  },
  'a snapshot stands for everything up to its number'() {
    const greeting = { type: 'tutor.session.resumed', session_id: 'sess_1', seq: 9, replayed: false };
    equal(at(accept({ ...NOWHERE, lastSeq: 4 }, greeting).cursor, 8, 9, 10), [false, false, true]);
  },
  'a new session starts its own count'() {
    const { cursor } = accept({ sessionId: 'old', epoch: 9, lastSeq: 500 }, created);
    equal(cursor, { sessionId: 'sess_1', epoch: 3, lastSeq: 1 });
  },
  'the query of a return'() {
    equal(query(NOWHERE), '');
    equal(query({ sessionId: 's', epoch: null, lastSeq: 7 }), '?session_id=s&last_seq=7');
    equal(query({ sessionId: 's', epoch: 2, lastSeq: 7 }), '?session_id=s&last_seq=7&epoch=2');
  },
  'a reloaded page asks for the whole session'() {
    remember(sessionStorage, { sessionId: 's', epoch: 2, lastSeq: 7 });
    equal(remembered(sessionStorage), { sessionId: 's', epoch: null, lastSeq: 0 });
    remember(sessionStorage, NOWHERE);
    equal(remembered(sessionStorage), NOWHERE);
  },
};
