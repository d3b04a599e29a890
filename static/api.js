/** The server's HTTP calls. Knows no store; every failure is an ApiError with the server's code.
 *
 * Errors come as RFC 9457 problem+json with a `code`.
 */
import { list, object, text } from './state/values.js';

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

/** @typedef {{freeSpeech: boolean, advice: string, engine: string, languages: string[],
 *   webrtc: boolean, iceServers: RTCIceServer[]}} Capabilities */

const DEADLINE_S = 8;
/** Statuses of a session that cannot be come back to: not there, not ours, over. */
export const NO_SESSION = new Set([403, 404, 410]);

/** Aborts after a time, or with another signal. (AbortSignal.any would do, but Safari has it only
 * since 17.4, and schools keep their tablets for long.)
 * @param {number} seconds @param {AbortSignal} [signal] @returns {AbortSignal} */
export function within(seconds, signal) {
  const until = new AbortController();
  setTimeout(() => until.abort(), seconds * 1000);
  signal?.addEventListener('abort', () => until.abort());
  return until.signal;
}

/** Used by the other api modules. @param {string} path @param {RequestInit} init @param {AbortSignal} [signal]
 * @returns {Promise<Response>} only a successful one */
export async function call(path, init, signal) {
  const until = within(DEADLINE_S, signal);
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
  return { name: text(who.name), role: text(who.role), locale: text(who.locale) };
}

/** Keeps the choice with the student. @param {string} language a tag, or `auto` */
export async function setLanguage(language) {
  const headers = { 'Content-Type': 'application/json' };
  await call('/v1/me/language', { method: 'PUT', headers, body: JSON.stringify({ language }) });
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
    engine: text(hearing.engine), languages: list(hearing.languages).map(text),
    webrtc: known.webrtc === true,
    iceServers: list(known.ice_servers).map(iceServer),
  };
}

/** A short-lived secret for one connection. @param {string|null} sessionId to come back to
 * @param {AbortSignal} signal @returns {Promise<string>} */
export async function clientSecret(sessionId, signal) {
  const wanted = { session: { type: 'realtime' }, ...(sessionId ? { session_id: sessionId } : {}) };
  const headers = { 'Content-Type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(wanted) };
  const secret = object(await (await call('/v1/realtime/client_secrets', init, signal)).json());
  return text(secret.value);
}

/** @param {string} id @returns {Promise<boolean>} false: the server knows no such session of ours */
export async function sessionExists(id) {
  try {
    await call(`/v1/sessions/${encodeURIComponent(id)}`, {});
    return true;
  } catch (error) {
    if (error instanceof ApiError) return !NO_SESSION.has(error.status);
    throw error;
  }
}

/** @param {string} secret @param {string} sdp @param {string} query @param {AbortSignal} signal
 * @returns {Promise<{answer: string, place: string}>} `place`: the call's own address */
export async function openCall(secret, sdp, query, signal) {
  const headers = { 'Content-Type': 'application/sdp', Authorization: `Bearer ${secret}` };
  const init = { method: 'POST', headers, body: sdp };
  const response = await call(`/v1/realtime/calls${query}`, init, signal);
  return { answer: await response.text(), place: response.headers.get('Location') ?? '' };
}

/** A new offer for a running call; the cookie says who asks, the secret may be too old by now.
 * @param {string} place @param {string} sdp @param {AbortSignal} signal
 * @returns {Promise<string>} the answer */
export async function changeCall(place, sdp, signal) {
  const headers = { 'Content-Type': 'application/sdp' };
  return (await call(place, { method: 'POST', headers, body: sdp }, signal)).text();
}

/** @param {string} place */
export async function closeCall(place) {
  // keepalive: the page may be going away.
  await call(place, { method: 'DELETE', keepalive: true }).catch((error) => {
    if (!(error instanceof ApiError)) throw error;
  });
}

