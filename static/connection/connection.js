/** Keeps the page in its session: connects, falls back, comes back, hands over each event once.
 *
 * Knows the protocol's order and the two transports; knows no DOM and no store. One loop owns the
 * link: open, live, down, rest, again, until the session ends or the student leaves.
 *
 * @import {Link, Path, Problem, ServerEvent} from '../state/types.js'
 */
import { ApiError, capabilities, clientSecret } from '../api.js';
import { text } from '../state/bubbles.js';
import { waitS } from './backoff.js';
import { ATTEMPT_S, FRESH, choose, failed } from './fallback.js';
import { MOST, cut, due, note, put } from './outbox.js';
import { NOWHERE, accept, isGreeting, remember, remembered } from './resume.js';
import { WebRtcTransport } from './webrtc.js';
import { WebSocketTransport } from './websocket.js';

/** @typedef {{microphone: MediaStream|null, screen: MediaStream|null}} Media
 *
 * @typedef {object} Transport
 * @property {'webrtc'|'websocket'} kind
 * @property {(event: ServerEvent) => boolean} send
 * @property {(microphone: MediaStream|null) => Promise<void>} setMicrophone
 * @property {(screen: MediaStream|null) => Promise<boolean>} setScreen  false: it cannot carry one
 * @property {(itemId: string, startedAtMs: number|null, nowMs: number) => number|null} playedMs
 * @property {() => void} close
 *
 * @typedef {object} Opening
 * @property {string} secret
 * @property {import('./resume.js').Cursor} cursor
 * @property {RTCIceServer[]} iceServers
 * @property {Media} media
 * @property {import('../audio/sound.js').Sound} sound
 * @property {AbortSignal} signal                       this attempt's time is up
 * @property {(data: unknown) => ServerEvent|null} onMessage  null: seen before, or unreadable
 * @property {(voice: MediaStream) => void} onVoice
 * @property {(code: string) => void} onDown
 *
 * @typedef {object} Listener
 * @property {(link: Link, path?: Path) => void} link
 * @property {(event: ServerEvent) => void} event
 * @property {(problem: Problem) => void} raise
 * @property {(...problems: Problem[]) => void} solve
 * @property {(hearing: {freeSpeech: boolean, advice: string, engine: string}) => void} hearing
 * @property {() => ServerEvent[]} setup    what the server must know first: settings, mute
 */

const WEBSOCKET_S = 8;
/** A replay comes in one burst; this long without an event it is over. */
const QUIET_S = 0.4;
/** A link that lived shorter counts as another failure. */
const STEADY_S = 3;
/** Attempts before the page speaks of it: the first comes back unnoticed. */
const QUIET_ATTEMPTS = 2;
const LONGEST_HOLD_S = 60;
/** Statuses of an endpoint that is not there or does not take offers. */
const NO_WEBRTC = new Set([404, 405, 415, 501]);
/** Statuses of a session that cannot be come back to. */
const NO_SESSION = new Set([403, 404, 410, 422]);
/** Reasons after which the server expects the page back. */
const BACK_SOON = new Set(['drain', 'failed']);

const nowS = () => performance.now() / 1000;

export class Connection {
  #on;
  #sound;
  #cursor = remembered(sessionStorage);
  #past = FRESH;
  /** @type {import('./outbox.js').Outbox} */
  #outbox = [];
  /** @type {Media} */
  #media = { microphone: null, screen: null };
  /** @type {Transport|null} */
  #transport = null;
  #wanted = false;
  #running = false;
  /** @type {() => void} */
  #down = () => undefined;
  /** @type {() => void} */
  #wake = () => undefined;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #quiet;
  #catchingUp = false;
  /** The server asked to be left alone this long (Retry-After). */
  #holdS = 0;

