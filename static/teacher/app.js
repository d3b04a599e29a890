/** Puts the teacher's page together. The only module that knows all of it.
 *
 * @import {Translate} from '../strings.js'
 * @import {Store} from './state.js'
 */
import { ApiError, logout, me } from '../api.js';
import { find } from '../dom.js';
import { load, show } from '../preferences.js';
import { fill, strings } from '../strings.js';
import { TeacherActions } from './actions.js';
import { createStore, initial } from './state.js';
import { mountClass } from './views/class.js';
import { mountQuiet } from './views/quiet.js';
import { mountStudent } from './views/student.js';
import { mountTop } from './views/top.js';

/** What every view is given.
 * @typedef {object} Kit
 * @property {Document} root
 * @property {Store} store
 * @property {TeacherActions} actions
 * @property {Translate} t
 * @property {string} language */

/** @param {string} path */
const leave = (path) => location.assign(path);
/** The address keeps the open student, so that a reload and the back button find it. */
const inAddress = () => new URLSearchParams(location.hash.slice(1)).get('student');

/** @returns {Promise<string>} the teacher's locale */
async function greet() {
  try {
    return (await me()).locale;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) leave('/login');
    return 'en';
  }
}

/** @param {Store} store @param {TeacherActions} actions */
function followAddress(store, actions) {
  addEventListener('hashchange', () => actions.choose(inAddress()));
  store.watch(({ chosen }) => {
    if (chosen === inAddress()) return;
    location.hash = chosen ? new URLSearchParams({ student: chosen }).toString() : '';
  });
}

async function start() {
  const apply = () => show(load(), document.documentElement);
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)']) {
    matchMedia(query).addEventListener('change', apply);
  }
  apply();
  const { t, language, direction } = await strings(await greet());
  document.documentElement.lang = language;
  document.documentElement.dir = direction;
  fill(document, t);
  const store = createStore(initial(inAddress()));
  const actions = new TeacherActions(store, leave);
  /** @type {Kit} */
  const kit = { root: document, store, actions, t, language };
  for (const mount of [mountTop, mountQuiet, mountClass, mountStudent]) mount(kit);
  followAddress(store, actions);
  find(document, '#logout', HTMLButtonElement).addEventListener('click', () => {
    void logout().catch(() => undefined).then(() => leave('/login'));
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void actions.refresh();
  });
  document.documentElement.dataset.ready = 'true';
  await actions.refresh();
}

void start();
