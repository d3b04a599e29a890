import { fold } from '/static/state/server.js';
import { initial } from '/static/store.js';
import { equal } from '/tests/check.mjs';

const told = (state, ...events) => events.reduce((now, event) => fold(now, event, 0), state);
const news = (quality) => ({ type: 'tutor.connection', quality, transport: 'webrtc' });

export default {
  'the page knows how the link is'() {
    equal(told(initial({}), news('weak')).quality, 'weak');
    equal(told(initial({}), news('bad'), news('good')).quality, 'good');
  },
  'what it does not know changes nothing'() {
    for (const odd of ['', 'fine', null, 3]) equal(told(initial({}), news('weak'), news(odd)).quality, 'weak');
  },
  'a new session and a snapshot begin well; a replay tells what was and what is'() {
    const weak = told(initial({}), news('weak'));
    equal(told(weak, { type: 'session.created', session: { id: 's' } }).quality, 'good');
    const resumed = { type: 'tutor.session.resumed', session_id: 's', items: [] };
    equal(told(weak, { ...resumed, replayed: false }).quality, 'good');
    equal(told(weak, { ...resumed, replayed: true }).quality, 'weak');
  },
};
