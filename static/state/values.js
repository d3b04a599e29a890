/** Reads values of unknown shape, as they come from the server. Knows nothing of what they mean. */

/** @param {unknown} value @returns {string} the value if it is text, else the empty text */
export function text(value) {
  return typeof value === 'string' ? value : '';
}

/** @param {unknown} value @returns {number|null} */
export function number(value) {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** @param {unknown} value @returns {Record<string, unknown>} the value if it is an object */
export function object(value) {
  return value !== null && typeof value === 'object'
    ? /** @type {Record<string, unknown>} */ (value) : {};
}

/** @param {unknown} value @returns {unknown[]} */
export function list(value) {
  return Array.isArray(value) ? value : [];
}
