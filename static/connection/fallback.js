/** Which way to connect next: WebRTC, or plain WebSocket where it cannot work. Pure.
 *
 * Two failures of WebRTC within 8 s (each attempt gets 3.5 s) mean a network that blocks UDP; a
 * later wake on another network may try again.
 */

/** One WebRTC attempt, from the offer to the open data channel. */
export const ATTEMPT_S = 3.5;
const WINDOW_S = 8;

/** @typedef {{refused: boolean, failedAtS: readonly number[]}} Past */

/** @type {Past} */
export const FRESH = { refused: false, failedAtS: [] };

/** @param {Past} past @param {number} nowS @param {boolean} refused the server offers no WebRTC
 * @returns {Past} */
export function failed(past, nowS, refused) {
  return { refused: past.refused || refused, failedAtS: [...past.failedAtS, nowS].slice(-2) };
}

/** @param {Past} past @param {boolean} supported by this browser and this server
 * @returns {'webrtc'|'websocket'} */
export function choose(past, supported) {
  const [first, second] = past.failedAtS;
  const blocked = first !== undefined && second !== undefined && second - first <= WINDOW_S;
  return supported && !past.refused && !blocked ? 'webrtc' : 'websocket';
}
