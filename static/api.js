/** The server's HTTP calls. Knows no store; every failure is an ApiError with the server's code.
 *
 * Errors come as RFC 9457 problem+json with a `code`.
 */
import { list, object, text } from './state/bubbles.js';

/** status 0: the server was not reached. */
export class ApiError extends Error {
  /** @param {number} status @param {string} code @param {number} [retryAfterS] */
  constructor(status, code, retryAfterS = 0) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.retryAfterS = retryAfterS;
  }
}

/** @typedef {{value: string, sessionId: string}} Secret */
/** @typedef {{freeSpeech: boolean, advice: string, engine: string, webrtc: boolean,
 *   iceServers: RTCIceServer[]}} Capabilities */

const DEADLINE_S = 8;

/** @param {string} path @param {RequestInit} init @param {AbortSignal} [signal]
 * @returns {Promise<Response>} only a successful one */
async function call(path, init, signal) {
  const deadline = AbortSignal.timeout(DEADLINE_S * 1000);
  const until = signal ? AbortSignal.any([signal, deadline]) : deadline;
  let response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init, signal: until });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, 'unreachable');
  }
  if (response.ok) return response;
  const problem = object(await response.json().catch(() => null));
  const retryAfterS = Number(response.headers.get('Retry-After')) || 0;
  throw new ApiError(response.status, text(problem.code) || 'http_error', retryAfterS);
}

/** @returns {Promise<{name: string, role: string, locale: string}>} */
export async function me() {
  const who = object(await (await call('/v1/me', {})).json());
  return { name: text(who.name), role: text(who.role), locale: text(who.locale) || 'en' };
}

export async function logout() {
  await call('/v1/logout', { method: 'POST' });
}

/** @param {unknown} value @returns {RTCIceServer} */
function iceServer(value) {
  const { urls, username, credential } = object(value);
  const server = { urls: list(urls).map(text) };
  return username ? { ...server, username: text(username), credential: text(credential) } : server;
}

/** @param {AbortSignal} [signal] @returns {Promise<Capabilities>} */
export async function capabilities(signal) {
  const known = object(await (await call('/v1/capabilities', {}, signal)).json());
  const hearing = object(known.hearing);
  return {
    freeSpeech: hearing.free_speech === true, advice: text(hearing.advice),
    engine: text(hearing.engine), webrtc: known.webrtc === true,
    iceServers: list(known.ice_servers).map(iceServer),
  };
}

/** A short-lived secret for one connection. @param {string|null} sessionId to come back to
 * @param {AbortSignal} signal @returns {Promise<Secret>} */
export async function clientSecret(sessionId, signal) {
  const wanted = { session: { type: 'realtime' }, ...(sessionId ? { session_id: sessionId } : {}) };
  const headers = { 'Content-Type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(wanted) };
  const secret = object(await (await call('/v1/realtime/client_secrets', init, signal)).json());
  return { value: text(secret.value), sessionId: text(object(secret.session).id) };
}

/** @param {string} secret @param {string} sdp @returns {RequestInit} */
function offered(secret, sdp) {
  const headers = { 'Content-Type': 'application/sdp', Authorization: `Bearer ${secret}` };
  return { method: 'POST', headers, body: sdp };
}

/** @param {string} secret @param {string} sdp @param {string} query @param {AbortSignal} signal
 * @returns {Promise<{answer: string, place: string}>} `place`: the call's own address */
export async function openCall(secret, sdp, query, signal) {
  const response = await call(`/v1/realtime/calls${query}`, offered(secret, sdp), signal);
  return { answer: await response.text(), place: response.headers.get('Location') ?? '' };
}

/** A new offer for a running call. @param {string} place @param {string} secret
 * @param {string} sdp @param {AbortSignal} signal @returns {Promise<string>} the answer */
export async function changeCall(place, secret, sdp, signal) {
  return (await call(place, offered(secret, sdp), signal)).text();
}

/** @param {string} place @param {string} secret */
export async function closeCall(place, secret) {
  const headers = { Authorization: `Bearer ${secret}` };
  // keepalive: the page may be going away.
  await call(place, { method: 'DELETE', headers, keepalive: true }).catch((error) => {
    if (!(error instanceof ApiError)) throw error;
  });
}

