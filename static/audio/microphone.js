/** Asks for the microphone and says in one word what came of it. Knows no connection.
 *
 * @import {Mic} from '../state/types.js'
 */

/** `audio`: the browser's own echo canceller keeps the tutor from hearing itself. */
const WANTED = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
};

/** Media Capture and Streams, section 10.2 (getUserMedia's errors).
 * @param {unknown} error @returns {Mic} */
export function whyNot(error) {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'missing';
}

export class Microphone {
  /** @type {MediaStream|null} */
  #stream = null;
  #onLost;

  /** @param {() => void} onLost the device went away or its permission was taken back */
  constructor(onLost) {
    this.#onLost = onLost;
  }

  /** @returns {MediaStream|null} */
  get stream() {
    return this.#stream;
  }

  /** @returns {MediaStreamTrack|null} */
  get track() {
    return this.#stream?.getAudioTracks()[0] ?? null;
  }

  /** @returns {Promise<Mic>} `on`, or why not */
  async open() {
    if (this.#stream) return 'on';
    if (!navigator.mediaDevices?.getUserMedia) return isSecureContext ? 'missing' : 'insecure';
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia(WANTED);
    } catch (error) {
      return whyNot(error);
    }
    this.track?.addEventListener('ended', () => this.#lost());
    return 'on';
  }

  /** @param {boolean} heard false: the track sends silence */
  setHeard(heard) {
    if (this.track) this.track.enabled = heard;
  }

  #lost() {
    this.#stream = null;
    this.#onLost();
  }
}
