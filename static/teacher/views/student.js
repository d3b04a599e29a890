/** One student: where they are, what a teacher can do for them, and the sections below.
 *
 * @import {Kit} from '../app.js'
 * @import {State} from '../types.js'
 * @import {Key} from '../../strings.js'
 */
import { find, make, setIcon } from '../../dom.js';
import { moment, status, where, why } from '../words.js';
import { mountKnowledge } from './knowledge.js';
import { mountSaid } from './said.js';

const FORMATS = ['reading', 'worked_example', 'practice', 'dialogue', 'quiz', 'video'];
/** The select's values that are no format of the server's. */
const AUTO = 'auto';
const NONE = '';

/** @param {State} state */
const rowOf = ({ rows, chosen }) => rows?.find(({ id }) => id === chosen);

/** Who set the format and since when. @param {State} state @param {Kit} kit @returns {string} */
function standing({ details: { format } }, { t, language }) {
  if (!format) return '';
  if (!format.format) return t('teacher.format.free');
  const at = moment(format.at, language);
  return format.by ? t('teacher.format.by', { name: format.by, at }) : t('teacher.format.since', { at });
}

/** @param {Kit} kit */
function mountFormat(kit) {
  const { root, store, actions, t } = kit;
  const select = find(root, '#student-format', HTMLSelectElement);
  const note = find(root, '#student-format-note', HTMLElement);
  const lift = find(root, '#student-format-lift', HTMLButtonElement);
  select.append(...[NONE, AUTO, ...FORMATS].map((value) => {
    const option = make('option', '', t(/** @type {Key} */ (`teacher.format.${value || 'none'}`)));
    option.value = value;
    return option;
  }));
  select.addEventListener('change', () => {
    if (select.value !== NONE) void actions.setFormat(select.value === AUTO ? null : select.value);
  });
  lift.addEventListener('click', () => {
    select.focus(); // the button goes when nothing is left to lift
    void actions.setFormat(null);
  });
  let shown = NONE;
  store.watch((state, before) => {
    const { format } = state.details;
    const value = format ? format.format ?? AUTO : NONE;
    const failed = state.notice !== before.notice && state.notice !== null;
    // Somebody may be looking through the options: only news, and what could not be set, move them.
    if (value !== shown || failed) select.value = value;
    shown = value;
    for (const option of select.options) option.hidden = option.value === NONE && format !== null;
    lift.hidden = !format?.format;
    const words = standing(state, kit);
    if (note.textContent !== words) note.textContent = words;
  });
}

/** @param {Kit} kit */
function mountControls({ root, store, actions, t }) {
  const pause = find(root, '#student-pause', HTMLButtonElement);
  const note = find(root, '#student-pause-note', HTMLElement);
  const notice = find(root, '#student-notice', HTMLElement);
  pause.addEventListener('click', () => {
    const row = rowOf(store.get());
    if (row) void actions.pause(!row.paused);
  });
  store.watch((state) => {
    const row = rowOf(state);
    pause.setAttribute('aria-disabled', String(!row));
    find(pause, 'span', HTMLElement).textContent = t(row?.paused ? 'teacher.go_on' : 'teacher.pause');
    setIcon(pause, row?.paused ? 'play' : 'pause');
    note.textContent = row?.paused ? t('teacher.pause.holds') : '';
    const words = state.notice ? t(/** @type {Key} */ (state.notice)) : '';
    if (notice.textContent !== words) notice.textContent = words;
  });
}

/** @param {Kit} kit */
export function mountStudent(kit) {
  const { root, store, actions, t } = kit;
  const page = find(root, '#page', HTMLElement);
  const none = find(root, '#student-none', HTMLElement);
  const open = find(root, '#student-open', HTMLElement);
  const name = find(root, '#student-name', HTMLElement);
  const place = find(root, '#student-where', HTMLElement);
  const chip = find(root, '#student-status', HTMLElement);
  const reason = find(root, '#student-why', HTMLElement);

  find(root, '#student-back', HTMLButtonElement).addEventListener('click', () => {
    const { chosen } = store.get();
    actions.choose(null);
    const row = [...root.querySelectorAll('#class-rows tr')].find((one) => one.getAttribute('data-student') === chosen);
    row?.querySelector('button')?.focus();
  });
  store.watch((state, before) => {
    const row = rowOf(state);
    page.dataset.open = String(state.chosen !== null);
    open.hidden = !row;
    none.hidden = Boolean(row);
    none.textContent = t(state.chosen && state.rows ? 'teacher.unknown' : 'teacher.choose');
    if (!row) return;
    if (name.textContent !== row.name) name.textContent = row.name;
    const words = row.lesson ? `${row.lesson} · ${where(row, t)}` : where(row, t);
    if (place.textContent !== words) place.textContent = words;
    chip.textContent = t(`teacher.status.${status(row)}`);
    chip.dataset.status = status(row);
    reason.textContent = why(row, t);
    reason.hidden = !row.stuck;
    if (state.chosen === before.chosen) return;
    find(root, '#student', HTMLElement).scrollTop = 0;
    name.focus({ preventScroll: true });
  });
  mountControls(kit);
  mountFormat(kit);
  mountKnowledge(kit);
  mountSaid(kit);
}
