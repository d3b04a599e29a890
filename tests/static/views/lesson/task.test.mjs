import en from '/static/strings/en.js';
import { translator } from '/static/strings.js';
import { effort, verdict } from '/static/views/lesson/task.js';
import { equal } from '/tests/check.mjs';

const t = translator(en);
const lesson = (checked, hintsGiven = 0) => ({ item: { id: 'a' }, hintsGiven, checked: checked && { itemId: 'a', correct: false, aided: false, attempt: 1, error: '', ...checked } });

export default {
  'a word about the answer: never red, always a next step'() {
    equal(verdict(lesson(null)), null);
    equal(verdict(lesson({ itemId: 'before', correct: true })), null);
    equal(verdict(lesson({ correct: true })), 'checked.right_alone');
    equal(verdict(lesson({ correct: true, aided: true })), 'checked.right');
    equal(verdict(lesson({ error: 'slip' })), 'checked.slip');
    equal(verdict(lesson({ error: 'something new' })), 'checked.not_yet');
  },
  'tries and hints are counted in words'() {
    equal(effort(lesson(null), t), '');
    equal(effort(lesson({ attempt: 1 }, 1), t), '1 try · 1 hint');
    equal(effort(lesson({ attempt: 3 }, 2), t), '3 tries · 2 hints');
    equal(effort(lesson({ itemId: 'before', attempt: 3 }), t), '');
  },
};
