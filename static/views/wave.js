/** The living waveform and the orb's size: real loudness of the microphone and of the voice.
 * Draws only while a session is live and the page is seen; calm with reduced motion.
 *
 * @import {Kit} from '../app.js'
 */
import { find } from '../dom.js';

const BARS = 36;
/** One bar each 50 ms: the waveform shows the last 1.8 seconds. */
const STEP_MS = 50;
/** With reduced motion: one still bar, changed four times a second. */
const CALM_STEP_MS = 250;
/** The orb follows loudness quickly up and slowly down, as a breath does. */
const FALL = 0.88;

/** @typedef {{level: number, tutor: boolean}} Bar */

/** @param {HTMLCanvasElement} canvas @returns {CanvasRenderingContext2D} */
function sharp(canvas) {
  const scale = devicePixelRatio || 1;
  const { clientWidth, clientHeight } = canvas;
  const width = Math.round(clientWidth * scale);
  if (canvas.width !== width) {
    canvas.width = width;
    canvas.height = Math.round(clientHeight * scale);
  }
  const paper = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  paper.setTransform(scale, 0, 0, scale, 0, 0);
  paper.clearRect(0, 0, clientWidth, clientHeight);
  return paper;
}

/** @param {HTMLCanvasElement} canvas @param {Bar[]} bars */
function draw(canvas, bars) {
  const paper = sharp(canvas);
  const style = getComputedStyle(canvas);
  const [mine, tutors] = [style.getPropertyValue('--accent'), style.getPropertyValue('--violet')];
  const { clientWidth: width, clientHeight: height } = canvas;
  const step = width / BARS;
  const mirrored = style.direction === 'rtl';
  for (const [i, { level, tutor }] of bars.entries()) {
    const tall = Math.max(4, level * height);
    const x = mirrored ? width - (i + 1) * step : i * step;
    paper.fillStyle = tutor ? tutors : mine;
    paper.beginPath();
    paper.roundRect(x + step * 0.2, (height - tall) / 2, step * 0.6, tall, step * 0.3);
    paper.fill();
  }
}

/** @param {HTMLCanvasElement} canvas @param {Bar} bar */
function drawCalm(canvas, { level, tutor }) {
  const paper = sharp(canvas);
  const style = getComputedStyle(canvas);
  const { clientWidth: width, clientHeight: height } = canvas;
  const long = Math.max(height / 4, level * width);
  paper.fillStyle = style.getPropertyValue(tutor ? '--violet' : '--accent');
  paper.beginPath();
  const x = style.direction === 'rtl' ? width - long : 0;
  paper.roundRect(x, height * 0.375, long, height / 4, height / 8);
  paper.fill();
}

/** @param {Kit} kit */
export function mountWave({ root, store, sound }) {
  const canvas = find(root, '#wave', HTMLCanvasElement);
  const orb = find(root, '#orb', HTMLButtonElement);
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  /** @type {Bar[]} */
  const bars = Array.from({ length: BARS }, () => ({ level: 0, tutor: false }));
  let running = false;
  let drawnMs = 0;
  let swell = 0;

  /** @returns {Bar} */
  function now() {
    const { phase } = store.get();
    const { mine, tutors } = sound.levels();
    const tutor = phase === 'speaking' || phase === 'ducked';
    return { level: tutor ? Math.max(tutors, 0) : mine, tutor };
  }

  /** @param {number} atMs */
  function frame(atMs) {
    if (store.get().link !== 'live') {
      running = false;
      return;
    }
    requestAnimationFrame(frame);
    const bar = now();
    swell = Math.max(bar.level, swell * FALL);
    const shown = store.get().paused ? 0 : swell;
    if (!still.matches) orb.style.setProperty('--level', shown.toFixed(3));
    if (atMs - drawnMs < (still.matches ? CALM_STEP_MS : STEP_MS)) return;
    drawnMs = atMs;
    bars.push(bar);
    bars.shift();
    if (still.matches) drawCalm(canvas, bar);
    else draw(canvas, bars);
  }

  store.watch(({ link, mic, paused, phase }) => {
    if (link === 'live' && !running) {
      running = true;
      requestAnimationFrame(frame);
    }
    const sounds = mic === 'on' || phase === 'speaking' || phase === 'ducked';
    canvas.dataset.live = String(link === 'live' && sounds && !paused);
    if (link !== 'live') orb.style.setProperty('--level', '0');
  });
}
