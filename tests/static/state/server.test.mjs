import { progress } from '/static/captions.js';
import { DEFAULTS } from '/static/preferences.js';
import { fold } from '/static/state/server.js';
import { initial, reduce } from '/static/store.js';
import { equal } from '/tests/check.mjs';

const message = (id, role, type, text) => ({ id, type: 'message', role, content: [{ type, text }] });
const play = (...events) => events.reduce(
  (state, [type, fields, atMs = 0]) => fold(state, { type, ...fields }, atMs), initial(DEFAULTS));

const SPOKEN = [
  ['response.created', { response: { id: 'r1' } }],
  ['response.output_item.added', { response_id: 'r1',
    item: { id: 't1', type: 'message', role: 'assistant', content: [{ type: 'output_audio' }] } }],
  ['response.output_audio_transcript.delta', { response_id: 'r1', item_id: 't1', delta: 'One half. Two more.' }],
  ['tutor.caption', { item_id: 't1', words: [{ start: 0, end: 3, at_ms: 0 },
    { start: 4, end: 9, at_ms: 400 }, { start: 10, end: 13, at_ms: 900 }] }],
  ['output_audio_buffer.started', { response_id: 'r1' }, 1000],
];

export default {
  'student, by voice: partial words grow, the last word stands'() {
    const state = play(
      ['conversation.item.input_audio_transcription.delta', { item_id: 's1', delta: 'one', tutor_text: 'one' }],
      ['conversation.item.input_audio_transcription.delta', { item_id: 's1', delta: ' half', tutor_text: 'one half' }],
      ['conversation.item.input_audio_transcription.completed', { item_id: 's1', transcript: 'One half?' }]);
    equal(state.bubbles.map(({ text, by, live }) => [text, by, live]), [['One half?', 'voice', false]]);
  },
  'without tutor_text the pieces add up, as OpenAI has it'() {
    const { bubbles } = play(
      ['conversation.item.input_audio_transcription.delta', { item_id: 's1', delta: 'one' }],
      ['conversation.item.input_audio_transcription.delta', { item_id: 's1', delta: ' half' }]);
    equal(bubbles[0].text, 'one half');
  },
  'a turn that was not understood says so'() {
    const { bubbles } = play(['conversation.item.input_audio_transcription.failed',
      { item_id: 's1', error: { code: 'not_understood' } }]);
    equal(bubbles[0].note, 'bubble.not_caught');
  },
  'a pause stands until it is lifted, and a new talk or snapshot knows none'() {
    const quiet = ['tutor.paused', { paused: true, whole_class: true }];
    equal(play(quiet).paused, 'class');
    equal(play(quiet, ['tutor.paused', { paused: true }]).paused, 'student');
    equal(play(quiet, ['tutor.paused', { paused: false }]).paused, '');
    equal(play(quiet, ['session.created', { session: { id: 's' } }]).paused, '');
    equal(play(quiet, ['tutor.session.resumed', { replayed: true }]).paused, 'class');
    equal(play(quiet, ['tutor.session.resumed', { replayed: false, items: [] }]).paused, '');
  },
  'the reply is soft until heard and ink at its end'() {
    const state = play(...SPOKEN);
    equal(progress(state.bubbles[0], 450), { heard: 9, cut: false });
    const done = fold(state, { type: 'output_audio_buffer.stopped', response_id: 'r1' }, 5000);
    equal(done.bubbles[0].heard, null);
  },
  'an interruption strikes what was not heard'() {
    const state = play(...SPOKEN,
      ['output_audio_buffer.cleared', { response_id: 'r1' }, 1450],
      ['conversation.item.truncated', { item_id: 't1', audio_end_ms: 450 }],
      ['tutor.heard', { item_id: 't1', heard_ms: 450, text: 'One half.', unheard: ' Two more.' }],
      ['response.done', { response: { id: 'r1', status: 'cancelled' } }]);
    const { text, heard, cut, note, live } = state.bubbles[0];
    equal([text, heard, cut, note, live], ['One half. Two more.', 9, true, 'bubble.cut', false]);
    equal(state.reply, null);
  },
  'tutor.heard stands, whatever order the three come in'() {
    const heard = ['tutor.heard', { item_id: 't1', text: 'One half.', unheard: ' Two more.' }];
    const rest = [['response.done', { response: { id: 'r1', status: 'cancelled' } }],
      ['conversation.item.truncated', { item_id: 't1', audio_end_ms: 0 }]];
    for (const order of [[heard, ...rest], [...rest, heard]]) {
      const [bubble] = play(...SPOKEN, ...order).bubbles;
      equal([bubble.heard, bubble.cut], [9, true]);
    }
  },
  'plain OpenAI truncation works without tutor.heard'() {
    const [bubble] = play(...SPOKEN,
      ['conversation.item.truncated', { item_id: 't1', audio_end_ms: 100 }]).bubbles;
    equal([bubble.heard, bubble.cut], [3, true]);
  },
  'heard to the end is not an interruption'() {
    const [bubble] = play(...SPOKEN,
      ['tutor.heard', { item_id: 't1', text: 'One half. Two more.', unheard: '' }]).bubbles;
    equal([bubble.heard, bubble.cut], [null, false]);
  },
  'emoji before the cut do not move it'() {
    const [bubble] = play(SPOKEN[0], SPOKEN[1],
      ['response.output_audio_transcript.delta', { response_id: 'r1', item_id: 't1', delta: '🍕🍕 is two. More?' }],
      ['tutor.heard', { item_id: 't1', text: '🍕🍕 is two.', unheard: ' More?' }]).bubbles;
    equal(bubble.heard, 10);
  },
  'a reply that said nothing leaves no bubble'() {
    equal(play(SPOKEN[0], SPOKEN[1],
      ['response.done', { response: { id: 'r1', status: 'cancelled' } }]).bubbles, []);
  },
  'a written reply is ink at once'() {
    const [bubble] = play(SPOKEN[0],
      ['response.output_text.delta', { response_id: 'r1', item_id: 't2', delta: 'Hi' }]).bubbles;
    equal([bubble.heard, bubble.by], [null, 'text']);
  },
  'an item that comes twice stands once, and takes its place after the one before it'() {
    const state = play(
      ['conversation.item.added', { item: message('a', 'user', 'input_text', 'first') }],
      ['conversation.item.added', { item: message('c', 'user', 'input_text', 'third') }],
      ['conversation.item.added', { item: message('b', 'user', 'input_text', 'second'), previous_item_id: 'a' }],
      ['conversation.item.done', { item: message('b', 'user', 'input_text', 'second') }]);
    equal(state.bubbles.map(({ id }) => id), ['a', 'b', 'c']);
  },
  'a snapshot replaces the page, but not what is still on its way'() {
    let state = play(['conversation.item.added', { item: message('old', 'user', 'input_text', 'old') }]);
    state = reduce(state, { type: 'typed', id: 'mine', text: 'waiting' });
    state = fold(state, { type: 'tutor.session.resumed', session_id: 's', replayed: false,
      items: [message('a', 'assistant', 'output_text', 'hello')] }, 0);
    equal(state.bubbles.map(({ id }) => id), ['a', 'mine']);
  },
  'a snapshot knows what was cut off, and its rendering'() {
    const [bubble] = play(['tutor.session.resumed', { session_id: 's', replayed: false, state: 'thinking',
      items: [{ ...message('a', 'assistant', 'output_audio', 'One half.'), unheard: ' Two.', html: '<p>x</p>' }] },
    ]).bubbles;
    equal([bubble.text, bubble.heard, bubble.cut, bubble.html, bubble.note],
      ['One half. Two.', 9, true, '<p>x</p>', 'bubble.cut']);
  },
  'endings: another window, idleness, and those that come back by themselves'() {
    const ended = (reason) => play(['tutor.session.closed', { reason }]).problems;
    equal(['fenced', 'idle', 'operator', 'left', 'drain', 'failed'].map(ended),
      [['fenced'], ['ended_idle'], ['ended_operator'], ['ended'], [], []]);
  },
  'refusals that only say what the student sees anyway are silent'() {
    equal(play(['error', { error: { code: 'response_cancel_not_active' } }]).notice, null);
    equal(play(['error', { error: { code: 'rate_limited', message: 'Slow down.' } }]).notice,
      { code: 'rate_limited', message: 'Slow down.' });
  },
  'no shape of event breaks the page'() {
    const types = ['session.created', 'tutor.session.resumed', 'tutor.session.closed', 'error',
      'conversation.item.added', 'conversation.item.truncated', 'response.created', 'response.done',
      'response.output_item.added', 'response.output_text.delta', 'output_audio_buffer.started',
      'output_audio_buffer.cleared', 'tutor.caption', 'tutor.heard', 'tutor.html', 'tutor.state',
      'conversation.item.input_audio_transcription.failed', 'constructor', 'toString'];
    const shapes = [{}, { item: 5, response: null, words: 'x', session: [], error: 'no', items: [null] },
      { item: { type: 'message', id: {}, role: 'user', content: [null, 3] }, words: [null], text: 7 }];
    for (const type of types) for (const shape of shapes) play([type, shape]);
  },
};
