/** What the student can do, in one place: each intent becomes store actions and events to the
 * server. Knows the store, the connection and the devices; knows no DOM.
 *
 * @import {Connection} from './connection/connection.js'
 * @import {Microphone} from './audio/microphone.js'
 * @import {Sound} from './audio/sound.js'
 * @import {Store} from './store.js'
 * @import {Mic, Preferences, Problem, ServerEvent} from './state/types.js'
 */
import * as api from './api.js';
import { save } from './preferences.js';

/** @type {Partial<Record<Mic, Problem>>} */
const MIC_PROBLEMS = {
  denied: 'mic_denied', missing: 'mic_missing', busy: 'mic_busy', insecure: 'insecure',
};
/** @type {Problem[]} */
const ENDINGS = ['fenced', 'ended', 'ended_idle', 'ended_operator', 'server_gone', 'offline', 'busy'];

/** A press shorter than this was meant as a tap, not as speech. */
const TAP_MS = 250;
/** The last syllable travels as media, the commit as an event: let the syllable be first. */
const TAIL_MS = 150;

/** @param {string} prefix @returns {string} */
export function newId(prefix) {
  return `${prefix}_${crypto.getRandomValues(new Uint32Array(4)).join('')}`.slice(0, 32);
}

/** @param {Preferences} preferences @returns {ServerEvent[]} what the server must know of them */
export function settingsEvents({ patience, mode, speed, language }) {
  return [
    { type: 'session.update', session: { type: 'realtime', audio: { output: { speed } }, tutor: { language } } },
    { type: 'tutor.patience', patience },
    { type: 'tutor.mode', hands_free: mode === 'hands_free' },
  ];
}

export class Actions {
  #store;
  #connection;
  #microphone;
  #sound;
  #leave;
  #heldSinceMs = 0;
  /** @type {MediaStream|null} */
  #screen = null;

  /** @param {{store: Store, connection: Connection, microphone: Microphone, sound: Sound,
   *   leave: (path: string) => void}} parts */
  constructor({ store, connection, microphone, sound, leave }) {
    this.#store = store;
    this.#connection = connection;
    this.#microphone = microphone;
    this.#sound = sound;
    this.#leave = leave;
  }

  /** @returns {MediaStream|null} the shared screen, for its preview */
  get screen() {
    return this.#screen;
  }

  /** Connects without a microphone, to type or to come back. */
  connect() {
    this.#store.dispatch({ type: 'solve', problems: ENDINGS });
    this.#connection.start();
  }

  /** The talk button, pressed: what it does depends on what is going on. */
  async press() {
    void this.#sound.unlock();
    const { mic, link, muted, paused, phase } = this.#store.get();
    if (link === 'live' && paused) return undefined;
    if (link === 'idle' || link === 'ended') this.connect();
    if (mic !== 'on') return this.openMicrophone();
    if (phase === 'speaking' || phase === 'ducked') return this.stop();
    return link === 'live' ? this.mute(!muted) : this.connect();
  }

