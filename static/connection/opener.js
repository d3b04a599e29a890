/** Opens one link: a short-lived secret, then WebRTC, or WebSocket where that cannot work. Knows
 * nothing of what flows through it.
 *
 * @import {Capabilities} from '../api.js'
 * @import {Opening, Transport, Wanted} from './types.js'
 */
import { ApiError, capabilities, clientSecret } from '../api.js';
import { ATTEMPT_S, FRESH, choose, died, failed, probeInS, woken } from './fallback.js';
import { WebRtcTransport } from './webrtc.js';
import { WebSocketTransport } from './websocket.js';

const WEBSOCKET_S = 8;
/** Statuses of an endpoint that takes no offers. */
const NO_WEBRTC = new Set([405, 415, 501]);
/** Ends of a call that speak against the way its media took, and not against the server. */
const MEDIA_DIED = new Set(['ice_failed', 'stalled']);

const nowS = () => performance.now() / 1000;

/** Does this failure speak against WebRTC itself, or only against this moment?
 * @param {unknown} error @returns {boolean} */
function againstWebRtc(error) {
  if (!(error instanceof ApiError)) return true;
  if (error.status === 0) return error.code !== 'unreachable';
  return NO_WEBRTC.has(error.status) || (error.status >= 500 && error.status !== 503);
}

export class Opener {
  #past = FRESH;
  #supported = false;

  /** Seconds until WebRTC is worth a try beside a WebSocket; null: never.
   * @returns {number|null} */
  get probeInS() {
    return probeInS(this.#past, this.#supported, nowS());
  }

  /** A link that was live ended. @param {Transport['kind']} kind @param {string} code */
  ended(kind, code) {
    if (kind === 'webrtc' && MEDIA_DIED.has(code)) this.#past = died(this.#past, nowS());
  }

  /** The browser woke, or found another network. */
  woke() {
    this.#past = woken(this.#past, nowS());
  }

  /** Rejects with an ApiError, or what the browser throws.
   * @param {Wanted} wanted @param {(known: Capabilities) => void} onKnown
   * @returns {Promise<Transport>} */
  open(wanted, onKnown) {
    return this.#open(wanted, onKnown, () => choose(this.#past, this.#supported));
  }

  /** WebRTC beside a WebSocket that carries the talk; the session goes over when it stands.
   * @param {Wanted} wanted @returns {Promise<Transport>} */
  async probe(wanted) {
    const before = this.#past;
    try {
      return await this.#open(wanted, () => undefined, () => 'webrtc');
    } catch (error) {
      // Whatever it was: not again at once.
      if (this.#past === before) this.#past = failed(before, nowS(), false);
      throw error;
    }
  }

  /** @param {Wanted} wanted @param {(known: Capabilities) => void} onKnown
   * @param {() => Transport['kind']} way @returns {Promise<Transport>} */
  async #open(wanted, onKnown, way) {
    const time = new AbortController();
    const timer = setTimeout(() => time.abort(), WEBSOCKET_S * 1000);
    try {
      const [known, secret] = await Promise.all([
        capabilities(time.signal), clientSecret(wanted.cursor.sessionId, time.signal),
      ]);
      onKnown(known);
      const opening = { ...wanted, secret, iceServers: known.iceServers, signal: time.signal };
      this.#supported = known.webrtc && 'RTCPeerConnection' in window;
      return way() === 'webrtc' ? await this.#webRtc(opening, time)
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
      const refused = error instanceof ApiError && NO_WEBRTC.has(error.status);
      if (againstWebRtc(error)) this.#past = failed(this.#past, nowS(), refused);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
