/** The path map: all paths, and one path as a road of lessons. Knows what a lesson's state means
 * for a press; starting is lesson-actions.js's.
 *
 * @import {Kit} from '../app.js'
 * @import {LessonCard, PathCard} from '../state/lesson-types.js'
 * @import {State} from '../state/types.js'
 * @import {Translate} from '../strings.js'
 */
import { find, icon, make } from '../dom.js';
import { doneIn, recommended } from '../state/paths.js';

const ICONS = { done: 'check', started: 'play', open: 'play', locked: 'lock' };

/** @param {PathCard} path @param {Translate} t @returns {HTMLElement} */
function pathCard(path, t) {
  const done = doneIn(path);
  const total = path.lessons.length;
  const bar = make('span', 'path-bar', ...path.lessons.map(({ state }) => {
    const piece = make('i', '');
    piece.dataset.state = state;
    return piece;
  }));
  const button = make('button', 'path-card',
    make('span', 'path-title', path.title), make('span', 'path-about', path.about), bar,
    make('span', 'path-done', t('map.done', { done, total })));
  button.type = 'button';
  button.dataset.path = path.id;
  button.dataset.color = path.color;
  return make('li', '', button);
}

/** @param {LessonCard} lesson @param {number} place @param {boolean} here @param {Translate} t
 * @returns {HTMLElement} */
function stop(lesson, place, here, t) {
  const { state, title, minutes, xp, after } = lesson;
  const more = state !== 'locked' ? t('map.more', { minutes, xp })
    : after.length ? t('map.after', { lessons: after.join(', ') }) : t('map.after_unknown');
  const name = make('span', 'stop-title', `${title} `);
  if (here) name.append(make('span', 'chip stop-here', t('map.here')));
  const words = make('span', 'unseen', t('map.lesson', { place, title, state: t(`map.state.${state}`) }));
  name.setAttribute('aria-hidden', 'true');
  const button = make('button', 'stop', make('span', 'stop-mark', icon(ICONS[state])),
    make('span', 'stop-text', words, name, make('span', 'stop-more', more)));
  button.type = 'button';
  button.dataset.lesson = lesson.id;
  button.dataset.state = state;
  if (state === 'locked') button.setAttribute('aria-disabled', 'true');
  if (here) button.setAttribute('aria-current', 'step');
  return make('li', '', button);
}

/** @param {State} state @param {Translate} t @returns {HTMLElement[]} */
function content({ paths, pathsMissing, pathOpen, next, lesson }, t) {
  if (!paths) {
    const words = make('p', 'lead', t(pathsMissing ? 'map.missing' : 'map.loading'));
    if (!pathsMissing) return [words];
    const again = make('button', 'button', t('map.again'));
    again.type = 'button';
    again.id = 'map-again';
    return [words, again];
  }
  const open = paths.find(({ id }) => id === pathOpen);
  if (!open) return [make('ul', 'path-list', ...paths.map((path) => pathCard(path, t)))];
  const here = lesson?.id ?? recommended(paths, next)?.lesson.id;
  const road = make('ol', 'road', ...open.lessons.map((one, at) => stop(one, at + 1, one.id === here, t)));
  road.dataset.color = open.color;
  return [road];
}

/** @param {Kit} kit */
export function mountMap({ root, store, lessons, t }) {
  const map = find(root, '#map', HTMLElement);
  const title = find(map, '#map-title', HTMLElement);
  const lead = find(map, '#map-lead', HTMLElement);
  const list = find(map, '#paths', HTMLElement);

  list.addEventListener('click', (event) => {
    const button = /** @type {Element} */ (event.target).closest('button');
    if (!button) return;
    const { path, lesson, state } = button.dataset;
    if (path) lessons.openMap(path);
    else if (button.id === 'map-again') lessons.openMap();
    else if (lesson && lesson === store.get().lesson?.id) lessons.openLesson();
    else if (lesson && state !== 'locked') lessons.start(lesson);
  });
  find(map, '#map-back', HTMLButtonElement).addEventListener('click', () => {
    if (store.get().pathOpen) lessons.openMap();
    else lessons.openWelcome();
  });
  store.watch((state, before) => {
    const { face, paths, pathsMissing, pathOpen, next, lesson } = state;
    const open = paths?.find(({ id }) => id === pathOpen);
    title.textContent = open?.title ?? t('map.title');
    lead.textContent = open?.about ?? t('map.lead');
    const same = paths === before.paths && pathsMissing === before.pathsMissing
      && pathOpen === before.pathOpen && next === before.next && lesson?.id === before.lesson?.id;
    if (!same || !list.firstChild) {
      const { lesson: stopAt, path } = list.contains(document.activeElement)
        ? /** @type {HTMLElement} */ (document.activeElement).dataset : {};
      list.replaceChildren(...content(state, t));
      const again = /** @type {HTMLElement[]} */ ([...list.querySelectorAll('button')])
        .find(({ dataset }) => (stopAt && dataset.lesson === stopAt) || (path && dataset.path === path));
      again?.focus({ preventScroll: true });
    }
    if (face !== 'map' || pathOpen === before.pathOpen) return;
    if (before.face === 'map') title.focus({ preventScroll: true });
    // The road begins where the student is.
    queueMicrotask(() => (list.querySelector('[aria-current]') ?? map).scrollIntoView({ block: 'nearest' }));
  });
}
