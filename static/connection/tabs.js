/** One tab holds a session: a copied tab (it copies sessionStorage, too) would fight with the first
 * over the one connection that a session has. The newest wins; the other is told at once.
 */

export class Tabs {
  #channel = new BroadcastChannel('tutor.session');
  #me = crypto.getRandomValues(new Uint32Array(2)).join('');

  /** @param {(sessionId: string) => void} onTaken another tab holds this session now */
  constructor(onTaken) {
    this.#channel.addEventListener('message', ({ data }) => {
      if (data?.from !== this.#me) onTaken(String(data?.sessionId));
    });
  }

  /** @param {string} sessionId is held by this tab from now on */
  hold(sessionId) {
    this.#channel.postMessage({ from: this.#me, sessionId });
  }
}
