/** The microphone as base64 PCM16 at 24 kHz, in pieces of about 20 ms. Knows no protocol. */
import { encode } from './pcm.js';
import { Resampler } from './resample.js';

const WIRE_HZ = 24000;

export class Capture {
  #source;
  #node;

  /** @param {AudioContext} context @param {MediaStream} microphone
   * @param {(base64: string) => void} onPiece */
  constructor(context, microphone, onPiece) {
    const resampler = new Resampler(context.sampleRate, WIRE_HZ);
    this.#source = context.createMediaStreamSource(microphone);
    this.#node = new AudioWorkletNode(context, 'capture', { numberOfOutputs: 0 });
    this.#node.port.onmessage = ({ data }) => onPiece(encode(resampler.push(data)));
    this.#source.connect(this.#node);
  }

  /** @param {AudioContext} context @param {MediaStream} microphone
   * @param {(base64: string) => void} onPiece @returns {Promise<Capture>} */
  static async open(context, microphone, onPiece) {
    await context.audioWorklet.addModule(new URL('./capture-worklet.js', import.meta.url));
    return new Capture(context, microphone, onPiece);
  }

  close() {
    this.#source.disconnect();
    this.#node.disconnect();
    this.#node.port.close();
  }
}
