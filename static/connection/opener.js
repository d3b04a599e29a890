/** Opens one link: a short-lived secret, then WebRTC, or WebSocket where that cannot work. Knows
 * nothing of what flows through it.
 *
 * @import {Capabilities} from '../api.js'
 * @import {Opening, Transport, Wanted} from './types.js'
 */
import { ApiError, capabilities, clientSecret } from '../api.js';
import { ATTEMPT_S, FRESH, choose, failed } from './fallback.js';
import { WebRtcTransport } from './webrtc.js';
import { WebSocketTransport } from './websocket.js';

const WEBSOCKET_S = 8;
/** Statuses of an endpoint that takes no offers. */
const NO_WEBRTC = new Set([405, 415, 501]);

/** Does this failure speak against WebRTC itself, or only against this moment?
 * @param {unknown} error @returns {boolean} */
function againstWebRtc(error) {
  if (!(error instanceof ApiError)) return true;
  if (error.status === 0) return error.code !== 'unreachable';
  return NO_WEBRTC.has(error.status) || (error.status >= 500 && error.status !== 503);
}

export class Opener {
  #past = FRESH;

  /** Rejects with an ApiError, or what the browser throws.
   * @param {Wanted} wanted @param {(known: Capabilities) => void} onKnown
   * @returns {Promise<Transport>} */
  async open(wanted, onKnown) {
    const time = new AbortController();
    const timer = setTimeout(() => time.abort(), WEBSOCKET_S * 1000);
    try {
      const [known, secret] = await Promise.all([
        capabilities(time.signal), clientSecret(wanted.cursor.sessionId, time.signal),
      ]);
      onKnown(known);
      const opening = { ...wanted, secret, iceServers: known.iceServers, signal: time.signal };
      const supported = known.webrtc && 'RTCPeerConnection' in window;
      return choose(this.#past, supported) === 'webrtc' ? await this.#webRtc(opening, time)
        : await WebSocketTransport.open(opening);
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {Opening} opening @param {AbortController} time @returns {Promise<Transport>} */
  async #webRtc(opening, time) {
    const timer = setTimeout(() => time.abort(), ATTEMPT_S * 1000);
    try {
      const transport = await WebRtcTransport.open(opening);
      this.#past = FRESH;
      return transport;
    } catch (error) {
      if (againstWebRtc(error)) {
        const refused = error instanceof ApiError && NO_WEBRTC.has(error.status);
        this.#past = failed(this.#past, performance.now() / 1000, refused);
      }
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
