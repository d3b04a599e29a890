import { DEFAULTS } from '/static/preferences.js';
import { xpOf } from '/static/state/rewards.js';
import { fold } from '/static/state/server.js';
import { initial, reduce } from '/static/store.js';
import { equal } from '/tests/check.mjs';

const KNOWN = xpOf({ total: 100, level: 2, into_level: 20, level_size: 80, streak: { days: 3, freezes: 1 },
  achievements: [{ id: 'first', title: 'F', about: 'f', earned_at: '2026-05-04' },
    { id: 'later', title: 'L', about: 'l', earned_at: null }] });
const start = { ...initial(DEFAULTS), xp: KNOWN };
const play = (...events) => events.reduce(
  (state, [type, fields]) => fold(state, { type, ...fields }, 0), start);
const xp = (total, fields = {}) => ['tutor.xp', { amount: 20, total, level: 2, into_level: 40, level_size: 80,
  streak: 4, ...fields }];

export default {
  'the summary reads what is earned only'() {
    equal([KNOWN.total, KNOWN.streak, KNOWN.freezes, KNOWN.held.map(({ id }) => id)], [100, 3, 1, ['first']]);
    equal(xpOf(null), { total: 0, level: 1, into: 0, size: 0, streak: 0, freezes: 0, held: [] });
  },
  'XP is celebrated once, however often it is told'() {
    const state = play(xp(120), xp(120), xp(90));
    equal([state.rewards.map(({ kind }) => kind), state.xp.total, state.xp.into, state.xp.streak], [['xp'], 120, 40, 4]);
  },
  'what a reloaded page is told again is not news'() {
    equal(play(xp(80), xp(100), ['tutor.level', { level: 2 }], ['tutor.achievement', { id: 'first', title: 'F' }]).rewards, []);
  },
  'a new level counts once, from whichever event it comes'() {
    const kinds = (...events) => play(...events).rewards.map(({ kind }) => kind);
    equal(kinds(xp(160, { level: 3 }), ['tutor.level', { level: 3, total: 160 }]), ['xp', 'level']);
    equal(kinds(['tutor.level', { level: 3 }], xp(160, { level: 3 })), ['level', 'xp']);
  },
  'an achievement is kept and shown; what was shown goes'() {
    const state = play(['tutor.achievement', { id: 'new', title: 'N', about: 'n' }]);
    equal([state.rewards.length, state.xp.held.length], [1, 2]);
    equal(reduce(state, { type: 'rewarded', key: state.rewards[0].key }).rewards, []);
  },
  'events of the shape without levels still count'() {
    const state = play(['tutor.xp', { xp: 15, total: 115, reason: 'lesson' }]);
    equal([state.rewards[0].amount, state.xp.total, state.xp.level], [15, 115, 2]);
  },
  'a vote opens, is sent once, may be sent again after a cut, and closes'() {
    const asked = ['tutor.vote.request', { pair: 'p', question: '?', left: { html: 'l' }, right: { html: 'r' } }];
    const sent = reduce(play(asked), { type: 'voted', done: false });
    equal([sent.vote.left, sent.vote.sent], ['l', true]);
    equal(reduce(sent, { type: 'link', link: 'reconnecting', atMs: 0 }).vote.sent, false);
    equal(fold(sent, { type: 'tutor.vote.done', pair: 'other' }, 0).vote.pair, 'p');
    equal(fold(sent, { type: 'tutor.vote.done', pair: 'p' }, 0).vote, null);
    equal(fold(sent, { type: 'error', error: { code: 'vote_not_open' } }, 0).vote, null);
    equal(reduce(play(asked), { type: 'voted', done: true }).vote, null);
  },
  'no shape of event breaks the page'() {
    for (const type of ['tutor.xp', 'tutor.level', 'tutor.achievement', 'tutor.vote.request', 'tutor.vote.done']) {
      for (const shape of [{}, { total: 'x', level: null, id: 4, pair: {}, left: 3 }, { pair: 'p', left: null }]) {
        play([type, shape]);
      }
    }
  },
};
