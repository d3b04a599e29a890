/** The languages of the pages: their tags, their own names, which way they run. Knows no words.
 *
 * @typedef {'ltr'|'rtl'} Direction
 * @typedef {{tag: string, name: string, direction: Direction}} Language
 */

/** As in the server's table (inference/languages/table.py), by their own names.
 * @type {readonly Language[]} */
export const LANGUAGES = Object.freeze([
  { tag: 'de', name: 'Deutsch', direction: 'ltr' },
  { tag: 'en', name: 'English', direction: 'ltr' },
  { tag: 'es', name: 'español', direction: 'ltr' },
  { tag: 'fr', name: 'français', direction: 'ltr' },
  { tag: 'it', name: 'italiano', direction: 'ltr' },
  { tag: 'pl', name: 'polski', direction: 'ltr' },
  { tag: 'pt', name: 'português', direction: 'ltr' },
  { tag: 'uk', name: 'українська', direction: 'ltr' },
  { tag: 'ar', name: 'العربية', direction: 'rtl' },
  { tag: 'hi', name: 'हिन्दी', direction: 'ltr' },
]);
/** Nobody has chosen: the browser's languages decide. */
export const AUTO = 'auto';

/** @param {string} locale such as `pt-BR` @returns {Language|undefined} */
export function languageOf(locale) {
  const primary = locale.toLowerCase().split(/[-_]/u)[0];
  return LANGUAGES.find(({ tag }) => tag === primary);
}

/** The page's language: the chosen one, else the first of the browser's that has words here.
 * @param {string} chosen a tag or `auto` @param {readonly string[]} wanted the browser's
 * @returns {Language} */
export function pick(chosen, wanted) {
  const [english] = LANGUAGES.filter(({ tag }) => tag === 'en');
  const found = [chosen, ...wanted].map(languageOf).find((language) => language !== undefined);
  return found ?? /** @type {Language} */ (english);
}
