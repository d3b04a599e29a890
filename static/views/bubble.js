/** One message: its words, their standing (heard, to come, never said), its label and note.
 * Knows one bubble; the list is views/conversation.js's.
 *
 * @import {LessonActions} from '../lesson-actions.js'
 * @import {Thumbs} from '../state/lesson-types.js'
 * @import {Bubble} from '../state/types.js'
 * @import {Key, Translate} from '../strings.js'
 */
import { split, standing } from '../captions.js';
import { make } from '../dom.js';
import { rich } from './rich.js';
import { ThumbsView, ratable } from './thumbs.js';

/** @param {Bubble} bubble @returns {Key} */
function label({ who, by, pending, heard, live }) {
  if (who === 'student') {
    if (pending) return 'bubble.sending';
    return by === 'voice' ? 'bubble.student_voice' : 'bubble.student_text';
  }
  return live && by === 'voice' && heard !== null ? 'bubble.tutor_speaking' : 'bubble.tutor';
}

/** The text as spans that know their place, as the server's HTML has them.
 * @param {string} text @returns {DocumentFragment} */
function plain(text) {
  const fragment = document.createDocumentFragment();
  const characters = [...text];
  let at = 0;
  for (const { start, end, text: word } of split(text)) {
    fragment.append(characters.slice(at, start).join(''));
    const span = make('span', '', word);
    span.dataset.s = String(start);
    span.dataset.e = String(end);
    fragment.append(span);
    at = end;
  }
  fragment.append(characters.slice(at).join(''));
  return fragment;
}

export class BubbleView {
  element = make('article', 'bubble');
  #label = make('p', 'bubble-label');
  #body = make('div', 'bubble-body');
  #note = make('p', 'bubble-note');
  #t;
  #lessons;
  /** @type {ThumbsView|null} */
  #thumbs = null;
  /** @type {Bubble|null} */
  #shown = null;
  /** @type {{at: number, span: HTMLElement}[]} */
  #words = [];

  /** @param {LessonActions} lessons @param {Translate} t */
  constructor(lessons, t) {
    this.#t = t;
    this.#lessons = lessons;
    this.#body.dir = 'auto';  // the words' own direction, whatever the page's language
    this.element.append(this.#label, this.#body, this.#note);
  }

  /** @param {Bubble} bubble */
  show(bubble) {
    const before = this.#shown;
    if (before === bubble) return;
    this.#shown = bubble;
    this.element.dataset.who = bubble.who;
    this.element.dataset.pending = String(bubble.pending);
    this.#label.textContent = this.#t(label(bubble));
    this.#note.textContent = bubble.note ? this.#t(/** @type {Key} */ (bubble.note)) : '';
    this.#note.hidden = !bubble.note;
    const same = before?.text === bubble.text && before.html === bubble.html
      && before.cut === bubble.cut && (before.live === bubble.live || bubble.text !== '');
    if (!same) this.#write(bubble);
  }

  /** @param {Thumbs|undefined} given @param {number|undefined} stars
   * @param {boolean} newest of the tutor's messages */
  rate(given, stars, newest) {
    const bubble = this.#shown;
    const wanted = bubble !== null && ratable(bubble) && (newest || given !== undefined);
    if (wanted && !this.#thumbs) {
      this.#thumbs = new ThumbsView(bubble.id, this.#lessons, this.#t);
      this.element.append(this.#thumbs.element);
    } else if (!wanted && this.#thumbs) {
      this.#thumbs.element.remove();
      this.#thumbs = null;
    }
    this.#thumbs?.show(given, stars);
  }

  /** @param {Bubble} bubble */
  #write({ text, html, live, who, note, cut, heard }) {
    this.#body.dataset.plain = String(html === null);
    this.#body.replaceChildren(html === null ? plain(text) : rich(html));
    if (html !== null && cut && heard !== null) this.#addUnheard(text, heard);
    if (!text && !html && !note && (live || who === 'student')) this.#body.append(this.#dots());
    this.#words = [...this.#body.querySelectorAll('[data-s]')].map((span) => ({
      at: Number(/** @type {HTMLElement} */ (span).dataset.s),
      span: /** @type {HTMLElement} */ (span),
    }));
  }

  /** The server's HTML may hold what was heard only; the student still sees what was not.
   * @param {string} text @param {number} heard */
  #addUnheard(text, heard) {
    const shown = [...this.#body.querySelectorAll('[data-s]')];
    if (shown.some((span) => Number(span.getAttribute('data-s')) >= heard)) return;
    const rest = split(text).filter(({ start }) => start >= heard);
    for (const word of rest) {
      const span = make('span', '', word.text);
      span.dataset.s = String(word.start);
      (this.#body.lastElementChild ?? this.#body).append(' ', span);
    }
  }

  #dots() {
    const dots = make('span', 'dots', make('i', ''), make('i', ''), make('i', ''));
    dots.setAttribute('role', 'img');
    dots.setAttribute('aria-label', this.#t('bubble.thinking'));
    return dots;
  }

  /** Marks each word; only what changes is touched. @param {{heard: number, cut: boolean}} now */
  paint(now) {
    for (const { at, span } of this.#words) {
      const standingNow = standing(at, now);
      if (span.dataset.word !== standingNow) span.dataset.word = standingNow;
    }
  }
}
