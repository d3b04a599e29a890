import { Resampler } from '/static/audio/resample.js';
import { truth } from '/tests/check.mjs';

const tone = (hz, rateHz, count) => Float32Array.from(
  { length: count }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rateHz));
const rms = (samples) => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);

/** In uneven pieces, as worklets and networks give them. */
function through(fromHz, toHz, samples) {
  const resampler = new Resampler(fromHz, toHz);
  const out = [];
  for (let at = 0, size = 1; at < samples.length; at += size, size = (size * 7) % 977 || 5) {
    out.push(...resampler.push(samples.subarray(at, at + size)));
  }
  return out;
}

export default {
  'keeps a tone of speech, at every rate of microphones'() {
    for (const rateHz of [16000, 44100, 48000, 96000]) {
      const out = through(rateHz, 24000, tone(1000, rateHz, rateHz));
      truth(Math.abs(out.length - 24000) < 120, `${rateHz}: ${out.length} samples`);
      const level = rms(out.slice(500, -500));
      truth(Math.abs(level - Math.SQRT1_2) < 0.01, `${rateHz}: level ${level}`);
    }
  },
  'does not fold what is above hearing into speech'() {
    const level = rms(through(48000, 24000, tone(16000, 48000, 48000)).slice(500, -500));
    truth(level < 0.003, `aliased ${level}`);
  },
  'up again for the loudspeaker'() {
    const out = through(24000, 48000, tone(3000, 24000, 24000));
    truth(Math.abs(rms(out.slice(500, -500)) - Math.SQRT1_2) < 0.01, 'level');
    truth(Math.abs(out.length - 48000) < 120, `${out.length}`);
  },
};
