/** The page's ears and loudspeaker: one AudioContext, one <audio>, two meters. Knows no protocol.
 *
 * The context is made in a press of the student, as browsers ask (autoplay policy).
 */
import { Meter } from './levels.js';
import { Player } from './player.js';

export class Sound {
  /** @type {AudioContext|null} */
  #context = null;
  /** @type {Meter|null} */
  #mine = null;
  /** @type {Meter|null} */
  #tutors = null;
  #speaker;
  #onBlocked;

  /** @param {HTMLAudioElement} speaker @param {(blocked: boolean) => void} onBlocked */
  constructor(speaker, onBlocked) {
    this.#speaker = speaker;
    this.#onBlocked = onBlocked;
  }

  /** @returns {AudioContext} */
  get context() {
    if (!this.#context) {
      this.#context = new AudioContext();
      this.#mine = new Meter(this.#context);
      this.#tutors = new Meter(this.#context);
    }
    return this.#context;
  }

  /** Call from a press: lets sound out. */
  async unlock() {
    await this.context.resume();
    if (this.#speaker.srcObject) await this.#play();
  }

  /** @param {MediaStream} microphone */
  hear(microphone) {
    void this.context;
    this.#mine?.follow(microphone);
  }

  /** @param {MediaStream} voice the tutor's, over WebRTC */
  async playStream(voice) {
    void this.context;
    this.#tutors?.follow(voice);
    this.#speaker.srcObject = voice;
    await this.#play();
  }

  async #play() {
    try {
      await this.#speaker.play();
      this.#onBlocked(false);
    } catch (error) {
      const name = error instanceof DOMException ? error.name : '';
      if (name === 'NotAllowedError') this.#onBlocked(true);
      else if (name !== 'AbortError') throw error;
    }
  }

  /** @returns {Promise<Player|null>} the tutor's voice, over WebSocket; null on a page without a
   * secure address, where browsers give no AudioWorklet */
  async player() {
    const { context } = this;
    if (!context.audioWorklet) return null;
    const output = context.createGain();
    output.connect(context.destination);
    const player = await Player.open(context, output);
    if (this.#tutors) output.connect(this.#tutors.input);
    this.#onBlocked(context.state === 'suspended');
    return player;
  }

  /** @returns {{mine: number, tutors: number}} 0 to 1 each */
  levels() {
    return { mine: this.#mine?.level() ?? 0, tutors: this.#tutors?.level() ?? 0 };
  }
}
