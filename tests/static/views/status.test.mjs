import { initial } from '/static/store.js';
import { linkWords } from '/static/views/status.js';
import { equal } from '/tests/check.mjs';

const state = (changes) => ({ ...initial({}), link: 'live', ...changes });

export default {
  'a sound link needs no words'() {
    equal(linkWords(state({}), true), null);
    equal(linkWords(state({ link: 'idle', quality: 'bad' }), true), null);
  },
  'a weak one has'() {
    equal(linkWords(state({ quality: 'weak' }), true), 'link.weak');
    equal(linkWords(state({ quality: 'bad' }), true), 'link.bad');
  },
  'a lost one is more urgent'() {
    equal(linkWords(state({ link: 'reconnecting', quality: 'bad' }), true), 'link.reconnecting');
    equal(linkWords(state({ link: 'reconnecting' }), false), 'link.offline');
  },
};
