/** Puts the page together: store, devices, connection, views. The only module that knows all.
 *
 * @import {Store} from './store.js'
 * @import {Translate} from './strings.js'
 */
import { Actions, settingsEvents } from './actions.js';
import { ApiError, capabilities, me } from './api.js';
import { Microphone } from './audio/microphone.js';
import { Sound } from './audio/sound.js';
import { Connection } from './connection/connection.js';
import { find } from './dom.js';
import { LessonActions } from './lesson-actions.js';
import { AUTO, languageOf } from './languages.js';
import { load, save, show } from './preferences.js';
import { mountShortcuts } from './shortcuts.js';
import { createStore, initial } from './store.js';
import { fill, strings } from './strings.js';
import { mountBadge } from './views/badge.js';
import { mountCheer } from './views/cheer.js';
import { mountComposer } from './views/composer.js';
import { mountConversation } from './views/conversation.js';
import { mountHush } from './views/hush.js';
import { mountLanguage } from './views/language.js';
import { mountLesson } from './views/lesson/lesson.js';
import { mountMap } from './views/map.js';
import { mountOrb } from './views/orb.js';
import { mountPanel } from './views/panel.js';
import { mountSettings } from './views/settings.js';
import { mountStatus } from './views/status.js';
import { mountTools } from './views/tools.js';
import { mountTrouble } from './views/trouble.js';
import { mountVote } from './views/vote.js';
import { mountWave } from './views/wave.js';
import { mountWelcome } from './views/welcome.js';
import { mountXp } from './views/xp.js';

/** What every view is given.
 * @typedef {object} Kit
 * @property {Document} root
 * @property {Store} store
 * @property {Actions} actions
 * @property {LessonActions} lessons
 * @property {Translate} t
 * @property {Sound} sound
 * @property {(itemId: string, startedAtMs: number|null, nowMs: number) => number|null} playedMs */

/** @param {string} path */
const leave = (path) => location.assign(path);

/** @param {Store} store @param {Sound} sound @returns {Connection} */
function connect(store, sound) {
  return new Connection(sound, {
    link: (link, path = 'none') => store.dispatch({
      type: 'link', link, path, atMs: performance.now(),
    }),
    event: (event) => store.dispatch({ type: 'server', event, atMs: performance.now() }),
    raise: (problem) => store.dispatch({ type: 'raise', problem }),
    solve: (...problems) => store.dispatch({ type: 'solve', problems }),
    hearing: (hearing) => store.dispatch({ type: 'hearing', hearing }),
    setup: () => [
      ...settingsEvents(store.get().preferences),
      { type: 'tutor.mute', muted: store.get().muted },
    ],
  });
}

/** Who is here and what works; without the server the page still opens and says so.
 * @param {Store} store */
async function greet(store) {
  try {
    const [who, hearing] = await Promise.all([me(), capabilities()]);
    store.dispatch({ type: 'me', me: who });
    store.dispatch({ type: 'hearing', hearing });
    keepLanguage(store, who.locale);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) leave('/login');
    else store.dispatch({ type: 'raise', problem: navigator.onLine ? 'server_gone' : 'offline' });
  }
}

/** The student's own choice holds on every device; another student's, kept here, does not.
 * @param {Store} store @param {string} locale empty: none was made */
function keepLanguage(store, locale) {
  const language = languageOf(locale)?.tag ?? AUTO;
  const preferences = { ...store.get().preferences, language };
  store.dispatch({ type: 'preferences', preferences });
  save(preferences);
}

/** @param {Store} store */
function followPreferences(store) {
  const root = document.documentElement;
  const apply = () => show(store.get().preferences, root);
  store.watch((state, before) => { if (state.preferences !== before.preferences) apply(); });
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)']) {
    matchMedia(query).addEventListener('change', apply);
  }
  apply();
}

async function start() {
  const store = createStore(initial(load()));
  followPreferences(store);
  await greet(store);
  const { t, language, direction } = await strings(store.get().preferences.language);
  document.documentElement.lang = language;
  document.documentElement.dir = direction;
  fill(document, t);

  const sound = new Sound(find(document, '#speaker', HTMLAudioElement), (blocked) => {
    store.dispatch(blocked ? { type: 'raise', problem: 'sound_blocked' }
      : { type: 'solve', problems: ['sound_blocked'] });
  });
  const connection = connect(store, sound);
  const microphone = new Microphone(() => actions.lostMicrophone());
  const actions = new Actions({ store, connection, microphone, sound, leave });
  actions.watchScreen();
  const lessons = new LessonActions({ store, connection, actions });
  /** @type {Kit} */
  const kit = {
    root: document, store, actions, lessons, t, sound,
    playedMs: (itemId, startedAtMs, nowMs) => connection.playedMs(itemId, startedAtMs, nowMs),
  };
  for (const mount of [mountWelcome, mountMap, mountLesson, mountVote, mountPanel, mountXp, mountCheer,
    mountConversation, mountStatus, mountOrb, mountWave, mountTools, mountComposer, mountTrouble,
    mountBadge, mountSettings, mountLanguage, mountHush, mountShortcuts]) mount(kit);
  lessons.watch();
  void lessons.keepZone();
  void lessons.refresh();
  document.documentElement.dataset.ready = 'true';
  // A reloaded page comes back to its talk by itself. XP first: what it is told again is not news.
  if (!connection.hasSession) return;
  await lessons.knowXp();
  actions.connect();
}

void start();
