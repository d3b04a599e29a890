/** The values of the teacher's page. Knows no DOM, no network. Times are ISO 8601 texts.
 *
 * @typedef {object} Row              one student of the class
 * @property {string} id
 * @property {string} name
 * @property {string|null} lastAt
 * @property {string} lesson          its title, empty when there is none
 * @property {string} item
 * @property {string} part            explain, item, probe, finished or empty
 * @property {boolean} stuck
 * @property {string} why             wrong_in_row, hints, no_progress or empty
 * @property {number} attempts
 * @property {number} hints
 * @property {number} wrongInRow
 * @property {boolean|null} live      null: the server does not say
 * @property {boolean} paused
 * @property {string} connection      weak, bad, or empty: good, or not connected
 *
 * Everybody is quiet: who asked for it, and when it ends by itself.
 * @typedef {{by: string, until: string}} ClassPause
 *
 * The class as it was read.
 * @typedef {{rows: Row[], pause: ClassPause|null}} Class
 *
 * @typedef {object} Skill
 * @property {string} id
 * @property {number} known           0 to 1
 * @property {boolean} mastered
 * @property {number} right           unaided answers
 * @property {number} wrong
 * @property {string|null} due        when it is to be reviewed
 *
 * @typedef {{id: string, title: string, done: boolean, runs: number, right: number|null,
 *   total: number|null, lastAt: string|null}} LessonRow   `right` of `total`: best, unaided
 * @typedef {{done: number, total: number, tried: number, right: number, unaided: number,
 *   hints: number, lessons: LessonRow[]}} Progress
 *
 * @typedef {{at: string, lesson: string, item: string, answer: string, error: string,
 *   misconception: string, attempt: number, hints: number}} WrongAnswer
 * @typedef {{allowed: boolean, answers: WrongAnswer[]}} Stuck   allowed: with consent
 * @typedef {{id: string, openedAt: string, closedAt: string|null}} Session
 * @typedef {{allowed: boolean, sessions: Session[]}} Sessions
 * @typedef {{who: 'student'|'tutor', by: 'voice'|'text', text: string, id: string}} Said
 * @typedef {{session: string, said: Said[], next: string|null}} Transcript
 *
 * A teacher's word about the format of the lessons.
 * @typedef {object} Format
 * @property {string|null} format     null: the tutor chooses
 * @property {string} by              who set it, empty when that is not known
 * @property {string} at              since when, empty when nothing is set
 *
 * What is known of the student who is open; null: not yet.
 * @typedef {object} Details
 * @property {Skill[]|null} mastery
 * @property {Progress|null} progress
 * @property {Stuck|null} stuck
 * @property {Sessions|null} sessions
 * @property {Transcript|null} transcript
 * @property {Format|null} format
 *
 * @typedef {object} State
 * @property {Row[]|null} rows        who needs help first
 * @property {number|null} readAtMs   when the rows were read
 * @property {boolean} stale          the newest reading failed
 * @property {string|null} chosen
 * @property {Details} details
 * @property {string|null} notice     key of a string
 * @property {ClassPause|null} classPause
 * @property {string|null} classNotice   key of a string about the class
 *
 * @typedef {{type: 'rows', rows: Row[], pause: ClassPause|null, atMs: number} | {type: 'stale'}
 *   | {type: 'choose', student: string|null}
 *   | {type: 'details', student: string, details: Partial<Details>}
 *   | {type: 'paused', student: string, paused: boolean}
 *   | {type: 'classPaused', pause: ClassPause|null}
 *   | {type: 'classNotice', notice: string|null}
 *   | {type: 'notice', notice: string|null}} Action
 */

export {};
