import { moved, unmoved, written } from '/static/state/order.js';
import { equal } from '/tests/check.mjs';

export default {
  'steps move up, down and far'() {
    equal(moved([0, 1, 2], 2, 1), [0, 2, 1]);
    equal(moved([0, 1, 2], 0, 2), [1, 2, 0]);
    equal(moved([0, 1, 2], 2, 0), [2, 0, 1]);
  },
  'beyond the ends nothing moves'() {
    const order = unmoved(3);
    for (const [from, to] of [[0, -1], [2, 3], [1, 1], [7, 0], [-1, 0]]) equal(moved(order, from, to), order);
  },
  'written as the checker reads it'() {
    equal(written([1, 2, 0]), '2, 3, 1');
  },
};
