/** Looks up what the page says. Knows which languages have words, not where the words go.
 *
 * @import {Direction} from './languages.js'
 */
import { AUTO, pick } from './languages.js';
import en from './strings/en.js';

/** @typedef {keyof typeof en} Key */
/** @typedef {(key: Key, values?: Record<string, string|number>) => string} Translate */

/** More languages: a file beside en.js, a line here and one in languages.js.
 * @type {Record<string, () => Promise<{default: Record<Key, string>}>>} */
const TABLES = {
  ar: () => import('./strings/ar.js'),
  de: () => import('./strings/de.js'),
  es: () => import('./strings/es.js'),
  fr: () => import('./strings/fr.js'),
  hi: () => import('./strings/hi.js'),
  it: () => import('./strings/it.js'),
  pl: () => import('./strings/pl.js'),
  pt: () => import('./strings/pt.js'),
  uk: () => import('./strings/uk.js'),
};

/** @param {Record<Key, string>} table @returns {Translate} */
export function translator(table) {
  return (key, values = {}) => table[key].replace(/\{(\w+)\}/gu, (whole, name) => (
    name in values ? String(values[name]) : whole));
}

/** @param {string} chosen a tag such as `pt-BR`, `auto` or empty
 * @param {readonly string[]} [wanted] the browser's languages, the best first
 * @returns {Promise<{t: Translate, language: string, direction: Direction}>} */
export async function strings(chosen, wanted = navigator.languages) {
  const { tag, direction } = pick(chosen || AUTO, wanted);
  // English stands in for a table that did not come, so that the page always opens.
  const table = await TABLES[tag]?.().then((module) => module.default, () => null) ?? en;
  return table === en ? { t: translator(en), language: 'en', direction: 'ltr' }
    : { t: translator(table), language: tag, direction };
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
