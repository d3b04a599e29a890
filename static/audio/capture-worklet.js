/** Hands the microphone's samples to the page in pieces of about 20 ms. Knows no network. */

const PIECE_S = 0.02;

class Capture extends AudioWorkletProcessor {
  #piece = new Float32Array(Math.round(sampleRate * PIECE_S));
  #filled = 0;

  /** @param {Float32Array[][]} inputs @returns {boolean} */
  process(inputs) {
    const mono = inputs[0]?.[0];
    for (const sample of mono ?? []) {
      this.#piece[this.#filled] = sample;
      this.#filled += 1;
      if (this.#filled === this.#piece.length) this.#send();
    }
    return true;
  }

  #send() {
    this.port.postMessage(this.#piece.slice());
    this.#filled = 0;
  }
}

registerProcessor('capture', Capture);
