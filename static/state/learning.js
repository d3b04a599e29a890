/** What the student does with lessons, the map and rewards, as changes of the state. Pure.
 *
 * @import {Action, State} from './types.js'
 */
import { asked } from './lesson.js';

/** @param {State} state @param {Extract<Action, {type: 'face'}>} action @returns {State} */
function turned(state, { face, pathOpen = null }) {
  return { ...state, face, pathOpen, panelOpen: true };
}

/** @param {State} state @param {Extract<Action, {type: 'paths'}>} action @returns {State} */
function mapped(state, { paths }) {
  return { ...state, paths: paths ?? state.paths, pathsMissing: paths === null };
}

/** @param {State} state @param {Extract<Action, {type: 'starting'}>} action @returns {State} */
function starting(state, { lesson }) {
  if (!lesson) return notStarting(state);
  return { ...state, starting: lesson, face: 'lesson', panelOpen: true, notice: null };
}

/** @param {State} state @returns {State} */
export function notStarting(state) {
  const face = state.face === 'lesson' && !state.lesson ? 'map' : state.face;
  return { ...state, starting: null, face };
}

/** @param {State} state @param {Extract<Action, {type: 'voted'}>} action @returns {State} */
function voted(state, { done }) {
  return { ...state, vote: done || !state.vote ? null : { ...state.vote, sent: true } };
}

/** @param {State} state @param {Action} action @returns {State} */
export function reduceLearning(state, action) {
  switch (action.type) {
    case 'face': return turned(state, action);
    case 'paths': return mapped(state, action);
    case 'next': return { ...state, next: action.next };
    case 'starting': return starting(state, action);
    case 'asked': return asked(state, action.kind, action.id);
    // What was told live may be newer than what was read.
    case 'xp': return action.xp.total < (state.xp?.total ?? 0) ? state : { ...state, xp: action.xp };
    case 'rewarded':
      return { ...state, rewards: state.rewards.filter(({ key }) => key !== action.key) };
    case 'voted': return voted(state, action);
    case 'rated':
      return { ...state, thumbs: { ...state.thumbs, [action.id]: action.thumbs } };
    case 'starred':
      return { ...state, stars: { ...state.stars, [action.id]: action.stars } };
    default: return state;
  }
}
