import { LatePlayer } from '/static/audio/late-player.js';
import { equal, truth } from '/tests/check.mjs';

/** A player that writes down what it is told. */
const recorder = () => {
  const told = [];
  return { told, push: (id) => told.push(id), close: () => told.push('closed'), position: () => null };
};
const settle = () => new Promise((resolve) => { setTimeout(resolve); });
const none = () => { throw new Error('a player came'); };

export default {
  async 'orders wait for the player, in order'() {
    const player = recorder();
    let come;
    const late = new LatePlayer(new Promise((resolve) => { come = resolve; }), none);
    late.tell((p) => p.push('a'));
    late.tell((p) => p.push('b'));
    truth(!late.isHere, 'not yet');
    come(player);
    await settle();
    late.tell((p) => p.push('c'));
    equal(player.told, ['a', 'b', 'c']);
  },
  async 'ten seconds of orders are kept, not more'() {
    const player = recorder();
    let come;
    const late = new LatePlayer(new Promise((resolve) => { come = resolve; }), none);
    for (let n = 0; n < 600; n += 1) late.tell((p) => p.push(n));
    come(player);
    await settle();
    equal([player.told.length, player.told[0]], [500, 100]);
  },
  async 'closed before it comes: it is closed when it comes'() {
    const player = recorder();
    const late = new LatePlayer(Promise.resolve(player), none);
    late.close();
    await settle();
    equal(player.told, ['closed']);
  },
  async 'no sound, and sound that fails, are told apart'() {
    const codes = [];
    const note = (code) => codes.push(code);
    void new LatePlayer(Promise.resolve(null), note);
    void new LatePlayer(Promise.reject(new Error('x')), note);
    await settle();
    equal(codes.sort(), ['no_sound', 'sound_failed']);
  },
};
