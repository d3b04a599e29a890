import { decode, encode } from '/static/audio/pcm.js';
import { equal, truth } from '/tests/check.mjs';

export default {
  'there and back within one step of 16 bits'() {
    const samples = Float32Array.of(0, 0.5, -0.5, 1, -1, 0.123);
    const back = decode(encode(samples));
    for (const [i, sample] of samples.entries()) truth(Math.abs(back[i] - sample) < 1e-4, `${i}`);
  },
  'loud is clipped, never wrapped'() {
    equal([...decode(encode(Float32Array.of(7, -7)))].map((x) => Math.round(x)), [1, -1]);
  },
  'little-endian, as the wire has it; an odd byte is left out'() {
    equal([...decode(btoa('\x00\x40\x00\xc0\x11'))], [0.5, -0.5]);
  },
};
