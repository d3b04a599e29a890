/** Looks up what the page says. Knows which languages exist, not where the words go. */
import en from './strings/en.js';

/** @typedef {keyof typeof en} Key */
/** @typedef {(key: Key, values?: Record<string, string|number>) => string} Translate */

/** More languages: a file beside en.js and a line here.
 * @type {Record<string, () => Promise<Record<Key, string>>>} */
const LANGUAGES = { en: async () => en };
const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);

/** @param {Record<Key, string>} table @returns {Translate} */
export function translator(table) {
  return (key, values = {}) => table[key].replace(/\{(\w+)\}/gu, (whole, name) => (
    name in values ? String(values[name]) : whole));
}

/** @param {string} locale such as `en` or `en-GB`
 * @returns {Promise<{t: Translate, language: string, direction: 'ltr'|'rtl'}>} */
export async function strings(locale) {
  const wanted = locale.toLowerCase().split('-')[0] ?? 'en';
  const language = wanted in LANGUAGES ? wanted : 'en';
  const table = await LANGUAGES[language]?.() ?? en;
  const direction = RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr';
  return { t: translator(table), language, direction };
}

/** Fills `data-t` (text), `data-t-label` and `data-t-placeholder` below `root`.
 * @param {ParentNode} root @param {Translate} t */
export function fill(root, t) {
  for (const element of root.querySelectorAll('[data-t],[data-t-label],[data-t-placeholder]')) {
    const { t: words, tLabel, tPlaceholder } = /** @type {HTMLElement} */ (element).dataset;
    if (words) element.textContent = t(/** @type {Key} */ (words));
    if (tLabel) element.setAttribute('aria-label', t(/** @type {Key} */ (tLabel)));
    if (tPlaceholder) element.setAttribute('placeholder', t(/** @type {Key} */ (tPlaceholder)));
  }
}
