/** What XP, levels, achievements and opinions change on the page. Pure.
 *
 * A reloaded page is told everything again: only what exceeds the known total is news.
 *
 * @import {Achievement, Reward, Vote, Xp} from './lesson-types.js'
 * @import {State} from './types.js'
 * @import {Fold} from './server.js'
 */
import { list, number, object, text } from './values.js';

/** @type {Xp} */
const NOTHING = { total: 0, level: 1, into: 0, size: 0, streak: 0, freezes: 0, held: [] };

/** `GET /v1/me/xp`. @param {unknown} value @returns {Xp} */
export function xpOf(value) {
  const known = object(value);
  const streak = object(known.streak);
  const held = list(known.achievements).map(object).filter((one) => one.earned_at);
  return {
    total: number(known.total) ?? 0, level: number(known.level) ?? 1,
    into: number(known.into_level) ?? 0, size: number(known.level_size) ?? 0,
    streak: number(streak.days) ?? 0, freezes: number(streak.freezes) ?? 0,
    held: held.map(achievementOf),
  };
}

/** @param {Record<string, unknown>} one @returns {Achievement} */
function achievementOf(one) {
  return { id: text(one.id), title: text(one.title), about: text(one.about) };
}

/** @param {State} state @param {Xp} xp @param {Reward[]} rewards @returns {State} */
function rewarded(state, xp, rewards) {
  return { ...state, xp, rewards: [...state.rewards, ...rewards] };
}

/** @type {Fold} */
function awarded(state, event) {
  const total = number(event.total);
  const before = state.xp ?? NOTHING;
  if (total === null || total <= before.total) return state;
  const level = number(event.level) ?? before.level;
  const amount = number(event.amount) ?? number(event.xp) ?? total - before.total;
  const xp = {
    ...before, total, level, into: number(event.into_level) ?? before.into,
    size: number(event.level_size) ?? before.size, streak: number(event.streak) ?? before.streak,
  };
  /** @type {Reward[]} */
  const rewards = [{ key: `xp-${total}`, kind: 'xp', amount, total }];
  if (level > before.level) rewards.push({ key: `level-${level}`, kind: 'level', level });
  return rewarded(state, xp, rewards);
}

/** @type {Fold} */
function levelled(state, event) {
  const level = number(event.level);
  const before = state.xp ?? NOTHING;
  if (level === null || level <= before.level) return state;
  return rewarded(state, { ...before, level }, [{ key: `level-${level}`, kind: 'level', level }]);
}

/** @type {Fold} */
function achieved(state, event) {
  const one = achievementOf(event);
  const before = state.xp ?? NOTHING;
  if (!one.id || before.held.some(({ id }) => id === one.id)) return state;
  const { id, title, about } = one;
  return rewarded(state, { ...before, held: [...before.held, one] },
    [{ key: `achievement-${id}`, kind: 'achievement', title, about }]);
}

/** @type {Fold} */
function voteAsked(state, event) {
  const pair = text(event.pair);
  if (!pair) return state;
  /** @type {Vote} */
  const vote = {
    pair, question: text(event.question), left: text(object(event.left).html),
    right: text(object(event.right).html), sent: false,
  };
  return { ...state, vote };
}

/** @type {Fold} */
function voteDone(state, event) {
  return state.vote?.pair === event.pair ? { ...state, vote: null } : state;
}

/** A vote that is not open any more is not shown any more. @type {Fold} */
export function voteRefused(state, event) {
  return object(event.error).code === 'vote_not_open' ? { ...state, vote: null } : state;
}

/** @type {Record<string, Fold>} */
export const REWARD_FOLDS = {
  'tutor.xp': awarded,
  'tutor.level': levelled,
  'tutor.achievement': achieved,
  'tutor.vote.request': voteAsked,
  'tutor.vote.done': voteDone,
};
