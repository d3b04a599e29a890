/** Which way to connect next: WebRTC, or plain WebSocket where it cannot work; and when to try
 * WebRTC again. Pure.
 *
 * Two failures of WebRTC within 8 s (each attempt gets 3.5 s) mean a network that blocks UDP. Media
 * that died in mid-call is reason enough: the voice goes on over WebSocket at once. From there
 * WebRTC is tried again beside the talk, after 10 s and then ever less often.
 */

/** One WebRTC attempt, from the offer to the open data channel. */
export const ATTEMPT_S = 3.5;
const WINDOW_S = 8;
const FIRST_PROBE_S = 10;
const LONGEST_PROBE_S = 300;

/** `probeAtS`: when WebRTC is worth another try; null while nothing speaks against it.
 * @typedef {{refused: boolean, failedAtS: readonly number[], probeAtS: number|null,
 *   probes: number}} Past */

/** @type {Past} */
export const FRESH = { refused: false, failedAtS: [], probeAtS: null, probes: 0 };

/** @param {Past} past @param {number} nowS @returns {Past} without WebRTC for a while */
function avoiding(past, nowS) {
  const waitS = Math.min(LONGEST_PROBE_S, FIRST_PROBE_S * 2 ** Math.min(past.probes, 10));
  return { ...past, probeAtS: nowS + waitS, probes: past.probes + 1 };
}

/** An attempt failed. @param {Past} past @param {number} nowS
 * @param {boolean} refused the server offers no WebRTC @returns {Past} */
export function failed(past, nowS, refused) {
  const failedAtS = [...past.failedAtS, nowS].slice(-2);
  const next = { ...past, refused: past.refused || refused, failedAtS };
  const [first, second] = failedAtS;
  const blocked = first !== undefined && second !== undefined && second - first <= WINDOW_S;
  return blocked || past.probeAtS !== null ? avoiding(next, nowS) : next;
}

/** Media died in mid-call. @param {Past} past @param {number} nowS @returns {Past} */
export function died(past, nowS) {
  return avoiding(past, nowS);
}

/** Another network, perhaps: WebRTC is worth a try at once. @param {Past} past
 * @param {number} nowS @returns {Past} */
export function woken(past, nowS) {
  return past.probeAtS === null ? past : { ...past, probeAtS: nowS, probes: 0 };
}

/** @param {Past} past @param {boolean} supported by this browser and this server
 * @returns {'webrtc'|'websocket'} */
export function choose(past, supported) {
  return supported && !past.refused && past.probeAtS === null ? 'webrtc' : 'websocket';
}

/** Seconds until WebRTC is worth another try beside a WebSocket; null: never.
 * @param {Past} past @param {boolean} supported @param {number} nowS @returns {number|null} */
export function probeInS(past, supported, nowS) {
  if (!supported || past.refused || past.probeAtS === null) return null;
  return Math.max(0, past.probeAtS - nowS);
}
