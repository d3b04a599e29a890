/** Voice and events over one WebSocket, for networks that pass no WebRTC: PCM16 at 24 kHz as
 * base64 both ways (OpenAI Realtime GA). Lives until its first failure.
 *
 * @import {ServerEvent} from '../state/types.js'
 * @import {Opening, Position, Transport} from './types.js'
 */
import { ApiError } from '../api.js';
import { Capture } from '../audio/capture.js';
import { LatePlayer } from '../audio/late-player.js';
import { isGreeting, query } from './resume.js';
import { text } from '../state/values.js';

/** The server's close code when another connection took the session. */
const TAKEN_OVER = 4001;
const PLAYOUT_S = 0.2;
/** Ten seconds of microphone that did not leave: the network stands still. */
const MOST_BUFFERED_BYTES = 700_000;

/** @type {ServerEvent} */
const IN_WRITING = {
  type: 'session.update', session: { type: 'realtime', output_modalities: ['text'] },
};

/** @param {string} path @returns {string} */
function address(path) {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** @implements {Transport} */
export class WebSocketTransport {
  kind = /** @type {const} */ ('websocket');
  #socket;
  #opening;
  #player;
  #over = false;
  /** @type {Capture|null} */
  #capture = null;
  #captures = 0;
  #reports;
  #greeted;
  #reported = '';

  /** @param {Opening} opening */
  constructor(opening) {
    this.#opening = opening;
    this.#player = new LatePlayer(opening.sound.player(), () => void this.#inWriting());
    const protocols = ['realtime', `openai-insecure-api-key.${opening.secret}`];
    this.#socket = new WebSocket(address(`/v1/realtime${query(opening.cursor)}`), protocols);
    this.#reports = setInterval(() => this.#report(), PLAYOUT_S * 1000);
    this.#greeted = this.#listen();
  }

  /** @param {Opening} opening @returns {Promise<WebSocketTransport>} */
  static async open(opening) {
    const transport = new WebSocketTransport(opening);
    await transport.#greeted;
    void transport.setMicrophone(opening.media.microphone);
    return transport;
  }

  /** Nobody can hear the voice here: the tutor answers in writing. */
  async #inWriting() {
    await this.#greeted.catch(() => undefined);  // over before it began: nothing to ask for
    this.send(IN_WRITING);
  }

  /** @returns {Promise<void>} resolves at the session's first event */
  #listen() {
    return new Promise((resolve, reject) => {
      this.#socket.addEventListener('message', ({ data }) => {
        const event = this.#opening.onMessage(data);
        if (!event) return;
        this.#play(event);
        if (isGreeting(event)) resolve();
      });
      this.#socket.addEventListener('close', ({ code }) => {
        this.#fail(code === TAKEN_OVER ? 'taken_over' : 'socket_closed', reject);
      });
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

  /** @param {ServerEvent} event */
  #play(event) {
    switch (event.type) {
      case 'response.output_audio.delta':
        return this.#player.tell((player) => player.push(text(event.item_id), text(event.delta)));
      case 'response.output_audio.done':
        return this.#player.tell((player) => player.whole());
      case 'output_audio_buffer.cleared':
        return this.#player.tell((player) => player.clear());
      case 'tutor.duck':
        return this.#player.tell((player) => player.duck(event.ducked === true));
    }
  }

  #report() {
    const { itemId = '', playedMs = 0 } = this.position() ?? {};
    const now = `${itemId} ${playedMs}`;
    if (!itemId || now === this.#reported) return;
    this.#reported = now;
    this.send({ type: 'tutor.playout', item_id: itemId, played_ms: playedMs });
  }

  /** @param {ServerEvent} event @returns {boolean} it is on its way */
  send(event) {
    if (this.#socket.readyState !== WebSocket.OPEN) return false;
    if (this.#socket.bufferedAmount > MOST_BUFFERED_BYTES) {
      this.#fail('stalled');
      return false;
    }
    this.#socket.send(JSON.stringify(event));
    return true;
  }

  /** @param {MediaStream|null} microphone */
  async setMicrophone(microphone) {
    this.#captures += 1;
    const mine = this.#captures;
    this.#capture?.close();
    this.#capture = null;
    if (!microphone) return;
    const capture = await Capture.open(this.#opening.sound.context, microphone, (audio) => {
      this.send({ type: 'input_audio_buffer.append', audio });
    }).catch(() => null);
    if (!capture) return this.#fail('capture_failed');
    // Another microphone, or the end, came while the worklet was loading.
    if (this.#over || mine !== this.#captures) capture.close();
    else this.#capture = capture;
  }

  /** A screen needs WebRTC; the page tells the student (Actions.watchScreen). */
  async setScreen() {
    // Nothing to carry it with.
  }

  /** The loudspeaker's own count, exact to a report; the clock where nothing is heard.
   * @param {string} itemId @param {number|null} startedAtMs @param {number} nowMs
   * @returns {number|null} null while another item is heard */
  playedMs(itemId, startedAtMs, nowMs) {
    if (!this.#player.isHere) return startedAtMs === null ? null : nowMs - startedAtMs;
    const position = this.position();
    return position?.itemId === itemId ? position.playedMs : null;
  }

  /** A reply that goes on after a cut goes on counting. @returns {Position|null} */
  position() {
    const now = this.#player.position();
    const before = this.#opening.position;
    if (!now || !before || now.itemId !== before.itemId) return now ?? before;
    return { ...now, playedMs: now.playedMs + before.playedMs };
  }

  close() {
    if (this.#over) return;
    this.#over = true;
    clearInterval(this.#reports);
    this.#capture?.close();
    this.#player.close();
    this.#socket.close();
  }
}
