import { DEFAULTS, allowed, parse } from '/static/preferences.js';
import { equal } from '/tests/check.mjs';

export default {
  'kept over the defaults'() {
    equal(parse('{"theme":"dark","patience":3}'), { ...DEFAULTS, theme: 'dark', patience: 3 });
  },
  'damaged, unknown and out of range are left out'() {
    for (const kept of [null, '', '{', 'null', '7', '[]', '{"theme":"pink","patience":99,"x":1}']) {
      equal(parse(kept), DEFAULTS, String(kept));
    }
  },
  'ranges are the server\'s'() {
    equal([0.49, 0.5, 3, 3.01, NaN, '1'].map((value) => allowed('patience', value)),
      [false, true, true, false, false, false]);
  },
};
