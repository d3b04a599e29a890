/** The conversation: bubbles in order, captions that follow the voice, scrolling that never takes
 * the page from under a reader. Screen readers hear whole messages, once.
 *
 * @import {Kit} from '../app.js'
 * @import {Bubble, State} from '../state/types.js'
 */
import { progress } from '../captions.js';
import { find, make } from '../dom.js';
import { BubbleView } from './bubble.js';

/** Nearer to the end than this, the page follows the newest words. */
const NEAR_PX = 120;
/** Captions move word by word; 15 times a second is finer than any word. A timer and not animation
 * frames: Chromium gives those rarely while a tab is captured (captions 450 ms late) and never to
 * a hidden page. */
const PAINT_MS = 66;
/** Lines kept for a screen reader to go back to. */
const MOST_SAID = 20;

/** @param {Bubble} bubble @param {boolean} spokenToo @returns {boolean} */
function worthSaying(bubble, spokenToo) {
  if (bubble.live || bubble.pending || !bubble.text) return false;
  return bubble.who === 'student' ? bubble.by === 'voice' : bubble.by === 'text' || spokenToo;
}

/** @param {Kit} kit */
export function mountConversation({ root, store, lessons, t, playedMs }) {
  const log = find(root, '#log', HTMLElement);
  const talk = find(root, '#talk', HTMLElement);
  const newest = find(root, '#newest', HTMLButtonElement);
  const captions = find(root, '#captions', HTMLElement);
  const empty = make('p', 'log-empty', t('log.empty'));
  log.append(empty);
  /** @type {Map<string, BubbleView>} */
  const views = new Map();
  /** @type {Set<string>} */
  const said = new Set();
  /** @type {Map<string, number>} */
  const shown = new Map();
  let painting = false;
  /** The reader is at the newest words; then they stay in sight, whatever grows around them. */
  let following = true;

  /** Whose scroll it is: the log's own on a wide page, the document's on a phone. */
  const scroller = () => (getComputedStyle(log).overflowY === 'auto'
    ? log : /** @type {HTMLElement} */ (document.scrollingElement));
  const nearEnd = () => {
    const { scrollHeight, scrollTop, clientHeight } = scroller();
    return scrollHeight - scrollTop - clientHeight < NEAR_PX;
  };
  const toEnd = () => { scroller().scrollTop = scroller().scrollHeight; };

  /** @param {State} state */
  function arrange({ bubbles, thumbs, stars }) {
    const wanted = new Set(bubbles.map(({ id }) => id));
    for (const [id, view] of views) {
      if (wanted.has(id)) continue;
      view.element.remove();
      views.delete(id);
      shown.delete(id);
    }
    const last = bubbles.findLast(({ who }) => who === 'tutor');
    for (const [place, bubble] of bubbles.entries()) {
      const view = views.get(bubble.id) ?? new BubbleView(lessons, t);
      views.set(bubble.id, view);
      view.show(bubble);
      view.rate(thumbs[bubble.id], stars[bubble.id], bubble === last);
      if (log.children[place] !== view.element) log.insertBefore(view.element, log.children[place] ?? null);
    }
  }

  /** @param {State} state */
  function paint({ bubbles, reply }) {
    const nowMs = performance.now();
    for (const bubble of bubbles) {
      const speaking = reply !== null && bubble.reply === reply.id;
      const played = speaking ? playedMs(bubble.id, reply.startedAtMs, nowMs) : null;
      const now = progress(bubble, played);
      // What was shown as heard stays so through a reconnect; only the record may take it back.
      if (speaking && !now.cut) now.heard = Math.max(now.heard, shown.get(bubble.id) ?? 0);
      shown.set(bubble.id, now.heard);
      views.get(bubble.id)?.paint(now);
    }
  }

  function follow() {
    const state = store.get();
    painting = state.reply !== null;
    if (!painting) return;
    setTimeout(follow, PAINT_MS);
    paint(state);
  }

  /** @param {State} state */
  function say({ bubbles, preferences }) {
    for (const bubble of bubbles) {
      if (said.has(bubble.id) || !worthSaying(bubble, preferences.readCaptions)) continue;
      said.add(bubble.id);
      const words = bubble.who === 'student' ? t('log.you_said', { text: bubble.text }) : bubble.text;
      captions.append(make('p', '', words));
      if (captions.children.length > MOST_SAID) captions.firstElementChild?.remove();
    }
  }

  newest.addEventListener('click', toEnd);
  addEventListener('scroll', () => {
    following = nearEnd();
    if (following) newest.hidden = true;
  }, { capture: true, passive: true });
  const room = new ResizeObserver(() => { if (following && views.size) toEnd(); });
  room.observe(log);
  room.observe(find(root, '#dock', HTMLElement));
  store.watch((state, before) => {
    if (state.thumbs !== before.thumbs || state.stars !== before.stars) arrange(state);
    if (state.bubbles === before.bubbles && state.reply === before.reply && views.size) return;
    following &&= nearEnd();
    const grew = state.bubbles.length > before.bubbles.length;
    const own = grew && state.bubbles.at(-1)?.who === 'student';
    arrange(state);
    empty.hidden = state.bubbles.length > 0;
    talk.dataset.fresh = String(state.bubbles.length === 0);
    paint(state);
    say(state);
    following ||= own;
    if (state.bubbles.length > 0 && following) toEnd();
    else if (grew) newest.hidden = false;
    if (state.reply && !painting) {
      painting = true;
      setTimeout(follow, PAINT_MS);
    }
  });
}
