/** What the modules of a connection hand to one another.
 *
 * @import {Link, Path, Problem, ServerEvent} from '../state/types.js'
 *
 * @typedef {{microphone: MediaStream|null, screen: MediaStream|null}} Media
 * @typedef {{itemId: string, playedMs: number}} Position  how far an item's voice was heard
 *
 * @typedef {object} Transport
 * @property {'webrtc'|'websocket'} kind
 * @property {(event: ServerEvent) => boolean} send
 * @property {(microphone: MediaStream|null) => Promise<void>} setMicrophone
 * @property {(screen: MediaStream|null) => Promise<void>} setScreen   null: stop sharing
 * @property {(itemId: string, startedAtMs: number|null, nowMs: number) => number|null} playedMs
 * @property {() => Position|null} position   where the loudspeaker is, if this page counts it
 * @property {() => void} close
 *
 * What a transport needs of its owner.
 * @typedef {object} Wanted
 * @property {import('./resume.js').Cursor} cursor
 * @property {Position|null} position                   where the link before was cut
 * @property {Media} media
 * @property {import('../audio/sound.js').Sound} sound
 * @property {(data: unknown) => ServerEvent|null} onMessage  null: seen before, or unreadable
 * @property {(voice: MediaStream) => void} onVoice
 * @property {(code: string) => void} onDown
 *
 * What it needs for this attempt besides; `signal`: the attempt's time is up.
 * @typedef {Wanted & {secret: string, iceServers: RTCIceServer[], signal: AbortSignal}} Opening
 *
 * @typedef {object} Listener
 * @property {(link: Link, path?: Path) => void} link
 * @property {(event: ServerEvent) => void} event
 * @property {(problem: Problem) => void} raise
 * @property {(...problems: Problem[]) => void} solve
 * @property {(hearing: {freeSpeech: boolean, advice: string, engine: string, languages: string[]}) => void} hearing
 * @property {() => ServerEvent[]} setup    what the server must know first: settings, mute
 */

export {};
