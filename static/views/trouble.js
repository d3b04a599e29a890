/** What went wrong, in one plain sentence with one button; and small notes that can be closed.
 *
 * @import {Kit} from '../app.js'
 * @import {Notice} from '../state/types.js'
 * @import {Key, Translate} from '../strings.js'
 */
import { find, hide } from '../dom.js';
import { foremost } from '../store.js';

/** Codes with words of ours; the server's own sentence serves for the others.
 * @type {Record<string, Key>} */
const NOTES = {
  too_short: 'notice.too_short', too_many: 'notice.too_many',
  input_audio_buffer_commit_empty: 'notice.nothing_heard', nothing_heard: 'notice.nothing_heard',
  model_unavailable: 'notice.model_unavailable', storage_unavailable: 'notice.storage_unavailable',
  speech_unavailable: 'notice.speech_unavailable', not_understood: 'notice.not_understood',
  no_link: 'notice.no_link', lesson_lesson_locked: 'notice.lesson_closed',
  no_lesson: 'notice.lesson_gone', item_not_posed: 'notice.lesson_gone',
};

/** Nothing to read, or said elsewhere (views/hush.js). */
const UNSHOWN = new Set(['storage_back', 'paused']);

/** @param {Notice} notice @param {Translate} t @returns {string} */
export function words({ code, message }, t) {
  const key = NOTES[code] ?? (code.startsWith('lesson_') ? 'notice.lesson_failed' : undefined);
  return key ? t(key) : message || t('notice.other');
}

/** @param {Kit} kit */
export function mountTrouble({ root, store, actions, t }) {
  const problem = find(root, '#problem', HTMLElement);
  const sentence = find(problem, 'p', HTMLElement);
  const button = find(problem, 'button', HTMLButtonElement);
  const notice = find(root, '#notice', HTMLElement);
  const note = find(notice, 'p', HTMLElement);

  button.addEventListener('click', () => {
    const now = foremost(store.get());
    if (now) actions.solve(now);
  });
  find(notice, 'button', HTMLButtonElement).addEventListener('click', () => {
    store.dispatch({ type: 'notice', notice: null });
    find(root, '#type', HTMLElement).focus();
  });
  store.watch((state) => {
    const now = foremost(state);
    hide(problem, now === null);
    if (now && problem.dataset.problem !== now) {
      sentence.textContent = t(`problem.${now}.text`);
      button.textContent = t(`problem.${now}.button`);
    }
    problem.dataset.problem = now ?? '';
    const told = UNSHOWN.has(state.notice?.code ?? '') ? null : state.notice;
    hide(notice, told === null || now !== null);
    note.textContent = told ? words(told, t) : '';
  });
}
