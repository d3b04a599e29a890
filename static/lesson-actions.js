/** What the student can do with lessons, votes and ratings: each intent becomes store actions and
 * events to the server. Knows the store and the connection; knows no DOM.
 *
 * @import {Actions} from './actions.js'
 * @import {Connection} from './connection/connection.js'
 * @import {Ask, Thumbs} from './state/lesson-types.js'
 * @import {ServerEvent} from './state/types.js'
 * @import {Store} from './store.js'
 */
import { newId } from './actions.js';
import { ApiError } from './api.js';
import * as api from './lesson-api.js';

export class LessonActions {
  #store;
  #connection;
  #actions;
  /** The lesson whose start was sent. @type {string|null} */
  #sent = null;

  /** @param {{store: Store, connection: Connection, actions: Actions}} parts */
  constructor({ store, connection, actions }) {
    this.#store = store;
    this.#connection = connection;
    this.#actions = actions;
  }

  /** Begins what the student chose as soon as there is a talk, keeps map and XP fresh. */
  watch() {
    this.#store.watch((state, before) => {
      const { starting, link, session } = state;
      if (!starting) this.#sent = null;
      else if (link === 'live' && session && this.#sent !== starting) void this.#begin(starting, session);
      if (state.lesson?.result && !before.lesson?.result) void this.refresh();
      if (state.lesson && state.paths === null && state.lesson.run !== before.lesson?.run) void this.#map();
    });
  }

  /** XP, the map and what comes next; what cannot be had now stays as it is. */
  async refresh() {
    await Promise.all([this.#map(), this.#fetched('next'), this.#fetched('xp')]);
  }

  async #map() {
    try {
      this.#store.dispatch({ type: 'paths', paths: await api.paths() });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#store.dispatch({ type: 'paths', paths: null });
    }
  }

  async knowXp() {
    await this.#fetched('xp');
  }

  /** Streaks follow the days of the student's own clock. */
  async keepZone() {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    try {
      if (timeZone) await api.setZone(timeZone);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  /** @param {'next'|'xp'} what */
  async #fetched(what) {
    try {
      if (what === 'xp') this.#store.dispatch({ type: 'xp', xp: await api.xp() });
      else this.#store.dispatch({ type: 'next', next: await api.next() });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  /** @param {string|null} [pathOpen] */
  openMap(pathOpen = null) {
    this.#store.dispatch({ type: 'face', face: 'map', pathOpen });
    void this.#map();
  }

  /** From the map or a finished lesson to where the page begins. */
  openWelcome() {
    this.#store.dispatch({ type: 'face', face: 'welcome' });
  }

  /** Back to the lesson that is under way. */
  openLesson() {
    if (this.#store.get().lesson) this.#store.dispatch({ type: 'face', face: 'lesson' });
  }

  /** @param {string} lesson */
  start(lesson) {
    const { link } = this.#store.get();
    this.#store.dispatch({ type: 'starting', lesson });
    if (link === 'idle' || link === 'ended') this.#actions.connect();
  }

  /** @param {string} lesson @param {string} session */
  async #begin(lesson, session) {
    this.#sent = lesson;
    try {
      await api.start(lesson, session);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (this.#store.get().starting !== lesson) return;
      this.#store.dispatch({ type: 'starting', lesson: null });
      const code = error.status === 0 ? 'lesson_unreachable' : `lesson_${error.code}`;
      this.#store.dispatch({ type: 'notice', notice: { code, message: '' } });
    }
  }

  /** @param {string} lesson @returns {Promise<string[]>} none when they cannot be had now */
  async objectives(lesson) {
    try {
      return await api.objectives(lesson);
    } catch (error) {
      if (error instanceof ApiError) return [];
      throw error;
    }
  }

  /** @param {Ask} kind @param {ServerEvent} event @returns {boolean} false: there is no link now */
  #ask(kind, event) {
    const id = newId('event');
    if (!this.#connection.send({ ...event, event_id: id })) {
      this.#store.dispatch({ type: 'notice', notice: { code: 'no_link', message: '' } });
      return false;
    }
    this.#store.dispatch({ type: 'asked', kind, id });
    return true;
  }

  /** @param {string} answer @returns {boolean} false: keep it */
  attempt(answer) {
    const { lesson } = this.#store.get();
    if (!lesson?.item || lesson.asked?.kind === 'answer') return false;
    return this.#ask('answer', { type: 'tutor.attempt', item_id: lesson.item.id, answer });
  }

  hint() {
    if (!this.#store.get().lesson?.asked) this.#ask('hint', { type: 'tutor.hint' });
  }

  next() {
    if (!this.#store.get().lesson?.asked) this.#ask('next', { type: 'tutor.next' });
  }

  leave() {
    this.#ask('leave', { type: 'tutor.lesson.leave' });
  }

  /** @param {'left'|'right'|'tie'} choice */
  vote(choice) {
    const { vote } = this.#store.get();
    if (!vote || vote.sent) return;
    if (this.#connection.send({ type: 'tutor.vote', pair: vote.pair, choice })) {
      this.#store.dispatch({ type: 'voted', done: false });
    } else this.#store.dispatch({ type: 'notice', notice: { code: 'no_link', message: '' } });
  }

  /** Nobody has to vote. */
  closeVote() {
    this.#store.dispatch({ type: 'voted', done: true });
  }

  /** @param {string} id of a message @param {Thumbs} thumbs */
  rate(id, thumbs) {
    if (this.#store.get().thumbs[id] === thumbs) return;
    if (this.#connection.send({ type: 'tutor.rating', item_id: id, thumbs })) {
      this.#store.dispatch({ type: 'rated', id, thumbs });
    } else this.#store.dispatch({ type: 'notice', notice: { code: 'no_link', message: '' } });
  }

  /** @param {string} id of a message @param {number} stars 1 to 5 */
  star(id, stars) {
    if (this.#store.get().stars[id] === stars) return;
    if (this.#connection.send({ type: 'tutor.rating', item_id: id, stars })) {
      this.#store.dispatch({ type: 'starred', id, stars });
    } else this.#store.dispatch({ type: 'notice', notice: { code: 'no_link', message: '' } });
  }
}
