import { restS, waitS } from '/static/connection/backoff.js';
import { equal, truth } from '/tests/check.mjs';

export default {
  'from 0.3 s to 5 s, half of it by chance'() {
    equal(waitS(0, 0), 0.15);
    truth(waitS(0, 0.999) < 0.3, 'first wait');
    equal(waitS(4, 0), 2.4);
    equal([waitS(60, 0), Math.round(waitS(1000, 0.9999999) * 100)], [2.5, 500]);
  },
  'never sooner than the server asked, and not all together'() {
    equal([restS(0, 15, 0), restS(0, 15, 0.5)], [15, 18.75]);
    equal(restS(2, 0, 0.5), waitS(2, 0.5));
    equal(restS(60, 1, 0), waitS(60, 0));
  },
};
