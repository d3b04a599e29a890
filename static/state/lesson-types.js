/** The values of lessons, rewards and opinions. Knows no DOM, no network.
 *
 * @typedef {'number'|'fraction'|'expression'|'choice'|'steps'|'text'|'python'} Kind
 * @typedef {'practice'|'quiz'|'transfer'} Use
 * @typedef {{text: string, html: string}} Choice   `text` goes to the server, `html` is shown
 *
 * @typedef {object} Item
 * @property {string} id
 * @property {Kind} kind
 * @property {Use} use
 * @property {string} html       the question, safe HTML
 * @property {string} question   the same as text
 * @property {Choice[]} choices
 * @property {string} form       a unit, or the form that an answer must have
 * @property {string} starter    code to begin with
 *
 * @typedef {{rung: number, html: string}} Hint
 * @typedef {{itemId: string, correct: boolean, aided: boolean, attempt: number, error: string}} Checked
 * @typedef {'answer'|'hint'|'next'|'leave'} Ask   what the page waits for
 * @typedef {{xp: number, right: number, total: number, unaidedRight: number}} Result
 *
 * @typedef {object} Lesson
 * @property {string} id
 * @property {string} run
 * @property {string} title
 * @property {string} format
 * @property {'explain'|'item'|'probe'|'finished'} part
 * @property {Item|null} item
 * @property {number} done
 * @property {number} total
 * @property {number} hintsGiven       for the posed item; some texts may be gone after a reload
 * @property {Hint[]} hints            of the posed item, in the ladder's order
 * @property {Checked|null} checked    the newest answer, also after the item has changed
 * @property {{kind: Ask, id: string}|null} asked
 * @property {Result|null} result
 *
 * @typedef {'locked'|'open'|'started'|'done'} LessonState
 * @typedef {{id: string, title: string, order: number, minutes: number, xp: number,
 *   state: LessonState, after: string[]}} LessonCard   `after`: titles of what comes before it
 * @typedef {{id: string, title: string, about: string, color: string, lessons: LessonCard[]}} PathCard
 * @typedef {{lesson: string, reason: string}} Suggestion
 *
 * @typedef {object} Xp
 * @property {number} total
 * @property {number} level
 * @property {number} into          XP since the level began
 * @property {number} size          XP of the whole level
 * @property {number} streak        days
 * @property {number} freezes       days that may be missed
 * @property {Achievement[]} held
 *
 * @typedef {{id: string, title: string, about: string}} Achievement
 * @typedef {{key: string, kind: 'xp', amount: number, total: number}
 *   | {key: string, kind: 'level', level: number}
 *   | {key: string, kind: 'achievement', title: string, about: string}} Reward
 *
 * @typedef {{pair: string, question: string, left: string, right: string, sent: boolean}} Vote
 * @typedef {-1|1} Thumbs
 */

export {};
