import { list, number, object, text } from '/static/state/values.js';
import { equal } from '/tests/check.mjs';

export default {
  'what is of another kind reads as nothing'() {
    for (const value of [null, undefined, 5, true, {}, []]) equal(text(value), '');
    for (const value of [null, '5', NaN, Infinity]) equal(number(value), null);
    for (const value of [null, 'x', 5]) equal(object(value), {});
    for (const value of [null, {}, 'ab']) equal(list(value), []);
  },
  'what fits passes'() {
    equal([text('a'), number(0), object({ a: 1 }), list([1])], ['a', 0, { a: 1 }, [1]]);
  },
};
