import { DEFAULTS } from '/static/preferences.js';
import { createStore, foremost, initial, reduce } from '/static/store.js';
import { equal, truth } from '/tests/check.mjs';

const start = () => initial(DEFAULTS);

export default {
  'the most urgent problem is shown, the others wait'() {
    let state = start();
    for (const problem of ['mic_denied', 'server_gone', 'mic_denied']) {
      state = reduce(state, { type: 'raise', problem });
    }
    equal(foremost(state), 'server_gone');
    state = reduce(state, { type: 'solve', problems: ['server_gone'] });
    equal(foremost(state), 'mic_denied');
    equal(state.problems.length, 1);
  },
  'the captions wait while the link is away'() {
    const at = (link, atMs) => ({ type: 'link', link, atMs });
    let state = { ...start(), link: 'live', reply: { id: 'r', startedAtMs: 1000 } };
    for (const action of [at('reconnecting', 1500), at('connecting', 1700), at('live', 4500)]) {
      state = reduce(state, action);
    }
    equal([state.reply.startedAtMs, state.awaySinceMs], [4000, null]);
    equal(reduce(state, at('ended', 5000)).reply, null);
  },
  'a typed turn shows at once, as on its way'() {
    const [bubble] = reduce(start(), { type: 'typed', id: 'i1', text: 'hi' }).bubbles;
    equal([bubble.who, bubble.text, bubble.pending], ['student', 'hi', true]);
  },
  'watchers hear changes only, and once at the start'() {
    const store = createStore(start());
    let calls = 0;
    const leave = store.watch(() => { calls += 1; });
    store.dispatch({ type: 'server', event: { type: 'unheard.of' }, atMs: 0 });
    equal(calls, 1);
    store.dispatch({ type: 'muted', muted: true });
    leave();
    store.dispatch({ type: 'muted', muted: false });
    equal(calls, 2);
    truth(!store.get().muted, 'the store lives on');
  },
};
