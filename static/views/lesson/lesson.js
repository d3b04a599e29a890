/** The lesson's face of the panel: how far it is, and the one thing to do now.
 *
 * @import {Kit} from '../../app.js'
 * @import {Lesson} from '../../state/lesson-types.js'
 */
import { find, make } from '../../dom.js';
import { Explain } from './explain.js';
import { Finished } from './finished.js';
import { Task } from './task.js';

/** The pieces of the bar; the one under way is half full. @param {Lesson|null} lesson
 * @returns {string[]} */
export function segments(lesson) {
  if (!lesson || lesson.total <= 0) return [];
  const { done, total, part } = lesson;
  return Array.from({ length: total }, (_, at) => (
    at < done || part === 'finished' ? 'done' : at === done && part !== 'explain' ? 'now' : 'open'));
}

/** @param {Kit} kit */
export function mountLesson({ root, store, lessons, t }) {
  const face = find(root, '#lesson', HTMLElement);
  const bar = find(face, '#lesson-progress', HTMLElement);
  const title = find(face, '#lesson-title', HTMLElement);
  const body = find(face, '#lesson-body', HTMLElement);
  const leave = find(root, '#leave', HTMLDialogElement);
  const coming = make('p', 'lead lesson-coming', t('lesson.starting'));
  const task = new Task(lessons, t);
  const explain = new Explain(lessons, t);
  const finished = new Finished(lessons, t);

  find(face, '#lesson-leave', HTMLButtonElement).addEventListener('click', () => {
    const { lesson } = store.get();
    if (lesson && lesson.part !== 'finished') leave.showModal();
    else if (lesson) lessons.openMap();
    else store.dispatch({ type: 'starting', lesson: null });
  });
  leave.addEventListener('close', () => {
    if (leave.returnValue === 'leave') lessons.leave();
    leave.returnValue = '';
  });

  /** @param {Lesson|null} lesson */
  function showBar(lesson) {
    const pieces = segments(lesson);
    bar.hidden = pieces.length === 0;
    if (!lesson) return;
    while (bar.children.length < pieces.length) bar.append(make('i', ''));
    while (bar.children.length > pieces.length) bar.lastElementChild?.remove();
    for (const [at, piece] of pieces.entries()) {
      const element = bar.children[at];
      if (element instanceof HTMLElement) element.dataset.state = piece;
    }
    const done = pieces.filter((piece) => piece === 'done').length;
    bar.setAttribute('aria-valuemax', String(lesson.total));
    bar.setAttribute('aria-valuenow', String(done));
    bar.setAttribute('aria-valuetext', t('lesson.progress.value', { done, total: lesson.total }));
  }

  store.watch((state, before) => {
    const { lesson, starting, link } = state;
    const live = link === 'live';
    showBar(lesson);
    title.textContent = lesson?.title ?? t('page.lesson');
    face.dataset.id = lesson?.id ?? '';
    face.dataset.part = lesson?.part ?? '';
    const within = body.contains(document.activeElement);
    const shown = !lesson || starting ? coming
      : lesson.part === 'finished' ? finished.element : lesson.item ? task.element : explain.element;
    if (body.firstChild !== shown) {
      body.replaceChildren(shown);
      if (within) title.focus({ preventScroll: true });
    }
    if (lesson?.item && shown === task.element) task.show(lesson, live);
    if (shown === explain.element && lesson) explain.show(lesson, live);
    if (shown === finished.element) finished.show(state);
    const moved = lesson?.item?.id !== before.lesson?.item?.id || lesson?.part !== before.lesson?.part;
    if (moved && state.face === 'lesson') find(root, '#panel', HTMLElement).scrollTop = 0;
  });
}
