/** The panel beside the conversation: a greeting and questions to begin with. On a phone it makes
 * room after the first turn and comes back by the bulb.
 *
 * @import {Kit} from '../app.js'
 * @import {Key} from '../strings.js'
 */
import { find } from '../dom.js';

/** @param {Kit} kit */
export function mountWelcome({ root, store, actions, t }) {
  const page = find(root, '#page', HTMLElement);
  const hello = find(root, '#hello', HTMLElement);
  const ideas = find(root, '#ideas', HTMLButtonElement);
  const close = find(root, '#close-panel', HTMLButtonElement);

  find(root, '#starters', HTMLElement).addEventListener('click', (event) => {
    const card = /** @type {Element} */ (event.target).closest('[data-ask]');
    if (card instanceof HTMLElement) actions.say(t(/** @type {Key} */ (card.dataset.ask)));
  });
  ideas.addEventListener('click', () => {
    store.dispatch({ type: 'panel', open: true });
    scrollTo({ top: 0 });
    close.focus();
  });
  close.addEventListener('click', () => {
    store.dispatch({ type: 'panel', open: false });
    ideas.focus();
  });
  store.watch(({ me, panelOpen }) => {
    page.dataset.panel = panelOpen ? 'open' : 'closed';
    ideas.hidden = panelOpen;
    hello.textContent = me?.name ? t('welcome.hello', { name: me.name }) : t('welcome.hello_unnamed');
  });
}
