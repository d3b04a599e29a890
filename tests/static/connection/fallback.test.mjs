import { FRESH, choose, died, failed, probeInS, woken } from '/static/connection/fallback.js';
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
    const past = failed(FRESH, 0, true);
    equal(choose(past, true), 'websocket');
    equal(probeInS(woken(died(past, 0), 1), true, 500), null);
  },
  'media that dies in mid-call goes on over WebSocket at once'() {
    equal(choose(died(FRESH, 100), true), 'websocket');
  },
  'WebRTC is tried again after ten seconds, then ever less often'() {
    let past = died(FRESH, 100);
    equal([probeInS(past, true, 100), probeInS(past, true, 108), probeInS(past, true, 120)], [10, 2, 0]);
    const waits = [];
    for (let nowS = 110; waits.length < 7; nowS += 400) {
      past = failed(past, nowS, false);
      waits.push(probeInS(past, true, nowS));
    }
    equal(waits, [20, 40, 80, 160, 300, 300, 300]);
  },
  'a blocked network is probed, too'() {
    equal(probeInS(after(10, 14), true, 14), 10);
  },
  'nothing speaks against it: nothing to try'() {
    equal([probeInS(FRESH, true, 0), probeInS(after(3), true, 4)], [null, null]);
    equal(probeInS(died(FRESH, 0), false, 60), null);
  },
  'another network is tried at once'() {
    const past = woken(failed(failed(died(FRESH, 0), 11, false), 31, false), 40);
    equal(probeInS(past, true, 40), 0);
    equal(probeInS(failed(past, 44, false), true, 44), 10);
    equal(woken(FRESH, 5), FRESH);
  },
};
