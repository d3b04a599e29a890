/** Steps in an order that the student makes. Pure. An order holds places in the list as it came. */

/** @param {number} count @returns {number[]} as they came */
export function unmoved(count) {
  return Array.from({ length: count }, (_, at) => at);
}

/** Takes the step at `from` out and puts it back at `to`; what is beyond the ends stays.
 * @param {number[]} order @param {number} from @param {number} to @returns {number[]} */
export function moved(order, from, to) {
  const step = order[from];
  if (step === undefined || to < 0 || to >= order.length || from === to) return order;
  const rest = order.filter((_, at) => at !== from);
  return [...rest.slice(0, to), step, ...rest.slice(to)];
}

/** As the checker reads it: numbers from 1. @param {number[]} order @returns {string} */
export function written(order) {
  return order.map((at) => at + 1).join(', ');
}
