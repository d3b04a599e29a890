/** The first face of the panel: a greeting, the next lesson, and questions to begin with.
 *
 * @import {Kit} from '../app.js'
 * @import {Key} from '../strings.js'
 */
import { find } from '../dom.js';
import { placeOf, recommended } from '../state/paths.js';

/** Reasons of the server's suggestions that have words here. */
const REASONS = new Set(['review', 'go_back', 'continue', 'again', 'next', 'start']);

/** @param {Kit} kit */
export function mountWelcome({ root, store, actions, lessons, t }) {
  const hello = find(root, '#hello', HTMLElement);
  const card = find(root, '#next-lesson', HTMLButtonElement);

  find(root, '#starters', HTMLElement).addEventListener('click', (event) => {
    const asked = /** @type {Element} */ (event.target).closest('[data-ask]');
    if (asked instanceof HTMLElement) actions.say(t(/** @type {Key} */ (asked.dataset.ask)));
  });
  card.addEventListener('click', () => {
    if (store.get().lesson) lessons.openLesson();
    else if (card.dataset.lesson) lessons.start(card.dataset.lesson);
  });
  find(root, '#open-map', HTMLButtonElement).addEventListener('click', () => lessons.openMap());
  store.watch(({ me, lesson, paths, next }) => {
    hello.textContent = me?.name ? t('welcome.hello', { name: me.name }) : t('welcome.hello_unnamed');
    const at = lesson ? placeOf(paths, lesson.id) : recommended(paths, next);
    card.hidden = at === null;
    if (!at) return;
    const reason = 'reason' in at && typeof at.reason === 'string' && REASONS.has(at.reason) ? at.reason : 'next';
    card.dataset.lesson = at.lesson.id;
    card.dataset.color = at.path.color;
    find(card, '.next-why', HTMLElement).textContent = t(
      lesson ? 'next.now' : /** @type {Key} */ (`next.why.${reason}`));
    find(card, '.next-title', HTMLElement).textContent = at.lesson.title;
    find(card, '.next-more', HTMLElement).textContent = t('next.more', {
      minutes: at.lesson.minutes, xp: at.lesson.xp,
    });
  });
}
