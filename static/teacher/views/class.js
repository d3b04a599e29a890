/** The class list: who needs help is on top, as the server ranks it. Rows keep their elements, so
 * that a reading every few seconds takes nobody's focus.
 *
 * @import {Kit} from '../app.js'
 * @import {Row} from '../types.js'
 * @import {Translate} from '../../strings.js'
 */
import { find, make } from '../../dom.js';
import { since, status, where, why } from '../words.js';

class RowView {
  element = make('tr', 'row-student');
  #t;
  #button = make('button', 'name');
  #chip = make('span', 'chip');
  #link = make('span', 'chip chip-sun');
  #lesson = make('span', 'row-lesson');
  #place = make('span', 'row-place');
  #tries = make('td', 'number');
  #hints = make('td', 'number');
  #seen = make('td', 'number seen');

  /** @param {string} id @param {Translate} t */
  constructor(id, t) {
    this.#t = t;
    this.#button.type = 'button';
    this.element.dataset.student = id;
    const head = make('th', '', this.#button, this.#chip, this.#link);
    head.scope = 'row';
    this.#tries.dataset.label = t('teacher.col.tries');
    this.#hints.dataset.label = t('teacher.col.hints');
    this.#seen.dataset.label = t('teacher.col.seen');
    this.element.append(head, make('td', 'place', this.#lesson, this.#place), this.#tries, this.#hints, this.#seen);
  }

  /** @param {Row} row @param {boolean} open @param {number} nowMs */
  show(row, open, nowMs) {
    const t = this.#t;
    const stands = status(row);
    this.#link.hidden = row.connection === '';
    const link = row.connection ? t(row.connection === 'bad' ? 'link.bad' : 'link.weak') : '';
    const shown = [
      [this.#button, row.name], [this.#chip, t(`teacher.status.${stands}`)], [this.#lesson, row.lesson], [this.#link, link],
      [this.#place, why(row, t) || where(row, t)], [this.#tries, String(row.attempts)],
      [this.#hints, String(row.hints)], [this.#seen, since(row.lastAt, nowMs, t)],
    ];
    for (const [element, words] of /** @type {[HTMLElement, string][]} */ (shown)) {
      if (element.textContent !== words) element.textContent = words;
    }
    this.element.dataset.status = stands;
    this.#chip.dataset.status = stands;
    if (open) this.#button.setAttribute('aria-current', 'true');
    else this.#button.removeAttribute('aria-current');
  }
}

/** @param {Kit} kit */
export function mountClass({ root, store, actions, t }) {
  const table = find(root, '#class-table', HTMLTableElement);
  const body = find(root, '#class-rows', HTMLElement);
  const note = find(root, '#class-note', HTMLElement);
  /** @type {Map<string, RowView>} */
  const views = new Map();

  body.addEventListener('click', (event) => {
    const row = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('tr'));
    if (row?.dataset.student) actions.choose(row.dataset.student);
  });

  /** @param {Row[]} rows */
  function arrange(rows) {
    const focused = body.contains(document.activeElement) ? document.activeElement : null;
    const here = new Set(rows.map(({ id }) => id));
    for (const [id, view] of views) {
      if (here.has(id)) continue;
      view.element.remove();
      views.delete(id);
    }
    for (const [place, { id }] of rows.entries()) {
      const view = views.get(id) ?? new RowView(id, t);
      views.set(id, view);
      if (body.children[place] !== view.element) body.insertBefore(view.element, body.children[place] ?? null);
    }
    // A row that moves would drop the focus.
    if (focused instanceof HTMLElement && document.activeElement !== focused) focused.focus({ preventScroll: true });
  }

  store.watch(({ rows, chosen, stale, readAtMs }) => {
    table.hidden = !rows?.length;
    note.hidden = Boolean(rows?.length);
    if (!rows) note.textContent = t(stale ? 'teacher.stale_never' : 'teacher.loading');
    else if (!rows.length) note.textContent = t('teacher.empty');
    if (!rows) return;
    arrange(rows);
    for (const row of rows) views.get(row.id)?.show(row, row.id === chosen, readAtMs ?? 0);
  });
}
