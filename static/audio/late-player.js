/** A player that may come late, or never: audio systems start slowly, hang, or are not there, and
 * the conversation goes on without them. Orders wait in line until it has come.
 *
 * @import {Player} from './player.js'
 */

/** Ten seconds of 20 ms pieces; when the line is full the oldest order is left out. */
const MOST = 500;

export class LatePlayer {
  /** @type {Player|null} */
  #player = null;
  /** @type {((player: Player) => void)[]} */
  #waiting = [];
  #closed = false;

  /** @param {Promise<Player|null>} coming null: this page has no sound
   * @param {(code: 'no_sound'|'sound_failed') => void} onNone */
  constructor(coming, onNone) {
    coming.then(
      (player) => (player ? this.#come(player) : onNone('no_sound')),
      () => onNone('sound_failed'),
    );
  }

  /** @param {Player} player */
  #come(player) {
    if (this.#closed) return player.close();
    this.#player = player;
    for (const order of this.#waiting) order(player);
    this.#waiting = [];
    return undefined;
  }

  /** @returns {boolean} */
  get isHere() {
    return this.#player !== null;
  }

  /** @param {(player: Player) => void} order */
  tell(order) {
    if (this.#player) order(this.#player);
    else this.#waiting = [...this.#waiting.slice(1 - MOST), order];
  }

  /** @returns {{itemId: string, playedMs: number}|null} */
  position() {
    return this.#player?.position() ?? null;
  }

  close() {
    this.#closed = true;
    this.#waiting = [];
    this.#player?.close();
  }
}
