import { cut, due, note, put } from '/static/connection/outbox.js';
import { equal } from '/tests/check.mjs';

const types = (events) => events.map(({ type }) => type.split('.')[0]);
const stored = { type: 'conversation.item.added', item: { id: 'a' } };
const replied = { type: 'response.created', response: { id: 'r' } };
const sent = () => due(put([], 'a', 'hi'), false).outbox;

export default {
  'sent once'() {
    const first = due(put([], 'a', 'hi'), false);
    equal(types(first.events), ['conversation', 'response']);
    equal(due(first.outbox, false).events, []);
  },
  'gone when the reply has begun'() {
    equal(note(note(sent(), stored), replied), []);
  },
  'another turn\'s reply does not take it'() {
    equal(note(sent(), replied).length, 1);
  },
  'cut before the server had it: sent again, whole, under the same id'() {
    const { events } = due(cut(sent()), true);
    equal(types(events), ['conversation', 'response']);
    equal(events[0].item.id, 'a');
  },
  'cut between item and reply: only the reply is asked for again'() {
    equal(types(due(note(cut(sent()), stored), true).events), ['response']);
  },
  'cut, and the replay shows both: nothing is sent'() {
    equal(due(note(note(cut(sent()), stored), replied), true).events, []);
  },
  'without a cut a stored turn simply waits'() {
    equal(due(note(sent(), stored), false).events, []);
  },
};
