/** The student's settings: read, kept in this browser, shown as attributes of <html> for the CSS.
 * Knows nothing of the session; the connection sends what the server must know.
 *
 * @import {Preferences} from './state/types.js'
 */
import { AUTO, LANGUAGES } from './languages.js';

const KEY = 'tutor.preferences';

/** @type {Preferences} */
export const DEFAULTS = Object.freeze({
  patience: 1, mode: 'hands_free', captions: 'normal', font: 'plain', spacing: 'normal', speed: 1,
  theme: 'auto', contrast: 'auto', shortcuts: true, readCaptions: false, language: AUTO,
});

/** Every allowed value; for numbers the range.
 * @type {{[Key in keyof Preferences]: readonly unknown[]}} */
const ALLOWED = {
  patience: [0.5, 3], speed: [0.5, 2], mode: ['hands_free', 'push_to_talk'],
  captions: ['normal', 'large', 'huge'], font: ['plain', 'easy'], spacing: ['normal', 'wide'],
  theme: ['auto', 'light', 'dark'], contrast: ['auto', 'high'], shortcuts: [true, false],
  readCaptions: [true, false], language: [AUTO, ...LANGUAGES.map(({ tag }) => tag)],
};

/** @param {keyof Preferences} name @param {unknown} value @returns {boolean} */
export function allowed(name, value) {
  const range = ALLOWED[name];
  if (typeof range[0] !== 'number') return range.includes(value);
  return typeof value === 'number' && value >= range[0] && value <= Number(range[1]);
}

/** Kept settings over the defaults; what is damaged or unknown is left out.
 * @param {string|null} kept JSON @returns {Preferences} */
export function parse(kept) {
  try {
    const entries = Object.entries(JSON.parse(kept ?? '{}') ?? {}).filter(([name, value]) => (
      name in ALLOWED && allowed(/** @type {keyof Preferences} */ (name), value)));
    return { ...DEFAULTS, ...Object.fromEntries(entries) };
  } catch (error) {
    if (error instanceof SyntaxError) return DEFAULTS;
    throw error;
  }
}

/** @returns {Preferences} */
export function load() {
  return parse(localStorage.getItem(KEY));
}

/** @param {Preferences} preferences */
export function save(preferences) {
  localStorage.setItem(KEY, JSON.stringify(preferences));
}

/** @param {Preferences} preferences @param {HTMLElement} root */
export function show(preferences, root) {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const more = matchMedia('(prefers-contrast: more)').matches;
  const { theme, contrast, captions, font, spacing } = preferences;
  root.dataset.theme = theme === 'auto' ? (dark ? 'dark' : 'light') : theme;
  root.dataset.contrast = contrast === 'high' || more ? 'high' : 'normal';
  Object.assign(root.dataset, { captions, font, spacing });
}
