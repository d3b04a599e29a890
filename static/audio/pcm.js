/** PCM16 and base64, as OpenAI's audio events carry sound. Pure.
 * Samples outside [-1, 1] are clipped. */

/** @param {Float32Array} samples @returns {string} base64 of little-endian int16 */
export function encode(samples) {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [i, sample] of samples.entries()) {
    view.setInt16(i * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32767), true);
  }
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** @param {string} base64 of little-endian int16; an odd last byte is left out
 * @returns {Float32Array<ArrayBuffer>} in [-1, 1) */
export function decode(base64) {
  const binary = atob(base64);
  const samples = new Float32Array(binary.length >> 1);
  for (let i = 0; i < samples.length; i += 1) {
    const unsigned = binary.charCodeAt(i * 2) | (binary.charCodeAt(i * 2 + 1) << 8);
    samples[i] = (unsigned < 32768 ? unsigned : unsigned - 65536) / 32768;
  }
  return samples;
}
