/** Keeps the page in its session: connects, falls back, comes back, hands over each event once.
 *
 * Knows the protocol's order and the two transports; knows no DOM and no store. One loop owns the
 * link: open, live, down, rest, again, until the session ends or the student leaves.
 *
 * @import {ServerEvent} from '../state/types.js'
 * @import {Listener, Media, Position, Transport, Wanted} from './types.js'
 */
import { ApiError, NO_SESSION, capabilities, sessionExists, within } from '../api.js';
import { text } from '../state/values.js';
import { restS } from './backoff.js';
import { Opener } from './opener.js';
import { MOST, cut, due, note, put } from './outbox.js';
import { NOWHERE, accept, isGreeting, remember, remembered } from './resume.js';
import { Tabs } from './tabs.js';

/** A replay comes in one burst; this long without an event it is over. */
const QUIET_S = 0.4;
/** A voice that goes on never falls quiet; what was typed waits no longer than this. */
const LONGEST_REPLAY_S = 2;
/** From the first try to the cut; what was over sooner counts as another failure. */
const STEADY_S = 6;
/** Attempts before the page speaks of it: the first comes back unnoticed. */
const QUIET_ATTEMPTS = 2;
const LONGEST_HOLD_S = 60;
/** A server that does not answer this fast after a sleep is gone. */
const PROBE_S = 3;
/** Between two looks whether a WebSocket may be left for WebRTC. */
const LOOK_S = 1;
/** Reasons after which the server expects the page back. */
const BACK_SOON = new Set(['drain', 'failed']);

const nowS = () => performance.now() / 1000;

export class Connection {
  #on;
  #sound;
  #cursor = remembered(sessionStorage);
  #opener = new Opener();
  /** @type {import('./outbox.js').Outbox} */
  #outbox = [];
  /** @type {Media} */
  #media = { microphone: null, screen: null };
  /** @type {Transport|null} */
  #transport = null;
  #wanted = false;
  #running = false;
  /** @type {(code?: string) => void} */
  #down = () => undefined;
  /** @type {() => void} */
  #wake = () => undefined;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #quiet;
  #catchingUp = false;
  #replayUntilS = 0;
  /** The server asked to be left alone this long (Retry-After). */
  #holdS = 0;
  /** @type {Position|null} */
  #position = null;
  /** Of the link in use; one that was left may still speak up. */
  #token = {};
  /** Of links that were left for better ones; what they still say is not heard.
   * @type {WeakSet<object>} */
  #left = new WeakSet();
  /** WebRTC is being tried beside the link in use. */
  #probing = false;
  /** The server has let the link in use go, because the one beside it stands. */
  #letGo = false;
  /** Nobody speaks and nobody thinks. */
  #calm = true;
  #tabs = new Tabs((sessionId) => this.#taken(sessionId));

