/** Two explanations side by side; which was better? Nobody has to answer.
 *
 * @import {Kit} from '../app.js'
 * @import {Vote} from '../state/lesson-types.js'
 * @import {Translate} from '../strings.js'
 */
import { find, icon, make } from '../dom.js';
import { rich } from './rich.js';

/** @typedef {'left'|'right'|'tie'} Choice */

/** @param {Choice} choice @param {string} words @param {string} [label] for a screen reader
 * @returns {HTMLButtonElement} */
function chooser(choice, words, label) {
  const button = make('button', 'button button-quiet', words);
  button.type = 'button';
  button.dataset.vote = choice;
  if (label) button.setAttribute('aria-label', label);
  return button;
}

/** @param {'left'|'right'} side @param {string} html @param {Translate} t @returns {HTMLElement} */
function explanation(side, html, t) {
  const name = t(side === 'left' ? 'vote.first' : 'vote.second');
  const title = make('h3', '', name);
  title.id = `vote-${side}`;
  const words = make('div', 'vote-words');
  words.dir = 'auto';
  words.append(rich(html));
  const card = make('article', 'vote-card', title, words,
    chooser(side, t('vote.left'), `${name}: ${t('vote.left')}`));
  card.setAttribute('aria-labelledby', title.id);
  return card;
}

/** @param {Vote} vote @param {Translate} t @returns {HTMLElement[]} */
function content(vote, t) {
  const title = make('h2', 'vote-question', vote.question);
  title.id = 'vote-question';
  title.dir = 'auto';
  const close = make('button', 'round-button', icon('close'));
  Object.assign(close, { type: 'button', id: 'vote-close' });
  close.setAttribute('aria-label', t('vote.close'));
  return [
    make('div', 'vote-head', make('div', '', title, make('p', 'vote-lead', t('vote.lead'))), close),
    make('div', 'vote-pair', explanation('left', vote.left, t), explanation('right', vote.right, t)),
    make('div', 'row', chooser('tie', t('vote.tie'))),
  ];
}

/** @param {Kit} kit */
export function mountVote({ root, store, lessons, t }) {
  const place = find(root, '#vote', HTMLElement);
  const said = find(root, '#cheer-said', HTMLElement);
  place.addEventListener('click', (event) => {
    const button = /** @type {Element} */ (event.target).closest('button');
    if (button?.id === 'vote-close') lessons.closeVote();
    else if (button?.dataset.vote) lessons.vote(/** @type {Choice} */ (button.dataset.vote));
  });
  store.watch(({ vote }, before) => {
    if (vote === before.vote && Boolean(vote) !== place.hidden) return;
    const within = place.contains(document.activeElement);
    place.hidden = vote === null;
    if (vote && vote.pair !== place.dataset.pair) place.replaceChildren(...content(vote, t));
    place.dataset.pair = vote?.pair ?? '';
    for (const button of place.querySelectorAll('[data-vote]')) {
      button.setAttribute('aria-disabled', String(vote?.sent ?? false));
    }
    if (vote) return;
    place.replaceChildren();
    if (before.vote?.sent) said.textContent = t('vote.thanks');
    if (within) find(root, '.face:not([hidden]) h1', HTMLElement).focus({ preventScroll: true });
  });
}
