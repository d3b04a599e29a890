/** Streaming sample rate conversion: windowed sinc, so that 48 kHz microphones do not fold their
 * upper half into speech at 24 kHz. Pure; one object per stream.
 *
 * Method: polyphase FIR with a Blackman window (Smith, Digital Audio Resampling, CCRMA).
 */

const PHASES = 128;
/** Zero crossings of the sinc on each side. */
const CROSSINGS = 12;

/** @param {number} x @returns {number} */
function sinc(x) {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** @param {number} half taps on each side @param {number} cutoff of the input's Nyquist rate
 * @returns {Float32Array[]} per phase, `2 * half` taps */
function kernels(half, cutoff) {
  return Array.from({ length: PHASES }, (_, phase) => {
    const taps = Float32Array.from({ length: 2 * half }, (__, k) => {
      const x = k - half + 1 - phase / PHASES;
      const w = 0.42 + 0.5 * Math.cos((Math.PI * x) / half)
        + 0.08 * Math.cos((2 * Math.PI * x) / half);
      return Math.abs(x) >= half ? 0 : cutoff * sinc(cutoff * x) * w;
    });
    const sum = taps.reduce((total, tap) => total + tap, 0);
    return taps.map((tap) => tap / sum);
  });
}

export class Resampler {
  #step;
  #half;
  #kernels;
  /** @type {Float32Array<ArrayBuffer>} */
  #held;
  #at;

  /** @param {number} fromHz @param {number} toHz */
  constructor(fromHz, toHz) {
    const cutoff = Math.min(1, toHz / fromHz) * 0.95;
    this.#step = fromHz / toHz;
    this.#half = Math.ceil(CROSSINGS / cutoff);
    this.#kernels = kernels(this.#half, cutoff);
    this.#held = new Float32Array(this.#half);
    this.#at = this.#half;
  }

  /** @param {Float32Array} samples @returns {Float32Array<ArrayBuffer>} what is complete by now */
  push(samples) {
    const input = new Float32Array(this.#held.length + samples.length);
    input.set(this.#held);
    input.set(samples, this.#held.length);
    const out = [];
    while (Math.floor(this.#at) + this.#half < input.length) {
      out.push(this.#one(input));
      this.#at += this.#step;
    }
    const keepFrom = Math.min(input.length, Math.max(0, Math.floor(this.#at) - this.#half));
    this.#held = input.slice(keepFrom);
    this.#at -= keepFrom;
    return Float32Array.from(out);
  }

  /** @param {Float32Array} input @returns {number} */
  #one(input) {
    const whole = Math.floor(this.#at);
    const taps = /** @type {Float32Array} */ (
      this.#kernels[Math.floor((this.#at - whole) * PHASES)]);
    const first = whole - this.#half + 1;
    let sum = 0;
    for (let k = 0; k < taps.length; k += 1) sum += (taps[k] ?? 0) * (input[first + k] ?? 0);
    return sum;
  }
}
