/** How long to wait before the next attempt to come back. Pure.
 *
 * Doubling with "equal jitter" (Brooker, Exponential Backoff And Jitter, AWS 2015): half of the
 * wait is fixed, half is random, so that a class of thirty does not come back in one moment.
 */

const FIRST_S = 0.3;
const LONGEST_S = 5;

/** @param {number} attempt 0 for the first retry @param {number} random in [0, 1)
 * @returns {number} seconds, at most 5 */
export function waitS(attempt, random) {
  const whole = Math.min(LONGEST_S, FIRST_S * 2 ** Math.min(attempt, 10));
  return whole / 2 + (whole / 2) * random;
}

/** The same where the server may have asked for patience (Retry-After): never sooner than that,
 * and a class that was sent away together does not come back together.
 * @param {number} attempt @param {number} holdS 0: the server asked for nothing
 * @param {number} random in [0, 1) @returns {number} seconds */
export function restS(attempt, holdS, random) {
  return Math.max(waitS(attempt, random), holdS * (1 + random / 2));
}
