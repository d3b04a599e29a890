/** How loud a sound is now, for the orb and the waveform. Knows no views. */

/** Speech at a usual distance is about 0.05 to 0.2 RMS; this makes it fill the meter. */
const GAIN = 5;

export class Meter {
  #analyser;
  #samples;
  /** @type {AudioNode|null} */
  #source = null;

  /** @param {AudioContext} context */
  constructor(context) {
    this.#analyser = context.createAnalyser();
    this.#analyser.fftSize = 512;
    this.#samples = new Float32Array(this.#analyser.fftSize);
  }

  /** @returns {AudioNode} sound that goes here is measured */
  get input() {
    return this.#analyser;
  }

  /** @param {MediaStream} stream measured instead of the one before */
  follow(stream) {
    this.#source?.disconnect();
    this.#source = /** @type {AudioContext} */ (this.#analyser.context)
      .createMediaStreamSource(stream);
    this.#source.connect(this.#analyser);
  }

  /** @returns {number} 0 (silence) to 1 */
  level() {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0);
    return Math.min(1, GAIN * Math.sqrt(power / this.#samples.length));
  }
}
