import { indentAfter } from '/static/views/lesson/code.js';
import { equal } from '/tests/check.mjs';

export default {
  'the next line keeps the blanks, and goes in after a colon'() {
    equal(indentAfter('x = 1'), '');
    equal(indentAfter('def f():'), '    ');
    equal(indentAfter('def f():\n    x = 1'), '    ');
    equal(indentAfter('def f():\n    if x:  '), '        ');
    equal(indentAfter(''), '');
  },
};
