/** The language menu: every language by its own name. A native select: keyboards, screen readers
 * and phones know it. Choosing loads the page again in that language; the talk comes back by itself.
 *
 * @import {Kit} from '../app.js'
 */
import { make } from '../dom.js';
import { AUTO, LANGUAGES } from '../languages.js';

/** @param {Kit} kit */
export function mountLanguage({ root, store, actions, t }) {
  const menus = /** @type {NodeListOf<HTMLSelectElement>} */ (root.querySelectorAll('select[data-language]'));
  for (const menu of menus) {
    menu.append(option(AUTO, t('language.auto')), ...LANGUAGES.map(({ tag, name, direction }) => {
      const one = option(tag, name);
      Object.assign(one, { lang: tag, dir: direction });
      return one;
    }));
    menu.addEventListener('change', () => void actions.chooseLanguage(menu.value));
  }
  store.watch(({ preferences }) => { for (const menu of menus) menu.value = preferences.language; });
}

/** @param {string} value @param {string} name @returns {HTMLOptionElement} */
function option(value, name) {
  const one = make('option', '', name);
  one.value = value;
  return one;
}
