/** The page's values, in one place. Knows no DOM, no network.
 *
 * @import {Ask, Lesson, PathCard, Reward, Suggestion, Thumbs, Vote, Xp} from './lesson-types.js'
 *
 * @typedef {'idle'|'connecting'|'live'|'reconnecting'|'ended'} Link
 * @typedef {'none'|'webrtc'|'websocket'} Path
 * @typedef {'good'|'weak'|'bad'} Quality   how well the link carries the talk
 * @typedef {'listening'|'student_speaking'|'maybe_done'|'thinking'|'speaking'|'ducked'|'waiting'|
 *   'closed'} Phase
 * @typedef {'off'|'asking'|'on'|'denied'|'missing'|'busy'|'insecure'} Mic
 * @typedef {'off'|'asking'|'on'} Screen
 * @typedef {'signed_out'|'fenced'|'ended_idle'|'ended_operator'|'ended'|'offline'|'server_gone'|
 *   'busy'|'insecure'|'mic_denied'|'mic_missing'|'mic_busy'|'sound_blocked'|'screen_failed'|
 *   'screen_needs_direct'} Problem
 *
 * Characters [start, end) of a bubble's text, in code points, heard from `atMs` of the reply on.
 * @typedef {{start: number, end: number, atMs: number}} Word
 *
 * @typedef {object} Bubble
 * @property {string} id           the conversation item's id
 * @property {'student'|'tutor'} who
 * @property {'voice'|'text'} by
 * @property {string} text         everything written so far, heard or not
 * @property {string|null} html    the server's rendering of `text`, when it has come
 * @property {boolean} live        still being said or written
 * @property {boolean} pending     typed here, not yet in the server's log
 * @property {Word[]} words        when each word is heard
 * @property {number|null} heard   code points heard; null: all of it counts as said
 * @property {boolean} cut         interrupted: what lies after `heard` was never said
 * @property {string|null} reply   the reply it belongs to
 * @property {string|null} note    key of a string shown under the bubble
 *
 * @typedef {{id: string, startedAtMs: number|null}} Reply
 * @typedef {{code: string, message: string}} Notice
 * @typedef {{freeSpeech: boolean, advice: string, engine: string, languages: string[]}} Hearing
 * @typedef {{name: string, role: string, locale: string}} Me
 *
 * @typedef {object} Preferences
 * @property {number} patience                       0.5 (quick) to 3 (very patient)
 * @property {'hands_free'|'push_to_talk'} mode
 * @property {'normal'|'large'|'huge'} captions
 * @property {'plain'|'easy'} font
 * @property {'normal'|'wide'} spacing
 * @property {number} speed                          1 is the voice's own speed
 * @property {'auto'|'light'|'dark'} theme
 * @property {'auto'|'high'} contrast
 * @property {boolean} shortcuts                     single-key shortcuts (WCAG 2.1.4)
 * @property {boolean} readCaptions                  the screen reader says spoken replies too
 * @property {string} language                       a tag of languages.js, or `auto`
 *
 * @typedef {object} State
 * @property {Link} link
 * @property {Path} path
 * @property {Quality} quality           as the server measures it
 * @property {number|null} awaySinceMs   when the link was lost; the tutor's voice waits meanwhile
 * @property {Phase} phase
 * @property {Mic} mic
 * @property {boolean} muted
 * @property {boolean} holding       push-to-talk is held
 * @property {Bubble[]} bubbles
 * @property {Reply|null} reply
 * @property {''|'student'|'class'} paused   a teacher's pause that stands, and whose
 * @property {Problem[]} problems
 * @property {Notice|null} notice
 * @property {Screen} screen
 * @property {Hearing|null} hearing
 * @property {Me|null} me
 * @property {boolean} panelOpen     the panel, on a phone
 * @property {string|null} session   the server's id of this talk
 * @property {'welcome'|'map'|'lesson'} face   what the panel shows
 * @property {string|null} pathOpen  on the map
 * @property {PathCard[]|null} paths
 * @property {boolean} pathsMissing  they could not be fetched
 * @property {Suggestion[]} next
 * @property {string|null} starting  the lesson that is about to begin
 * @property {Lesson|null} lesson
 * @property {Vote|null} vote
 * @property {Record<string, Thumbs>} thumbs   by message
 * @property {Record<string, number>} stars   by message, 1 to 5
 * @property {Xp|null} xp
 * @property {Reward[]} rewards      not yet shown
 * @property {Preferences} preferences
 *
 * An event as it came from the server: shape unchecked beyond `type`.
 * @typedef {{type: string, seq?: number, [key: string]: unknown}} ServerEvent
 *
 * @typedef {{type: 'link', link: Link, atMs: number, path?: Path}
 *   | {type: 'mic', mic: Mic}
 *   | {type: 'muted', muted: boolean}
 *   | {type: 'holding', holding: boolean}
 *   | {type: 'typed', id: string, text: string}
 *   | {type: 'screen', screen: Screen}
 *   | {type: 'raise', problem: Problem}
 *   | {type: 'solve', problems: Problem[]}
 *   | {type: 'notice', notice: Notice|null}
 *   | {type: 'hearing', hearing: Hearing}
 *   | {type: 'me', me: Me}
 *   | {type: 'panel', open: boolean}
 *   | {type: 'face', face: State['face'], pathOpen?: string|null}
 *   | {type: 'paths', paths: PathCard[]|null}
 *   | {type: 'next', next: Suggestion[]}
 *   | {type: 'starting', lesson: string|null}
 *   | {type: 'asked', kind: Ask, id: string}
 *   | {type: 'xp', xp: Xp}
 *   | {type: 'rewarded', key: string}
 *   | {type: 'voted', done: boolean}
 *   | {type: 'rated', id: string, thumbs: Thumbs}
 *   | {type: 'starred', id: string, stars: number}
 *   | {type: 'preferences', preferences: Preferences}
 *   | {type: 'server', event: ServerEvent, atMs: number}} Action
 */

export {};
