/** What a student answered and said, only with their consent; without it one clear sentence.
 *
 * @import {Kit} from '../app.js'
 * @import {Said, Session, Sessions, Stuck, Transcript, WrongAnswer} from '../types.js'
 * @import {Key, Translate} from '../../strings.js'
 */
import { find, icon, make } from '../../dom.js';
import { lasted, moment, spelled } from '../words.js';

const ERRORS = new Set(['guess', 'misread', 'slip', 'right_idea', 'imprecise', 'misconception']);

/** @param {Translate} t */
const noConsent = (t) => make('p', 'no-consent', icon('lock'), make('span', '', t('teacher.consent')));
/** @param {string} words */
const quiet = (words) => make('p', 'quiet', words);

/** @param {WrongAnswer} one @param {Translate} t @param {string} language @returns {HTMLElement} */
function wrongRow(one, t, language) {
  const { at, lesson, item, answer, error, misconception, attempt, hints } = one;
  const about = [spelled(item), t('teacher.stuck.try', { attempt })];
  if (hints) about.push(t('teacher.stuck.hints', { hints }));
  const given = make('q', 'answer', answer);
  given.dir = 'auto';
  const row = make('li', 'wrong', given);
  if (ERRORS.has(error)) {
    const name = spelled(misconception);
    row.append(make('span', 'chip', t(/** @type {Key} */ (`teacher.error.${error}`), { name })));
  }
  row.append(make('span', 'wrong-about quiet number', `${lesson} · ${about.join(' · ')} · ${moment(at, language)}`));
  return row;
}

/** @param {Stuck|null} stuck @param {Translate} t @param {string} language @returns {HTMLElement} */
function wrongs(stuck, t, language) {
  if (!stuck) return quiet(t('teacher.loading'));
  if (!stuck.allowed) return noConsent(t);
  if (!stuck.answers.length) return quiet(t('teacher.stuck.none'));
  return make('ul', 'wrongs', ...stuck.answers.map((one) => wrongRow(one, t, language)));
}

/** @param {Session} session @param {boolean} allowed @param {Translate} t @param {string} language
 * @returns {HTMLElement} */
function sessionRow(session, allowed, t, language) {
  const time = moment(session.openedAt, language);
  const long = make('span', 'quiet number', lasted(session, t));
  if (!allowed) return make('li', 'session', make('span', 'number', time), long);
  const button = make('button', 'session-open', make('span', 'number', time), long);
  button.type = 'button';
  button.dataset.session = session.id;
  button.setAttribute('aria-label', t('teacher.session.read', { time }));
  return make('li', '', button);
}

/** @param {Sessions|null} known @param {Translate} t @param {string} language
 * @returns {HTMLElement[]} */
function sessionList(known, t, language) {
  if (!known) return [quiet(t('teacher.loading'))];
  const { allowed, sessions } = known;
  const list = sessions.length
    ? make('ul', 'session-rows', ...sessions.map((one) => sessionRow(one, allowed, t, language)))
    : quiet(t('teacher.sessions.none'));
  return allowed ? [list] : [noConsent(t), list];
}

/** @param {Said} said @param {string} name @param {Translate} t @returns {HTMLElement} */
function saidRow({ who, by, text }, name, t) {
  const label = who === 'tutor' ? t('teacher.said.tutor')
    : by === 'voice' ? t('teacher.said.student_voice', { name }) : name;
  const words = make('p', 'said-words', text);
  words.dir = 'auto';
  const row = make('li', 'said', make('span', 'said-who', label), words);
  row.dataset.who = who;
  return row;
}

/** @param {Kit} kit */
function mountTranscript({ root, store, actions, t, language }) {
  const section = find(root, '#transcript', HTMLElement);
  const title = find(section, '#transcript-title', HTMLElement);
  const list = find(section, '#transcript-said', HTMLElement);
  const more = find(section, '#transcript-more', HTMLButtonElement);

  /** @param {Transcript} transcript @param {Sessions|null} known @param {string} name */
  function show(transcript, known, name) {
    const at = known?.sessions.find(({ id }) => id === transcript.session)?.openedAt ?? '';
    title.textContent = t('teacher.transcript.title', { time: moment(at, language) });
    list.replaceChildren(...(transcript.said.length ? transcript.said.map((one) => saidRow(one, name, t))
      : [make('li', 'quiet', t('teacher.transcript.none'))]));
    more.hidden = transcript.next === null;
  }

  find(section, '#transcript-close', HTMLButtonElement).addEventListener('click', () => {
    const open = store.get().details.transcript?.session;
    actions.closeTranscript();
    const row = [...root.querySelectorAll('.session-open')].find((one) => one.getAttribute('data-session') === open);
    if (row instanceof HTMLElement) row.focus();
  });
  more.addEventListener('click', () => {
    const open = store.get().details.transcript?.session;
    if (open) void actions.openTranscript(open, true);
  });
  store.watch((state, before) => {
    const { transcript, sessions } = state.details;
    if (transcript === before.details.transcript) return;
    section.hidden = transcript === null;
    if (!transcript) return list.replaceChildren();
    show(transcript, sessions, state.rows?.find(({ id }) => id === state.chosen)?.name ?? '');
    if (transcript.session === before.details.transcript?.session) return undefined;
    section.scrollIntoView({ block: 'start' });
    title.focus({ preventScroll: true });
    return undefined;
  });
}

/** @param {Kit} kit */
export function mountSaid(kit) {
  const { root, store, actions, t, language } = kit;
  const stuck = find(root, '#stuck > div', HTMLElement);
  const sessions = find(root, '#sessions > div', HTMLElement);
  sessions.addEventListener('click', (event) => {
    const button = /** @type {Element} */ (event.target).closest('[data-session]');
    if (button instanceof HTMLElement && button.dataset.session) void actions.openTranscript(button.dataset.session);
  });
  store.watch(({ details }, before) => {
    if (details.stuck !== before.details.stuck || !stuck.firstChild) {
      stuck.replaceChildren(wrongs(details.stuck, t, language));
    }
    if (details.sessions === before.details.sessions && sessions.firstChild) return;
    const { session: focused } = sessions.contains(document.activeElement)
      ? /** @type {HTMLElement} */ (document.activeElement).dataset : {};
    sessions.replaceChildren(...sessionList(details.sessions, t, language));
    const again = focused && sessions.querySelector(`[data-session="${CSS.escape(focused)}"]`);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  });
  mountTranscript(kit);
}
