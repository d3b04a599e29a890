/** One WebRTC call: offer and answer over HTTP, events on the data channel `oai-events`, voice and
 * screen as tracks. Lives until its first failure; connection.js makes the next one.
 *
 * @import {ServerEvent} from '../state/types.js'
 * @import {Opening, Transport} from './types.js'
 */
import { ApiError, changeCall, closeCall, openCall, within } from '../api.js';
import { isGreeting, query } from './resume.js';

/** Candidates beyond this come too late to matter on the networks that pass UDP at all. */
const GATHER_S = 1;
/** ICE reports a pause in the air as `disconnected`; most heal by themselves. */
const HEAL_S = 1.5;
const RESTART_S = 3;
/** A data channel that holds more than this is a network that stands still. */
const MOST_BUFFERED_BYTES = 1_000_000;

/** @param {number} seconds @returns {Promise<void>} */
function pause(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

/** @param {RTCPeerConnection} peer @returns {Promise<void>} */
async function gathered(peer) {
  const whole = new Promise((resolve) => {
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState === 'complete') resolve(undefined);
    });
  });
  if (peer.iceGatheringState !== 'complete') await Promise.race([whole, pause(GATHER_S)]);
}

/** @implements {Transport} */
export class WebRtcTransport {
  kind = /** @type {const} */ ('webrtc');
  #peer;
  #channel;
  #voice;
  #opening;
  #place = '';
  #over = false;
  #delayMs = 0;
  /** @type {RTCRtpSender|null} */
  #screen = null;
  /** Offers go one after another. */
  #changes = Promise.resolve();
  /** @type {ReturnType<typeof setInterval>|undefined} */
  #stats;

  /** @param {Opening} opening */
  constructor(opening) {
    this.#opening = opening;
    this.#peer = new RTCPeerConnection({ iceServers: opening.iceServers });
    this.#channel = this.#peer.createDataChannel('oai-events');
    this.#voice = this.#peer.addTransceiver('audio', { direction: 'sendrecv' });
  }

  /** Resolves when events flow; rejects with the reason otherwise.
   * @param {Opening} opening @returns {Promise<WebRtcTransport>} */
  static async open(opening) {
    const transport = new WebRtcTransport(opening);
    try {
      await transport.#start();
    } catch (error) {
      transport.close();
      throw error;
    }
    return transport;
  }

  async #start() {
    const { secret, cursor, media, signal } = this.#opening;
    const greeted = this.#listen();
    greeted.catch(() => undefined);  // awaited below, unless the offer fails first
    await this.#voice.sender.replaceTrack(media.microphone?.getAudioTracks()[0] ?? null);
    this.#addScreen(media.screen);
    const offer = await this.#offer();
    const { answer, place } = await openCall(secret, offer, query(cursor), signal);
    this.#place = place;
    await this.#peer.setRemoteDescription({ type: 'answer', sdp: answer });
    await greeted;
    this.#stats = setInterval(() => void this.#measure(), 1000);
  }

  /** @returns {Promise<void>} resolves at the session's first event */
  #listen() {
    this.#peer.addEventListener('connectionstatechange', () => void this.#watch());
    this.#peer.addEventListener('track', ({ streams, track }) => {
      if (track.kind === 'audio') this.#opening.onVoice(streams[0] ?? new MediaStream([track]));
    });
    return new Promise((resolve, reject) => {
      this.#channel.addEventListener('message', ({ data }) => {
        const event = this.#opening.onMessage(data);
        if (event && isGreeting(event)) resolve();
      });
      this.#channel.addEventListener('close', () => this.#fail('channel_closed', reject));
      this.#opening.signal.addEventListener('abort', () => this.#fail('timeout', reject));
    });
  }

  /** @param {string} code @param {(error: Error) => void} [reject] */
  #fail(code, reject) {
    if (this.#over) return;
    reject?.(new ApiError(0, code));
    this.close();
    this.#opening.onDown(code);
  }

  /** @param {boolean} [restart] @returns {Promise<string>} the offer, with its candidates */
  async #offer(restart = false) {
    await this.#peer.setLocalDescription(await this.#peer.createOffer({ iceRestart: restart }));
    await gathered(this.#peer);
    return this.#peer.localDescription?.sdp ?? '';
  }

  /** Offers the call as it is now; the server may ask for a fresh peer instead (409 `re_offer`).
   * @param {boolean} [restart] new candidates for a network that changed */
  #renegotiate(restart = false) {
    this.#changes = this.#changes.then(async () => {
      if (this.#over) return;
      const sdp = await this.#offer(restart);
      const until = within(RESTART_S);
      const answer = await changeCall(this.#place, sdp, until);
      if (!this.#over) await this.#peer.setRemoteDescription({ type: 'answer', sdp: answer });
    }).catch((error) => {
      // A restart that fails leaves the media dead, whatever the server said of it.
      const code = error instanceof ApiError ? error.code : 'renegotiation';
      this.#fail(restart ? 'ice_failed' : code);
    });
    return this.#changes;
  }

  #state() {
    return this.#peer.connectionState;
  }

  async #watch() {
    if (this.#state() === 'failed') this.#fail('ice_failed');
    if (this.#state() !== 'disconnected') return;
    await pause(HEAL_S);
    if (this.#over || this.#state() === 'connected') return;
    await this.#renegotiate(true);
    await pause(RESTART_S);
    if (this.#state() !== 'connected') this.#fail('ice_failed');
  }

  /** Sound waits in the browser's jitter buffer; captions wait with it. */
  async #measure() {
    const report = await this.#voice.receiver.getStats();
    for (const entry of report.values()) {
      if (entry.type !== 'inbound-rtp' || !entry.jitterBufferEmittedCount) continue;
      this.#delayMs = (1000 * entry.jitterBufferDelay) / entry.jitterBufferEmittedCount;
    }
  }

  /** @param {ServerEvent} event @returns {boolean} it is on its way */
  send(event) {
    if (this.#channel.readyState !== 'open') return false;
    if (this.#channel.bufferedAmount > MOST_BUFFERED_BYTES) {
      this.#fail('stalled');
      return false;
    }
    this.#channel.send(JSON.stringify(event));
    return true;
  }

  /** @param {MediaStream|null} microphone */
  async setMicrophone(microphone) {
    await this.#voice.sender.replaceTrack(microphone?.getAudioTracks()[0] ?? null);
  }

  /** @param {MediaStream|null} screen */
  #addScreen(screen) {
    const track = screen?.getVideoTracks()[0];
    if (!screen || !track) return;
    track.contentHint = 'detail';
    this.#screen = this.#peer.addTrack(track, screen);
  }

  /** @param {MediaStream|null} screen null: stop sharing */
  async setScreen(screen) {
    if (this.#screen) this.#peer.removeTrack(this.#screen);
    this.#screen = null;
    this.#addScreen(screen);
    await this.#renegotiate();
  }

  /** @param {string} _ the item @param {number|null} startedAtMs @param {number} nowMs
   * @returns {number|null} */
  playedMs(_, startedAtMs, nowMs) {
    return startedAtMs === null ? null : nowMs - startedAtMs - this.#delayMs;
  }

  /** The server paces this path itself. @returns {null} */
  position() {
    return null;
  }

  close() {
    if (this.#over) return;
    this.#over = true;
    clearInterval(this.#stats);
    this.#channel.close();
    this.#peer.close();
    if (this.#place) void closeCall(this.#place);
  }
}
