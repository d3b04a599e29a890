import { DEFAULTS } from '/static/preferences.js';
import { initial, reduce } from '/static/store.js';
import { equal } from '/tests/check.mjs';

const start = initial(DEFAULTS);

export default {
  'a map that cannot be had keeps the one that is there'() {
    const known = reduce(start, { type: 'paths', paths: [] });
    const missing = reduce(known, { type: 'paths', paths: null });
    equal([missing.paths, missing.pathsMissing], [[], true]);
    equal(reduce(missing, { type: 'paths', paths: [] }).pathsMissing, false);
  },
  'a face opens the panel and forgets the open path unless it names one'() {
    const road = reduce({ ...start, panelOpen: false }, { type: 'face', face: 'map', pathOpen: 'p' });
    equal([road.face, road.pathOpen, road.panelOpen], ['map', 'p', true]);
    equal(reduce(road, { type: 'face', face: 'map' }).pathOpen, null);
  },
  'a rating replaces the one before'() {
    const up = reduce(start, { type: 'rated', id: 'm', thumbs: 1 });
    equal(reduce(up, { type: 'rated', id: 'm', thumbs: -1 }).thumbs, { m: -1 });
    const five = reduce(up, { type: 'starred', id: 'm', stars: 5 });
    equal(reduce(five, { type: 'starred', id: 'm', stars: 2 }).stars, { m: 2 });
    equal(five.thumbs, { m: 1 });
  },
  'XP that was read too early does not take back what was told'() {
    const xp = (total) => ({ type: 'xp', xp: { total, level: 1, into: 0, size: 0, streak: 0, freezes: 0, held: [] } });
    equal([20, 50, 30].reduce((state, total) => reduce(state, xp(total)), start).xp.total, 50);
  },
  'nothing is asked and nothing voted where there is no lesson and no vote'() {
    equal(reduce(start, { type: 'asked', kind: 'hint', id: 'e' }).lesson, null);
    equal(reduce(start, { type: 'voted', done: false }).vote, null);
  },
};
