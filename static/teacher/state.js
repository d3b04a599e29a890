/** The teacher's page as values: a pure reducer. What comes late for a student who is no longer
 * open changes nothing.
 *
 * @import {Action, Details, State} from './types.js'
 */

/** @type {Details} */
const NOTHING = Object.freeze({
  mastery: null, progress: null, stuck: null, sessions: null, transcript: null, format: null,
});

/** @param {string|null} chosen @returns {State} */
export function initial(chosen) {
  return {
    rows: null, readAtMs: null, stale: false, chosen, details: NOTHING, notice: null,
    classPause: null, classNotice: null,
  };
}

/** @param {State} state @param {Action} action @returns {State} */
export function reduce(state, action) {
  switch (action.type) {
    case 'rows':
      return { ...state, rows: action.rows, classPause: action.pause, readAtMs: action.atMs, stale: false };
    case 'stale': return { ...state, stale: true };
    case 'choose':
      if (action.student === state.chosen) return state;
      return { ...state, chosen: action.student, details: NOTHING, notice: null };
    case 'details':
      if (action.student !== state.chosen) return state;
      return { ...state, details: { ...state.details, ...action.details } };
    case 'paused': {
      const { student, paused } = action;
      const rows = state.rows?.map((row) => (row.id === student ? { ...row, paused } : row)) ?? null;
      return { ...state, rows };
    }
    case 'classPaused': return { ...state, classPause: action.pause };
    case 'classNotice': return { ...state, classNotice: action.notice };
    case 'notice': return { ...state, notice: action.notice };
  }
}

/** @typedef {{get(): State, dispatch(action: Action): void,
 *   watch(listener: (state: State, before: State) => void): void}} Store */

/** @param {State} state @returns {Store} */
export function createStore(state) {
  /** @type {((state: State, before: State) => void)[]} */
  const listeners = [];
  return {
    get: () => state,
    dispatch(action) {
      const before = state;
      state = reduce(state, action);
      if (state !== before) for (const listener of listeners) listener(state, before);
    },
    watch(listener) {
      listeners.push(listener);
      listener(state, state);
    },
  };
}
