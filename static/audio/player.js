/** Plays a reply that comes as events: which item is heard, and how far. The samples' timing is
 * the worklet's (playback-worklet.js); the protocol is connection/websocket.js's.
 */
import { decode } from './pcm.js';
import { Resampler } from './resample.js';

/** OpenAI's PCM16. */
const WIRE_HZ = 24000;
/** The worklet's ring. A server that sends further ahead loses the rest of that reply's sound
 * here; the captions still come. */
const RING_S = 30;
const DUCKED_GAIN = 0.25;
const DUCK_S = 0.02;
/** Reports come every 50 ms; a late one must not run the captions ahead. */
const LONGEST_GUESS_MS = 100;

/** @typedef {{itemId: string, from: number, until: number}} Stretch */

export class Player {
  #node;
  #gain;
  #rateHz;
  #resampler;
  #written = 0;
  #read = 0;
  #playing = false;
  #reportedAtMs = 0;
  /** @type {Stretch[]} */
  #stretches = [];

  /** @param {AudioContext} context @param {AudioNode} output */
  constructor(context, output) {
    this.#rateHz = context.sampleRate;
    this.#resampler = new Resampler(WIRE_HZ, this.#rateHz);
    this.#node = new AudioWorkletNode(context, 'playback', { outputChannelCount: [1] });
    this.#gain = context.createGain();
    this.#node.connect(this.#gain).connect(output);
    this.#node.port.onmessage = ({ data }) => this.#reported(data);
  }

  /** @param {AudioContext} context @param {AudioNode} output @returns {Promise<Player>} */
  static async open(context, output) {
    await context.audioWorklet.addModule(new URL('./playback-worklet.js', import.meta.url));
    return new Player(context, output);
  }

  /** @param {{read: number, playing: boolean}} report */
  #reported({ read, playing }) {
    this.#read = read;
    this.#playing = playing;
    this.#reportedAtMs = performance.now();
  }

  /** @param {string} itemId @param {string} base64 PCM16 mono 24 kHz */
  push(itemId, base64) {
    const samples = this.#resampler.push(decode(base64));
    if (this.#written + samples.length - this.#read > this.#rateHz * RING_S) return;
    const last = this.#stretches.at(-1);
    const until = this.#written + samples.length;
    if (last?.itemId === itemId) last.until = until;
    else this.#stretches = [...this.#stretches.slice(-3), { itemId, from: this.#written, until }];
    this.#written = until;
    this.#node.port.postMessage({ push: samples }, [samples.buffer]);
  }

  /** The reply is complete: a short one starts without waiting for more. */
  whole() {
    this.#node.port.postMessage({ whole: true });
  }

  clear() {
    this.#node.port.postMessage({ clear: true });
    this.#resampler = new Resampler(WIRE_HZ, this.#rateHz);
    this.#playing = false;
  }

  /** @param {boolean} ducked */
  duck(ducked) {
    const now = this.#gain.context.currentTime;
    const { gain } = this.#gain;
    gain.cancelScheduledValues(now);
    gain.setValueAtTime(gain.value, now);
    gain.linearRampToValueAtTime(ducked ? DUCKED_GAIN : 1, now + DUCK_S);
  }

  /** What is being heard, and milliseconds of it heard; null before the first sound.
   * @returns {{itemId: string, playedMs: number}|null} */
  position() {
    const sinceMs = Math.min(performance.now() - this.#reportedAtMs, LONGEST_GUESS_MS);
    const guess = this.#playing ? (sinceMs / 1000) * this.#rateHz : 0;
    const at = Math.min(this.#read + guess, this.#written);
    const now = this.#stretches.findLast(({ from }) => from < at);
    if (!now) return null;
    const played = Math.min(at, now.until) - now.from;
    return { itemId: now.itemId, playedMs: Math.round((played / this.#rateHz) * 1000) };
  }

  close() {
    this.#node.disconnect();
    this.#gain.disconnect();
    this.#node.port.close();
  }
}
