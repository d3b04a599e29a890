/** Rewards, quietly: XP that floats up for a second, one quiet second for a level, a small toast
 * for an achievement. One after the other; a screen reader hears each once.
 *
 * @import {Kit} from '../app.js'
 * @import {Reward} from '../state/lesson-types.js'
 * @import {Translate} from '../strings.js'
 */
import { find, icon, make } from '../dom.js';

/** Milliseconds in sight. An achievement has a sentence to read. */
const SHOWN_MS = { xp: 1200, level: 1800, achievement: 4500 };

/** @param {Reward} reward @param {Translate} t @returns {HTMLElement} */
function shown(reward, t) {
  if (reward.kind === 'xp') return make('p', 'cheer-xp', t('cheer.xp', { amount: reward.amount }));
  if (reward.kind === 'level') return make('p', 'cheer-level', t('cheer.level', { level: reward.level }));
  return make('p', 'cheer-toast', icon('star'),
    make('span', '', make('strong', '', reward.title), make('span', 'held-about', reward.about)));
}

/** @param {Reward} reward @param {Translate} t @returns {string} */
export function said(reward, t) {
  if (reward.kind === 'xp') return t('cheer.xp_said', { amount: reward.amount });
  if (reward.kind === 'level') return t('cheer.level', { level: reward.level });
  return t('cheer.achievement_said', { title: reward.title, about: reward.about });
}

/** @param {Kit} kit */
export function mountCheer({ root, store, t }) {
  const place = find(root, '#cheer', HTMLElement);
  const words = find(root, '#cheer-said', HTMLElement);
  const ring = find(root, '#xp', HTMLElement);
  /** @type {string|null} */
  let showing = null;

  /** @param {Reward} reward */
  function show(reward) {
    showing = reward.key;
    place.replaceChildren(shown(reward, t));
    ring.dataset.cheer = reward.kind;
    words.textContent = said(reward, t);
    setTimeout(() => {
      place.replaceChildren();
      ring.dataset.cheer = '';
      showing = null;
      store.dispatch({ type: 'rewarded', key: reward.key });
    }, SHOWN_MS[reward.kind]);
  }

  store.watch(({ rewards }) => {
    const [first] = rewards;
    if (first && showing === null) show(first);
  });
}