  /** @param {import('../audio/sound.js').Sound} sound @param {Listener} on */
  constructor(sound, on) {
    this.#sound = sound;
    this.#on = on;
    addEventListener('online', () => void this.check());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.check();
    });
    setInterval(() => void this.#upgrade(), LOOK_S * 1000);
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
    this.#opener.woke();
    this.#wake();
    if (!this.#transport) return;
    await capabilities(within(PROBE_S)).catch(() => {
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
      attempt = nowS() - startedS > STEADY_S ? 0 : attempt + 1;
      this.#on.link('reconnecting');
      await this.#rest(restS(attempt, this.#holdS, Math.random()));
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
    const down = new Promise((resolve) => { this.#down = resolve; });
    const given = this.#media;
    const token = this.#token = {};
    const transport = await this.#open(given, token);
    if (!this.#wanted) return transport.close();
    this.#transport = transport;
    this.#holdS = 0;
    this.#on.solve('server_gone', 'offline', 'busy');
    this.#on.link('live', transport.kind);
    this.#flush();
    void this.#catchUp(transport, given);  // a device may take its time; the link is live
    const code = await down;
    const last = this.#transport ?? transport;  // not the first any more, after an upgrade
    if (code === 'taken_over') this.#taken(this.#cursor.sessionId);
    this.#opener.ended(last.kind, code);
    this.#position = last.position();
    this.#transport = null;
    clearTimeout(this.#quiet);
    this.#outbox = cut(this.#outbox);
    return undefined;
  }

  /** From WebSocket back to WebRTC, in a quiet moment: the call is made beside the link in use,
   * which carries the talk until the server has let it go. */
  async #upgrade() {
    const old = this.#transport;
    const due = this.#opener.probeInS === 0 && this.#calm && this.#outbox.length === 0;
    if (old?.kind !== 'websocket' || !due || this.#probing || this.#catchingUp) return;
    this.#probing = true;
    const token = {};
    const given = this.#media;
    const fresh = await this.#opener.probe(this.#wish(given, token)).catch(() => null);
    const used = fresh !== null && this.#transport === old && this.#wanted;
    this.#probing = false;
    if (used) {
      this.#left.add(this.#token);
      this.#token = token;
      this.#transport = fresh;
      old.close();
      this.#on.link('live', fresh.kind);
      this.#flush();
      void this.#catchUp(fresh, given);
    } else {
      fresh?.close();
      if (this.#letGo) this.#down('socket_closed');
    }
    this.#letGo = false;
  }

  /** A link says that it is over. @param {object} token @param {string} code */
  #lost(token, code) {
    if (token !== this.#token) return;
    if (this.#probing && code === 'taken_over') this.#letGo = true;
    else this.#down(code);
  }

  /** What the student allowed while the link was being opened. @param {Transport} transport
   * @param {Media} given to it when it began */
  async #catchUp(transport, given) {
    const { microphone, screen } = this.#media;
    if (microphone !== given.microphone) await transport.setMicrophone(microphone);
    if (screen !== given.screen) await transport.setScreen(screen);
  }

  /** @param {Media} media @param {object} token of the link @returns {Wanted} */
  #wish(media, token) {
    return {
      media, cursor: this.#cursor, sound: this.#sound, position: this.#position,
      onMessage: (data) => (this.#left.has(token) ? null : this.#message(data)),
      onVoice: (voice) => void this.#sound.playStream(voice),
      onDown: (code) => this.#lost(token, code),
    };
  }

  /** @param {Media} media @param {object} token of the link @returns {Promise<Transport>} */
  async #open(media, token) {
    try {
      return await this.#opener.open(this.#wish(media, token), (known) => this.#on.hearing(known));
    } catch (error) {
      await this.#forgetLost(error);
      throw error;
    }
  }

  /** A session that the server does not know (any more) is not asked for again. A WebSocket that
   * is refused tells no reason, so that is asked separately. @param {unknown} error */
  async #forgetLost(error) {
    const { sessionId } = this.#cursor;
    if (!sessionId || !(error instanceof ApiError)) return;
    const lost = error.code === 'socket_closed' ? !await sessionExists(sessionId)
      : NO_SESSION.has(error.status);
    if (lost) this.#cursor = NOWHERE;
  }

  /** Another tab has the session. @param {string|null} sessionId */
  #taken(sessionId) {
    if (!this.#wanted || sessionId !== this.#cursor.sessionId) return;
    this.#wanted = false;
    this.#on.raise('fenced');
    this.#transport?.close();
    this.#down();
  }

  /** @param {unknown} error @param {number} attempt */
  #failed(error, attempt) {
    const known = error instanceof ApiError ? error : null;
    this.#holdS = Math.min(known?.retryAfterS ?? 0, LONGEST_HOLD_S);
    if (known?.code !== 'overloaded') this.#on.solve('busy');
    if (known?.status === 401) {
      this.#wanted = false;
      this.#on.raise('signed_out');
    } else if (!navigator.onLine) {
      this.#on.raise('offline');
    } else if (known?.code === 'overloaded') {
      this.#on.raise('busy');  // nothing is broken, so it is said at once
    } else if (attempt >= QUIET_ATTEMPTS) {
      this.#on.raise('server_gone');
    }
  }

  /** @param {unknown} data one frame @returns {ServerEvent|null} */
  #message(data) {
    const event = readable(data);
    if (!event) return null;
    // Our own call takes the session from our own socket: that is no other tab.
    if (this.#probing && event.type === 'tutor.session.closed' && event.reason === 'fenced') return null;
    const { cursor, fresh } = accept(this.#cursor, event);
    if (!fresh) return null;
    this.#cursor = cursor;
    this.#outbox = note(this.#outbox, event);
    if (event.type === 'tutor.state') this.#calm = event.state === 'listening';
    if (isGreeting(event)) this.#greeted(event);
    else if (this.#catchingUp) this.#awaitQuiet();
    this.#on.event(event);
    if (event.type === 'tutor.session.closed') this.#closed(text(event.reason));
    return event;
  }

  /** @param {ServerEvent} event */
  #greeted(event) {
    remember(sessionStorage, this.#cursor);
    if (this.#cursor.sessionId) this.#tabs.hold(this.#cursor.sessionId);
    this.#catchingUp = event.type === 'tutor.session.resumed';
    this.#replayUntilS = nowS() + LONGEST_REPLAY_S;
    if (this.#catchingUp) this.#awaitQuiet();
    else this.#outbox = this.#outbox.map((turn) => ({ ...turn, step: 'waiting' }));
  }

  #awaitQuiet() {
    clearTimeout(this.#quiet);
    const waitS = Math.max(0, Math.min(QUIET_S, this.#replayUntilS - nowS()));
    this.#quiet = setTimeout(() => {
      if (!this.#transport) return;  // #flush does it
      this.#catchingUp = false;
      this.#sendDue(true);
    }, waitS * 1000);
  }

  /** @param {string} reason */
  #closed(reason) {
    this.#wanted = BACK_SOON.has(reason);
    if (!this.#wanted && reason !== 'fenced') this.#cursor = NOWHERE;
    remember(sessionStorage, this.#cursor);
    this.#transport?.close();
    this.#down();
  }

  /** The link has come up: settings first, then what the student typed meanwhile. */
  #flush() {
    for (const event of this.#on.setup()) this.send(event);
    if (!this.#catchingUp) this.#sendDue(false);
    else this.#awaitQuiet();
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

  /** @param {MediaStream|null} screen */
  async setScreen(screen) {
    this.#media = { ...this.#media, screen };
    await this.#transport?.setScreen(screen);
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