  async openMicrophone() {
    const { dispatch } = this.#store;
    if (this.#store.get().mic === 'asking') return;
    dispatch({ type: 'solve', problems: ['mic_denied', 'mic_missing', 'mic_busy', 'insecure'] });
    dispatch({ type: 'mic', mic: 'asking' });
    const mic = await this.#microphone.open();
    const stream = this.#microphone.stream;
    if (stream) {
      this.#applyHearing();
      this.#sound.hear(stream);
      void this.#connection.setMicrophone(stream);
    }
    const problem = MIC_PROBLEMS[mic];
    if (problem) dispatch({ type: 'raise', problem });
    dispatch({ type: 'mic', mic });
    // Not when the talk has ended while the browser was asking.
    if (this.#store.get().link === 'idle') this.connect();
  }

  /** The device went away. */
  lostMicrophone() {
    void this.#connection.setMicrophone(null);
    this.#store.dispatch({ type: 'mic', mic: 'missing' });
    this.#store.dispatch({ type: 'raise', problem: 'mic_missing' });
  }

  /** The track is heard unless muted; with push-to-talk only while the button is held. */
  #applyHearing() {
    const { muted, holding, preferences } = this.#store.get();
    this.#microphone.setHeard(!muted && (preferences.mode === 'hands_free' || holding));
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.#store.dispatch({ type: 'muted', muted });
    this.#applyHearing();
    this.#connection.send({ type: 'tutor.mute', muted });
  }

  toggleMute() {
    if (this.#store.get().mic === 'on') this.mute(!this.#store.get().muted);
    else void this.press();
  }

  /** Push-to-talk pressed. The first press only opens the microphone. */
  async hold() {
    const { mic, link, muted, paused, phase } = this.#store.get();
    if (mic !== 'on' || link !== 'live' || paused) return this.press();
    void this.#sound.unlock();
    if (muted) this.mute(false);
    if (phase === 'speaking' || phase === 'ducked' || phase === 'thinking') this.stop();
    this.#heldSinceMs = performance.now();
    this.#store.dispatch({ type: 'holding', holding: true });
    this.#applyHearing();
    return undefined;
  }

  /** Push-to-talk let go: the turn ends. */
  release() {
    if (!this.#store.get().holding) return;
    this.#store.dispatch({ type: 'holding', holding: false });
    if (performance.now() - this.#heldSinceMs < TAP_MS) {
      this.#applyHearing();
      this.#connection.send({ type: 'input_audio_buffer.clear' });
      this.#store.dispatch({ type: 'notice', notice: { code: 'too_short', message: '' } });
      return;
    }
    setTimeout(() => {
      this.#applyHearing();
      this.#connection.send({ type: 'input_audio_buffer.commit' });
    }, TAIL_MS);
  }

  /** Stops the tutor's voice and the reply. */
  stop() {
    this.#connection.send({ type: 'response.cancel' });
    this.#connection.send({ type: 'output_audio_buffer.clear' });
  }

  /** @param {string} words @returns {boolean} false: keep them in the box */
  say(words) {
    void this.#sound.unlock();
    const { link, reply } = this.#store.get();
    if (reply) this.stop();
    const id = newId('item');
    if (!this.#connection.say(id, words)) {
      this.#store.dispatch({ type: 'notice', notice: { code: 'too_many', message: '' } });
      return false;
    }
    this.#store.dispatch({ type: 'typed', id, text: words });
    if (link === 'idle' || link === 'ended') this.connect();
    return true;
  }

  async toggleScreen() {
    if (this.#screen) return this.stopScreen();
    this.#store.dispatch({ type: 'screen', screen: 'asking' });
    try {
      // 5 frames a second are enough to read along; the tutor keeps only the latest.
      const wanted = { video: { frameRate: 5 }, audio: false };
      this.#screen = await navigator.mediaDevices.getDisplayMedia(wanted);
    } catch (error) {
      const refused = error instanceof DOMException && error.name === 'NotAllowedError';
      if (!refused) this.#store.dispatch({ type: 'raise', problem: 'screen_failed' });
      this.#store.dispatch({ type: 'screen', screen: 'off' });
      return undefined;
    }
    this.#screen.getVideoTracks()[0]?.addEventListener('ended', () => void this.stopScreen());
    this.#store.dispatch({ type: 'screen', screen: 'on' });
    this.connect();
    return this.#connection.setScreen(this.#screen);
  }

  /** A link by WebSocket, now or after a cut, carries no screen: say so and stop sharing. */
  watchScreen() {
    this.#store.watch(({ link, path, screen }) => {
      if (link !== 'live' || path !== 'websocket' || screen !== 'on') return;
      void this.stopScreen();  // first: what is raised below comes back here
      this.#store.dispatch({ type: 'raise', problem: 'screen_needs_direct' });
    });
  }

  async stopScreen() {
    if (!this.#screen) return;
    for (const track of this.#screen.getTracks()) track.stop();
    this.#screen = null;
    this.#store.dispatch({ type: 'screen', screen: 'off' });
    await this.#connection.setScreen(null);
  }

  /** @param {Partial<Preferences>} changes */
  prefer(changes) {
    const preferences = { ...this.#store.get().preferences, ...changes };
    this.#store.dispatch({ type: 'preferences', preferences });
    save(preferences);
    this.#applyHearing();
    const toServer = 'patience' in changes || 'mode' in changes || 'speed' in changes;
    if (toServer) for (const event of settingsEvents(preferences)) this.#connection.send(event);
  }

  /** The pages and the talk are in this language from now on: the page is loaded again, the talk
   * comes back by itself. @param {string} language a tag, or `auto` */
  async chooseLanguage(language) {
    this.prefer({ language });
    // Without the server it stays this browser's choice.
    await api.setLanguage(language).catch(() => undefined);
    this.#leave('/');
  }

  /** The one button of a problem. @param {Problem} problem */
  solve(problem) {
    if (problem === 'signed_out') return this.#leave('/login?reason=expired');
    if (problem.startsWith('mic_')) return void this.openMicrophone();
    this.#store.dispatch({ type: 'solve', problems: [problem] });
    if (problem === 'sound_blocked') return void this.#sound.unlock();
    if (ENDINGS.includes(problem)) this.connect();
    return undefined;
  }

  async logout() {
    this.#connection.leave();
    await api.logout().catch(() => undefined);  // gone or not: the page is left either way
    this.#leave('/login');
  }
}
