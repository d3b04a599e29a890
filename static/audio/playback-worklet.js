/** Plays pieces that come over a network: waits for a little before it starts, reports how far it
 * is, falls silent at once when told. Knows samples only; audio/player.js knows whose they are. */

/** Enough to ride over the jitter of a school's network; more would be heard as slowness. */
const START_S = 0.15;
const REPORT_S = 0.05;
/** Silence cut without a fade clicks. */
const FADE_S = 0.01;
/** The longest backlog; audio/player.js sends no more than this (RING_S). */
const MOST_S = 30;

class Playback extends AudioWorkletProcessor {
  #ring = new Float32Array(Math.round(sampleRate * MOST_S));
  #written = 0;
  #read = 0;
  #playing = false;
  #whole = false;
  #fade = 0;
  #firstAt = 0;
  #reportAt = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => this.#told(data);
  }

  /** @param {{push?: Float32Array, whole?: true, clear?: true}} order */
  #told(order) {
    if (order.push) this.#push(order.push);
    if (order.whole) this.#whole = true;
    if (order.clear) this.#fade = this.#playing ? Math.round(sampleRate * FADE_S) : 1;
  }

  /** @param {Float32Array} samples */
  #push(samples) {
    if (this.#fade > 0) this.#silence();
    if (this.#read === this.#written) this.#firstAt = currentTime;
    this.#whole = false;
    for (const sample of samples) {
      this.#ring[this.#written % this.#ring.length] = sample;
      this.#written += 1;
    }
  }

  #silence() {
    this.#read = this.#written;
    this.#fade = 0;
    this.#playing = false;
  }

  #mayStart() {
    const held = this.#written - this.#read;
    const waited = currentTime - this.#firstAt >= START_S * 2;
    return held > 0 && (held >= sampleRate * START_S || this.#whole || waited);
  }

  /** @param {Float32Array[][]} _ @param {Float32Array[][]} outputs @returns {boolean} */
  process(_, outputs) {
    const out = outputs[0]?.[0];
    if (!out) return true;
    if (!this.#playing && this.#fade > 0) this.#silence();
    this.#playing ||= this.#mayStart();
    if (this.#playing) this.#fill(out);
    if (currentTime >= this.#reportAt) this.#report();
    return true;
  }

  /** @param {Float32Array} out */
  #fill(out) {
    const whole = sampleRate * FADE_S;
    for (let i = 0; i < out.length && this.#read < this.#written; i += 1) {
      const sample = this.#ring[this.#read % this.#ring.length] ?? 0;
      out[i] = this.#fade > 0 ? sample * (this.#fade / whole) : sample;
      this.#read += 1;
      if (this.#fade > 0 && (this.#fade -= 1) === 0) this.#silence();
    }
    if (this.#read === this.#written) this.#playing = false;
  }

  #report() {
    this.#reportAt = currentTime + REPORT_S;
    this.port.postMessage({ read: this.#read, playing: this.#playing });
  }
}

registerProcessor('playback', Playback);
