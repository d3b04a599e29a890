import { segments } from '/static/views/lesson/lesson.js';
import { equal } from '/tests/check.mjs';

export default {
  'the piece under way is half full, unless the tutor still explains'() {
    equal(segments({ done: 1, total: 3, part: 'item' }), ['done', 'now', 'open']);
    equal(segments({ done: 1, total: 3, part: 'explain' }), ['done', 'open', 'open']);
    equal(segments({ done: 2, total: 3, part: 'finished' }), ['done', 'done', 'done']);
  },
  'nothing to show is nothing shown'() {
    equal(segments(null), []);
    equal(segments({ done: 0, total: 0, part: 'item' }), []);
  },
};
