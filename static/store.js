/** The one store: a state, a pure reducer, listeners. Knows no DOM and no network.
 *
 * @import {Action, Preferences, Problem, State} from './state/types.js'
 */
import { add } from './state/bubbles.js';
import { noLongerAsked } from './state/lesson.js';
import { notStarting, reduceLearning } from './state/learning.js';
import { fold } from './state/server.js';

/** @param {Preferences} preferences @returns {State} */
export function initial(preferences) {
  return {
    link: 'idle', path: 'none', quality: 'good', awaySinceMs: null, phase: 'listening', mic: 'off', muted: false,
    holding: false,
    bubbles: [], reply: null, paused: '', problems: [], notice: null, screen: 'off', hearing: null, me: null,
    panelOpen: true, session: null, face: 'welcome', pathOpen: null, paths: null, pathsMissing: false,
    next: [], starting: null, lesson: null, vote: null, thumbs: {}, stars: {}, xp: null, rewards: [], preferences,
  };
}

/** The most urgent first: one sentence and one button at a time.
 * @type {Problem[]} */
const URGENCY = [
  'signed_out', 'fenced', 'ended', 'ended_idle', 'ended_operator', 'offline', 'server_gone',
  'busy', 'sound_blocked', 'insecure', 'mic_denied', 'mic_missing', 'mic_busy', 'screen_failed',
  'screen_needs_direct',
];

/** The problem to show now. @param {State} state @returns {Problem|null} */
export function foremost(state) {
  return URGENCY.find((problem) => state.problems.includes(problem)) ?? null;
}

/** @param {State} state @param {Extract<Action, {type: 'typed'}>} action @returns {State} */
function typed(state, { id, text }) {
  const bubble = { id, who: /** @type {const} */ ('student'), by: /** @type {const} */ ('text'),
    text, pending: true };
  const panelOpen = state.panelOpen && state.face === 'lesson';
  return { ...state, bubbles: add(state.bubbles, bubble), panelOpen, notice: null };
}

/** What was asked just before a cut may be asked again. @param {State} state @returns {State} */
function unsent(state) {
  const { vote } = state;
  return noLongerAsked(vote?.sent ? { ...state, vote: { ...vote, sent: false } } : state);
}

/** @param {State} before @param {Extract<Action, {type: 'link'}>} action @returns {State} */
function linked(before, { link, atMs, path = 'none' }) {
  const { awaySinceMs } = before;
  const state = link === 'live' ? before : unsent(before);
  if (link === 'ended') {
    return { ...notStarting(state), link, path, reply: null, awaySinceMs: null };
  }
  if (link !== 'live') return { ...state, link, path, awaySinceMs: awaySinceMs ?? atMs };
  const reply = delayed(state.reply, atMs - (awaySinceMs ?? atMs));
  return { ...state, link, path, reply, awaySinceMs: null };
}

/** The tutor's voice stood still for `waitMs`; so do its captions.
 * @param {State['reply']} reply @param {number} waitMs @returns {State['reply']} */
function delayed(reply, waitMs) {
  if (!reply || reply.startedAtMs === null) return reply;
  return { ...reply, startedAtMs: reply.startedAtMs + waitMs };
}

/** @param {State} state @param {Action} action @returns {State} */
export function reduce(state, action) {
  switch (action.type) {
    case 'link': return linked(state, action);
    case 'mic': return { ...state, mic: action.mic };
    case 'muted': return { ...state, muted: action.muted };
    case 'holding': return { ...state, holding: action.holding };
    case 'typed': return typed(state, action);
    case 'screen': return { ...state, screen: action.screen };
    case 'raise':
      return { ...state, problems: [...new Set([...state.problems, action.problem])] };
    case 'solve':
      return { ...state, problems: state.problems.filter((p) => !action.problems.includes(p)) };
    case 'notice': return { ...state, notice: action.notice };
    case 'hearing': return { ...state, hearing: action.hearing };
    case 'me': return { ...state, me: action.me };
    case 'panel': return { ...state, panelOpen: action.open };
    case 'preferences': return { ...state, preferences: action.preferences };
    case 'server': return fold(state, action.event, action.atMs);
    default: return reduceLearning(state, action);
  }
}

/** @typedef {{get(): State, dispatch(action: Action): void,
 *   watch(listener: (state: State, before: State) => void): () => void}} Store */

/** @param {State} state @returns {Store} */
export function createStore(state) {
  /** @type {Set<(state: State, before: State) => void>} */
  const listeners = new Set();
  return {
    get: () => state,
    dispatch(action) {
      const before = state;
      state = reduce(state, action);
      if (state !== before) for (const listener of listeners) listener(state, before);
    },
    watch(listener) {
      listeners.add(listener);
      listener(state, state);
      return () => listeners.delete(listener);
    },
  };
}
