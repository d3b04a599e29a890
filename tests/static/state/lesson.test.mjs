import { DEFAULTS } from '/static/preferences.js';
import { nextRung, standing } from '/static/state/lesson.js';
import { fold } from '/static/state/server.js';
import { initial, reduce } from '/static/store.js';
import { equal } from '/tests/check.mjs';

const item = (id, fields = {}) => ({ id, kind: 'fraction', use: 'practice', html: '<p>?</p>',
  question: '?', choices: [], form: '', starter: '', ...fields });
const posed = (id, fields = {}) => ['tutor.lesson', { lesson_id: 'l1', run: 'r1', title: 'T', format: 'practice',
  part: 'item', item: id && item(id), done: 1, total: 6, hints: 0, ...fields }];
const wrong = (id, fields = {}) => ['tutor.progress', { run: 'r1', lesson_item: id, correct: false,
  aided: false, attempt: 1, error_kind: 'slip', ...fields }];
const hint = (id, rung) => ['tutor.hint', { run: 'r1', lesson_item: id, rung, html: `<p>${rung}</p>` }];
const play = (...events) => on(initial(DEFAULTS), ...events);
const on = (state, ...events) => events.reduce(
  (now, [type, fields]) => fold(now, { type, ...fields }, 0), state);

export default {
  'a lesson opens the panel; its later events do not pull the student back'() {
    const state = play(posed('a'));
    equal([state.face, state.panelOpen, state.lesson.item.id], ['lesson', true, 'a']);
    const away = { ...state, face: 'map', panelOpen: false };
    equal([on(away, posed('b')).face, on(away, posed('b')).panelOpen], ['map', false]);
  },
  'words of the talk leave the lesson in sight'() {
    const said = { item: { id: 'x', type: 'message', role: 'assistant', content: [] } };
    equal(play(posed('a'), ['conversation.item.added', said]).panelOpen, true);
    equal(play(['conversation.item.added', said]).panelOpen, false);
  },
  'an answer belongs to its item; the next item begins open'() {
    const state = play(posed('a'), wrong('a', { correct: true }));
    equal(standing(state.lesson), 'right');
    const next = on(state, posed('b'));
    equal([standing(next.lesson), next.lesson.checked.itemId], ['open', 'a']);
    equal(standing(play(posed('a'), wrong('a')).lesson), 'not_yet');
  },
  'hints stay in order, once each, and go with their item'() {
    const state = play(posed('a'), hint('a', 2), hint('a', 1), hint('a', 2), hint('b', 3));
    equal([state.lesson.hints.map(({ rung }) => rung), state.lesson.hintsGiven], [[1, 2], 2]);
    equal(on(state, posed('a', { hints: 2 })).lesson.hints.length, 2);
    equal(on(state, posed('b')).lesson.hints, []);
  },
  'after a reload the count of hints is known even when their words are gone'() {
    equal([nextRung(play(posed('a', { hints: 3 })).lesson), nextRung(play(posed('a', { hints: 4 })).lesson)], [4, null]);
  },
  'hints: not before a try in a quiz, never on one’s own, none for a probe or a right answer'() {
    const quiz = play(posed('a', { item: item('a', { use: 'quiz' }) }));
    equal([nextRung(quiz.lesson), nextRung(on(quiz, wrong('a')).lesson)], [null, 1]);
    equal(nextRung(play(posed('a', { item: item('a', { use: 'transfer' }) }), wrong('a')).lesson), null);
    equal(nextRung(play(posed('a', { part: 'probe' })).lesson), null);
    equal(nextRung(play(posed('a'), wrong('a', { correct: true })).lesson), null);
  },
  'what was asked is settled by an answer, a reply, a refusal of it, or a cut'() {
    const asked = reduce(play(posed('a')), { type: 'asked', kind: 'answer', id: 'e1' });
    const settled = (...events) => on(asked, ...events).lesson.asked === null;
    equal(settled(wrong('a')), true);
    equal(settled(['response.created', { response: { id: 'x' } }]), true);
    equal(settled(['error', { error: { code: 'item_not_posed', event_id: 'e1' } }]), true);
    equal(settled(['error', { error: { code: 'item_not_posed', event_id: 'other' } }]), false);
    equal(reduce(asked, { type: 'link', link: 'reconnecting', atMs: 0 }).lesson.asked, null);
  },
  'results of another run change nothing'() {
    const state = play(posed('a'));
    equal(on(state, wrong('a', { run: 'old' })) === state, true);
    equal(on(state, ['tutor.lesson.finished', { run: 'old', xp: 5 }]) === state, true);
  },
  'the end keeps its numbers, whichever of its two events comes first'() {
    const end = ['tutor.lesson.finished', { run: 'r1', lesson_id: 'l1', xp: 40, right: 5, total: 6,
      unaided_right: 4, unaided_total: 5 }];
    const shown = posed(null, { part: 'finished', item: null, done: 6 });
    for (const order of [[end, shown], [shown, end]]) {
      const { lesson } = play(posed('a'), ...order);
      equal([lesson.part, lesson.item, lesson.result.xp, lesson.result.unaidedRight], ['finished', null, 40, 4]);
    }
  },
  'left, unknown on the server, or in a talk that is over: back to the map'() {
    for (const over of [['tutor.lesson', { part: 'left', lesson_id: 'l1', run: 'r1' }],
      ['error', { error: { code: 'no_lesson' } }], ['tutor.session.closed', { reason: 'idle' }],
      ['session.created', { session: { id: 's2' } }]]) {
      const state = play(posed('a'), over);
      equal([state.lesson, state.face], [null, 'map'], over[0]);
    }
  },
  'a lesson that was chosen waits for the talk and is given up when that ends'() {
    const chosen = reduce(initial(DEFAULTS), { type: 'starting', lesson: 'l1' });
    equal([chosen.face, chosen.starting], ['lesson', 'l1']);
    const talk = on(chosen, ['session.created', { session: { id: 's1' } }]);
    equal([talk.starting, talk.session, talk.face], ['l1', 's1', 'lesson']);
    equal(on(talk, posed('a')).starting, null);
    const over = reduce(chosen, { type: 'link', link: 'ended', atMs: 0 });
    equal([over.starting, over.face], [null, 'map']);
  },
  'no shape of event breaks the page'() {
    const types = ['tutor.lesson', 'tutor.progress', 'tutor.hint', 'tutor.lesson.finished'];
    const shapes = [{}, { lesson_id: 5, part: 'item', item: 7 }, { lesson_id: 'x', part: 'item', item: { id: 'a', kind: 'new' } },
      { lesson_id: 'x', part: 'item', run: 'r1', item: { id: 'a', kind: 'choice', choices: [null, 5, { text: 1 }] } },
      { run: 'r1', lesson_item: {}, rung: 'x' }, { run: 'r1', lesson_item: 'a', rung: 1 }];
    for (const type of types) for (const shape of shapes) on(play(posed('a')), [type, shape]);
  },
};
