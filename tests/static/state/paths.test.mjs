import { doneIn, nextOf, pathsOf, placeOf, recommended } from '/static/state/paths.js';
import { equal } from '/tests/check.mjs';

const lesson = (id, state, prerequisites = []) => ({ id, title: `Title ${id}`, order: 1, minutes: 15, xp: 30, state, prerequisites });
const MAP = pathsOf({ data: [
  { id: 'p', title: 'P', about: 'a', color: 'sun', lessons: [lesson('a', 'done'), lesson('b', 'started', ['a']), lesson('c', 'locked', ['b', 'gone'])] },
  { id: 'q', title: 'Q', about: 'b', color: 'purple', lessons: [lesson('d', 'open')] }] });

export default {
  'the map reads, and names what comes before'() {
    equal(MAP.map(({ id, color }) => [id, color]), [['p', 'sun'], ['q', 'accent']]);
    equal(MAP[0].lessons[2].after, ['Title b']);
    equal(doneIn(MAP[0]), 1);
  },
  'a lesson’s place'() {
    const { path, place } = placeOf(MAP, 'c');
    equal([path.id, place], ['p', 3]);
    equal([placeOf(MAP, 'x'), placeOf(null, 'a')], [null, null]);
  },
  'the suggestion stands, if it is on the map and open'() {
    const next = (...lessons) => recommended(MAP, lessons.map((one) => ({ lesson: one, reason: 'review' })))?.lesson.id;
    equal([next('d'), next('x', 'd'), next('c')], ['d', 'd', 'b']);
  },
  'without one, what is begun comes before what is open'() {
    equal([recommended(MAP, []).lesson.id, recommended(MAP, []).reason], ['b', 'continue']);
    equal(recommended([MAP[1]], []).lesson.id, 'd');
    equal([recommended(null, []), recommended([], [])], [null, null]);
  },
  'strange answers make an empty map'() {
    for (const value of [null, {}, { data: [null, 3, { id: 4 }] }, []]) equal(pathsOf(value), []);
    equal(nextOf({ data: [null, { lesson: 3 }, { lesson: 'a' }] }), [{ lesson: 'a', reason: '' }]);
    equal(pathsOf({ data: [{ id: 'p', lessons: [null] }] })[0].lessons.length, 1);
  },
};
