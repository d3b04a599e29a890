import { DEFAULTS } from '/static/preferences.js';
import { initial } from '/static/store.js';
import { look } from '/static/views/orb.js';
import { sentence } from '/static/views/status.js';
import en from '/static/strings/en.js';
import { equal, truth } from '/tests/check.mjs';

const state = (changes) => ({ ...initial(DEFAULTS), link: 'live', mic: 'on', ...changes });

export default {
  'one look for each thing that goes on'() {
    equal([
      { link: 'idle', mic: 'off' }, { mic: 'asking' }, { link: 'reconnecting' }, { link: 'ended' },
      { muted: true }, {}, { phase: 'maybe_done' }, { phase: 'thinking' }, { phase: 'speaking' },
      { phase: 'ducked' }, { phase: 'waiting' }, { preferences: { ...DEFAULTS, mode: 'push_to_talk' } },
    ].map((changes) => look(state(changes))),
    ['start', 'busy', 'busy', 'again', 'muted', 'listening', 'hearing', 'thinking', 'speaking',
      'ducked', 'waiting', 'ready']);
  },
  'whatever the state, the orb has a look and the sentence has words'() {
    for (const link of ['idle', 'connecting', 'live', 'reconnecting', 'ended']) {
      for (const mic of ['off', 'asking', 'on', 'denied', 'missing', 'busy', 'insecure']) {
        for (const phase of ['listening', 'student_speaking', 'maybe_done', 'thinking', 'speaking', 'ducked', 'waiting', 'closed']) {
          for (const mode of ['hands_free', 'push_to_talk']) {
            for (const muted of [true, false]) {
              const one = state({ link, mic, phase, muted, preferences: { ...DEFAULTS, mode } });
              truth(sentence(one) in en, JSON.stringify([link, mic, phase, mode]));
            }
          }
        }
      }
    }
  },
};
