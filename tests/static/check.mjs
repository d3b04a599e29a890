/** The few assertions of the pages' logic tests; they run in the browser the pages are for. */

/** @param {unknown} value @returns {string} */
const shown = (value) => JSON.stringify(value, (_, v) => (v === Infinity ? 'Infinity' : v));

/** @param {unknown} actual @param {unknown} expected @param {string} [why] */
export function equal(actual, expected, why = '') {
  if (shown(actual) === shown(expected)) return;
  throw new Error(`${why} expected ${shown(expected)}, got ${shown(actual)}`);
}

/** @param {unknown} value @param {string} why */
export function truth(value, why) {
  if (!value) throw new Error(why);
}
