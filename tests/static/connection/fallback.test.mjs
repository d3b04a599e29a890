import { FRESH, choose, failed } from '/static/connection/fallback.js';
import { equal } from '/tests/check.mjs';

const after = (...seconds) => seconds.reduce((past, s) => failed(past, s, false), FRESH);

export default {
  'WebRTC first, WebSocket where it is not offered'() {
    equal([choose(FRESH, true), choose(FRESH, false)], ['webrtc', 'websocket']);
  },
  'twice within eight seconds is a network that blocks it'() {
    equal(choose(after(10), true), 'webrtc');
    equal(choose(after(10, 17.9), true), 'websocket');
    equal(choose(after(10, 40), true), 'webrtc');
    equal(choose(after(1, 40, 44), true), 'websocket');
  },
  'a server that refuses it is not asked twice'() {
    equal(choose(failed(FRESH, 0, true), true), 'websocket');
  },
};
