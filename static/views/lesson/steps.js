/** Steps to put in order: buttons up and down on each, drag and drop as an extra.
 *
 * @import {Item} from '../../state/lesson-types.js'
 * @import {Translate} from '../../strings.js'
 * @import {Control} from './answer.js'
 */
import { icon, make } from '../../dom.js';
import { moved, unmoved, written } from '../../state/order.js';
import { rich } from '../rich.js';
import { LETTERS } from './choice.js';

/** @param {'up'|'down'} way @param {string} text @param {Translate} t @returns {HTMLButtonElement} */
function mover(way, text, t) {
  const button = make('button', 'round-button step-move', icon(way));
  button.type = 'button';
  button.dataset.move = way;
  button.setAttribute('aria-label', t(`answer.${way}`, { text }));
  return button;
}

/** @param {Element|null} within @returns {HTMLButtonElement|null} the first that works */
function enabled(within) {
  return [...within?.querySelectorAll('button') ?? []].find(({ disabled }) => !disabled) ?? null;
}

/** @param {Item} item @param {Translate} t @returns {Control} */
export function stepsControl({ choices }, t) {
  let order = unmoved(choices.length);
  let locked = false;
  let dragged = -1;
  const said = make('p', 'unseen');
  said.setAttribute('role', 'status');
  const list = make('ol', 'steps');
  list.id = 'lesson-answer';
  list.setAttribute('aria-label', t('answer.steps'));
  const rows = choices.map(({ text, html }, at) => {
    const words = make('span', 'choice-words');
    words.dir = 'auto';
    words.append(html ? rich(html) : text);
    const row = make('li', 'step', make('span', 'choice-letter', LETTERS[at] ?? ''), words,
      mover('up', text, t), mover('down', text, t));
    row.draggable = true;
    row.dataset.step = String(at);
    return row;
  });

  function arrange() {
    const active = document.activeElement;
    for (const [place, at] of order.entries()) {
      const row = rows[at];
      if (!row) continue;
      if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null);
      for (const button of row.querySelectorAll('button')) {
        button.disabled = locked || (button.dataset.move === 'up' ? place === 0 : place === order.length - 1);
      }
    }
    // Moving an element takes its focus away; at an end the other button has it.
    if (!(active instanceof HTMLButtonElement) || !list.contains(active)) return;
    (active.disabled ? enabled(active.parentElement) : active)?.focus();
  }

  /** @param {number} from @param {number} to */
  function move(from, to) {
    const step = order[from];
    order = moved(order, from, to);
    arrange();
    const place = order.indexOf(step ?? -1) + 1;
    said.textContent = t('answer.moved', { text: choices[step ?? 0]?.text ?? '', place });
  }

  /** @param {Event} event @returns {number} place of the row under it, or -1 */
  const placeAt = (event) => order.indexOf(Number(/** @type {HTMLElement|null} */ (
    /** @type {Element} */ (event.target).closest('.step'))?.dataset.step ?? -1));

  list.addEventListener('click', (event) => {
    const button = /** @type {Element} */ (event.target).closest('button');
    const from = placeAt(event);
    if (button && from >= 0) move(from, from + (button.dataset.move === 'up' ? -1 : 1));
  });
  list.addEventListener('dragstart', (event) => {
    dragged = locked ? -1 : placeAt(event);
    if (dragged < 0) event.preventDefault();
    else event.dataTransfer?.setData('text/plain', String(dragged));
  });
  list.addEventListener('dragover', (event) => {
    const to = placeAt(event);
    if (dragged < 0 || to < 0) return;
    event.preventDefault();
    if (to === dragged) return;
    move(dragged, to);
    dragged = to;
  });
  list.addEventListener('drop', (event) => event.preventDefault());
  list.addEventListener('dragend', () => { dragged = -1; });
  arrange();
  return {
    element: make('div', 'answer-steps', list, said),
    value: () => written(order),
    focus: () => enabled(list)?.focus(),
    lock: (wanted) => { locked = wanted; arrange(); },
  };
}