  /** @param {import('../audio/sound.js').Sound} sound @param {Listener} on */
  constructor(sound, on) {
    this.#sound = sound;
    this.#on = on;
    addEventListener('online', () => void this.check());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.check();
    });
  }

  /** @returns {boolean} a session of this tab may still run on the server */
  get hasSession() {
    return this.#cursor.sessionId !== null;
  }

  /** Connects, or hurries a waiting attempt. */
  start() {
    this.#wanted = true;
    this.#wake();
    if (!this.#running) void this.#run();
  }

  /** Leaves for good: the next student of this browser must not ask for this session. */
  leave() {
    this.#wanted = false;
    remember(sessionStorage, NOWHERE);
    this.#wake();
    this.#transport?.close();
    this.#down();
  }

  /** After a sleep or on a new network: is the server still there? */
  async check() {
    this.#wake();
    if (!this.#transport) return;
    await capabilities(AbortSignal.timeout(3000)).catch(() => {
      this.#transport?.close();
      this.#down();
    });
  }

  async #run() {
    this.#running = true;
    let attempt = 0;
    this.#on.link('connecting');
    while (this.#wanted) {
      const startedS = nowS();
      await this.#once().catch((error) => this.#failed(error, attempt));
      if (!this.#wanted) break;
      attempt = nowS() - startedS > STEADY_S + ATTEMPT_S ? 0 : attempt + 1;
      this.#on.link('reconnecting');
      await this.#rest(Math.max(waitS(attempt, Math.random()), this.#holdS));
    }
    this.#running = false;
    this.#on.link('ended');
  }

  /** @param {number} seconds */
  #rest(seconds) {
    return new Promise((resolve) => {
      this.#wake = () => resolve(undefined);
      setTimeout(resolve, seconds * 1000);
    });
  }

  /** One link, from its opening to its end. */
  async #once() {
    const down = new Promise((resolve) => { this.#down = () => resolve(undefined); });
    const given = this.#media;
    const transport = await this.#open(given);
    if (!this.#wanted) return transport.close();
    this.#transport = transport;
    this.#holdS = 0;
    this.#past = transport.kind === 'webrtc' ? FRESH : this.#past;
    this.#on.solve('server_gone', 'offline');
    this.#on.link('live', transport.kind);
    this.#flush();
    await this.#catchUp(transport, given);
    await down;
    this.#transport = null;
    clearTimeout(this.#quiet);
    this.#outbox = cut(this.#outbox);
    return undefined;
  }

  /** What the student allowed while the link was being opened. @param {Transport} transport
   * @param {Media} given to it when it began */
  async #catchUp(transport, given) {
    const { microphone, screen } = this.#media;
    if (microphone !== given.microphone) await transport.setMicrophone(microphone);
    if (screen !== given.screen) await transport.setScreen(screen);
  }

  /** @param {Media} media @returns {Promise<Transport>} */
  async #open(media) {
    const time = new AbortController();
    const timer = setTimeout(() => time.abort(), WEBSOCKET_S * 1000);
    try {
      const [known, secret] = await Promise.all([
        capabilities(time.signal), this.#secret(time.signal),
      ]);
      this.#on.hearing(known);
      const kind = choose(this.#past, known.webrtc && 'RTCPeerConnection' in window);
      const opening = {
        ...this.#opening(secret.value, time.signal), media, iceServers: known.iceServers,
      };
      return kind === 'webrtc' ? await this.#openWebRtc(opening, time)
        : await WebSocketTransport.open(opening);
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {Opening} opening @param {AbortController} time @returns {Promise<Transport>} */
  async #openWebRtc(opening, time) {
    const timer = setTimeout(() => time.abort(), ATTEMPT_S * 1000);
    try {
      return await WebRtcTransport.open(opening);
    } catch (error) {
      const known = error instanceof ApiError ? error : null;
      if (known?.code === 'unreachable' || known?.status === 401) throw error;
      if (known?.code !== 're_offer') {
        this.#past = failed(this.#past, nowS(), NO_WEBRTC.has(known?.status ?? 0));
      }
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {AbortSignal} signal @returns {Promise<import('../api.js').Secret>} */
  async #secret(signal) {
    try {
      return await clientSecret(this.#cursor.sessionId, signal);
    } catch (error) {
      const gone = error instanceof ApiError && NO_SESSION.has(error.status);
      if (!gone || !this.#cursor.sessionId) throw error;
      this.#cursor = NOWHERE;
      return clientSecret(null, signal);
    }
  }

  /** @param {string} secret @param {AbortSignal} signal @returns {Omit<Opening, 'iceServers'|'media'>} */
  #opening(secret, signal) {
    return {
      secret, signal, cursor: this.#cursor, sound: this.#sound,
      onMessage: (data) => this.#message(data),
      onVoice: (voice) => void this.#sound.playStream(voice),
      onDown: () => this.#down(),
    };
  }

  /** @param {unknown} error @param {number} attempt */
  #failed(error, attempt) {
    const known = error instanceof ApiError ? error : null;
    this.#holdS = Math.min(known?.retryAfterS ?? 0, LONGEST_HOLD_S);
    if (known?.status === 401 && known.code !== 'secret_expired') {
      this.#wanted = false;
      this.#on.raise('signed_out');
    } else if (!navigator.onLine) {
      this.#on.raise('offline');
    } else if (attempt >= QUIET_ATTEMPTS) {
      this.#on.raise('server_gone');
    }
  }

  /** @param {unknown} data one frame @returns {ServerEvent|null} */
  #message(data) {
    const event = readable(data);
    if (!event) return null;
    const { cursor, fresh } = accept(this.#cursor, event);
    if (!fresh) return null;
    this.#cursor = cursor;
    this.#outbox = note(this.#outbox, event);
    if (isGreeting(event)) this.#greeted(event);
    else if (this.#catchingUp) this.#awaitQuiet();
    this.#on.event(event);
    if (event.type === 'tutor.session.closed') this.#closed(text(event.reason));
    return event;
  }

  /** @param {ServerEvent} event */
  #greeted(event) {
    remember(sessionStorage, this.#cursor);
    this.#catchingUp = event.type === 'tutor.session.resumed';
    if (this.#catchingUp) this.#awaitQuiet();
    else this.#outbox = this.#outbox.map((turn) => ({ ...turn, step: 'waiting' }));
  }

  #awaitQuiet() {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      if (!this.#transport) return this.#awaitQuiet();
      this.#catchingUp = false;
      this.#sendDue(true);
    }, QUIET_S * 1000);
  }

  /** @param {string} reason */
  #closed(reason) {
    if (BACK_SOON.has(reason)) return;
    this.#wanted = false;
    if (reason !== 'fenced') this.#cursor = NOWHERE;
    remember(sessionStorage, this.#cursor);
    this.#transport?.close();
    this.#down();
  }

  /** The link has come up: settings first, then what the student typed meanwhile. */
  #flush() {
    for (const event of this.#on.setup()) this.send(event);
    if (!this.#catchingUp) this.#sendDue(false);
  }

  /** @param {boolean} afterCut */
  #sendDue(afterCut) {
    if (!this.#transport) return;
    const { events, outbox } = due(this.#outbox, afterCut);
    this.#outbox = outbox;
    for (const event of events) this.send(event);
  }

  /** @param {ServerEvent} event @returns {boolean} false: there is no link now */
  send(event) {
    return this.#transport?.send(event) ?? false;
  }

  /** A typed turn; kept until the server has it. @param {string} id @param {string} words
   * @returns {boolean} false: too many wait already */
  say(id, words) {
    if (this.#outbox.length >= MOST) return false;
    this.#outbox = put(this.#outbox, id, words);
    if (!this.#catchingUp) this.#sendDue(false);
    return true;
  }

  /** @param {MediaStream|null} microphone */
  async setMicrophone(microphone) {
    this.#media = { ...this.#media, microphone };
    await this.#transport?.setMicrophone(microphone);
  }

  /** @param {MediaStream|null} screen @returns {Promise<boolean>} false: this link carries none */
  async setScreen(screen) {
    this.#media = { ...this.#media, screen };
    return (await this.#transport?.setScreen(screen)) ?? true;
  }

  /** Milliseconds of an item's voice that were heard. @param {string} itemId
   * @param {number|null} startedAtMs @param {number} nowMs @returns {number|null} */
  playedMs(itemId, startedAtMs, nowMs) {
    return this.#transport?.playedMs(itemId, startedAtMs, nowMs) ?? null;
  }
}

/** @param {unknown} data @returns {ServerEvent|null} */
function readable(data) {
  try {
    const event = JSON.parse(typeof data === 'string' ? data : '');
    return typeof event?.type === 'string' ? event : null;
  } catch {
    return null;  // not JSON: nothing of ours
  }
}
