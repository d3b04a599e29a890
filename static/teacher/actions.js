/** What a teacher can do, and the reading that repeats by itself. Knows the store and the API; knows
 * no DOM.
 *
 * @import {Store} from './state.js'
 * @import {Details, Row, Transcript} from './types.js'
 */
import { ApiError } from '../api.js';
import * as api from './api.js';

/** Between two readings of the class. */
const CLASS_MS = 4000;
/** A student's details are read again when the row has changed, and at the latest after this. */
const DETAILS_MS = 30_000;
const DETAILS = /** @type {const} */ (['mastery', 'progress', 'stuck', 'sessions', 'format']);

/** What of a row makes its details old. @param {Row|undefined} row @returns {string} */
function mark(row) {
  return row ? [row.id, row.lastAt, row.attempts, row.hints, row.part].join('|') : '';
}

export class TeacherActions {
  #store;
  #leave;
  #mark = '';
  #asked = 0;
  #detailsAtMs = -Infinity;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;

  /** @param {Store} store @param {(path: string) => void} leave */
  constructor(store, leave) {
    this.#store = store;
    this.#leave = leave;
  }

  /** Reads the class now, and from now on every few seconds while the page is seen. */
  async refresh() {
    clearTimeout(this.#timer);
    await this.#guarded(async () => {
      const asked = this.#asked;
      const { rows, pause } = await api.classroom();
      // What was read before a press of the button may be older than the press.
      const stands = asked === this.#asked ? pause : this.#store.get().classPause;
      this.#store.dispatch({ type: 'rows', rows, pause: stands, atMs: Date.now() });
      await this.#readDetails(false);
    }, () => this.#store.dispatch({ type: 'stale' }));
    clearTimeout(this.#timer);
    if (document.visibilityState === 'visible') this.#timer = setTimeout(() => void this.refresh(), CLASS_MS);
  }

  /** @param {boolean} anyway */
  async #readDetails(anyway) {
    const { chosen, rows } = this.#store.get();
    const now = mark(rows?.find(({ id }) => id === chosen));
    const nowMs = performance.now();
    if (!chosen || (!anyway && now === this.#mark && nowMs - this.#detailsAtMs < DETAILS_MS)) return;
    this.#mark = now;
    this.#detailsAtMs = nowMs;
    await Promise.all(DETAILS.map((name) => this.#read(chosen, name)));
  }

  /** @param {string} student @param {typeof DETAILS[number]} name */
  async #read(student, name) {
    await this.#guarded(async () => {
      /** @type {Partial<Details>} */
      const details = { [name]: await api[name](student) };
      this.#store.dispatch({ type: 'details', student, details });
    }, () => { this.#mark = ''; });
  }

  /** @param {string|null} student */
  choose(student) {
    this.#store.dispatch({ type: 'choose', student });
    void this.#readDetails(true);
  }

  /** @param {string} session @param {boolean} [more] the page after what is shown */
  async openTranscript(session, more = false) {
    const { chosen, details } = this.#store.get();
    if (!chosen) return;
    const known = more && details.transcript?.session === session ? details.transcript : null;
    await this.#said(async () => {
      const page = await api.transcript(chosen, session, known?.next ?? null);
      if (page === null) this.#noConsent(chosen);
      else this.#show(chosen, known ? { ...page, said: [...known.said, ...page.said] } : page);
    });
  }

  closeTranscript() {
    const { chosen } = this.#store.get();
    if (chosen) this.#show(chosen, null);
  }

  /** @param {string} student @param {Transcript|null} transcript */
  #show(student, transcript) {
    this.#store.dispatch({ type: 'details', student, details: { transcript } });
  }

  /** Consent was taken back meanwhile: nothing that was said stays on the page.
   * @param {string} student */
  #noConsent(student) {
    const sessions = this.#store.get().details.sessions?.sessions ?? [];
    const details = { transcript: null, sessions: { allowed: false, sessions },
      stuck: { allowed: false, answers: [] } };
    this.#store.dispatch({ type: 'details', student, details });
  }

  /** @param {string|null} format null: the tutor chooses */
  async setFormat(format) {
    const student = this.#store.get().chosen;
    if (!student) return;
    await this.#said(async () => {
      await api.setFormat(student, format);
      if (this.#store.get().chosen === student) {
        this.#store.dispatch({ type: 'notice', notice: 'teacher.format.set' });
      }
      await this.#read(student, 'format');
    });
  }

  /** @param {boolean} paused */
  async pause(paused) {
    const student = this.#store.get().chosen;
    if (!student) return;
    await this.#said(async () => {
      await api.pause(student, paused);
      this.#store.dispatch({ type: 'paused', student, paused });
    });
  }

  /** Everybody's tutor, also of who joins later. @param {boolean} paused */
  async pauseClass(paused) {
    this.#asked += 1;
    this.#store.dispatch({ type: 'classNotice', notice: null });
    await this.#guarded(async () => {
      const pause = await api.pauseClass(paused);
      this.#asked += 1;
      this.#store.dispatch({ type: 'classPaused', pause });
    }, (error) => {
      const notice = error.status === 0 ? 'teacher.notice.offline' : 'teacher.notice.failed';
      this.#store.dispatch({ type: 'classNotice', notice });
    });
  }

  /** What was not done is said. @param {() => Promise<void>} work */
  async #said(work) {
    this.#store.dispatch({ type: 'notice', notice: null });
    await this.#guarded(work, (error) => {
      const notice = error.status === 0 ? 'teacher.notice.offline' : 'teacher.notice.failed';
      this.#store.dispatch({ type: 'notice', notice });
    });
  }

  /** @param {() => Promise<void>} work @param {(error: ApiError) => void} failed */
  async #guarded(work, failed) {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 401) this.#leave('/login?reason=expired');
      else failed(error);
    }
  }
}
