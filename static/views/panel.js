/** The panel beside the talk: which of its faces is shown, and on a phone whether it is there at
 * all. Also the words of the header, which belong to the face.
 *
 * @import {Kit} from '../app.js'
 * @import {State} from '../state/types.js'
 * @import {Key, Translate} from '../strings.js'
 */
import { find, setIcon } from '../dom.js';
import { placeOf } from '../state/paths.js';

/** @type {Record<State['face'], {label: Key, open: Key, icon: string}>} */
const FACES = {
  welcome: { label: 'page.welcome', open: 'welcome.open', icon: 'idea' },
  map: { label: 'map.title', open: 'map.open', icon: 'book' },
  lesson: { label: 'page.lesson', open: 'lesson.open', icon: 'book' },
};

/** Where the lesson lies, for the chip. @param {State} state @param {Translate} t @returns {string} */
function place({ lesson, paths }, t) {
  const at = lesson && placeOf(paths, lesson.id);
  return at ? t('lesson.place', {
    path: at.path.title, place: at.place, total: at.path.lessons.length,
  }) : '';
}

/** @param {Kit} kit */
export function mountPanel({ root, store, t }) {
  const page = find(root, '#page', HTMLElement);
  const panel = find(root, '#panel', HTMLElement);
  const ideas = find(root, '#ideas', HTMLButtonElement);
  const brand = find(root, '#brand', HTMLElement);
  const chip = find(root, '#lesson-place', HTMLElement);
  const faces = /** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll('.face'));

  ideas.addEventListener('click', () => {
    store.dispatch({ type: 'panel', open: true });
    scrollTo({ top: 0 });
    find(panel, '.face:not([hidden]) [data-close]', HTMLElement).focus();
  });
  panel.addEventListener('click', (event) => {
    if (!/** @type {Element} */ (event.target).closest('[data-close]')) return;
    store.dispatch({ type: 'panel', open: false });
    ideas.focus();
  });
  store.watch((state, before) => {
    const { face, panelOpen, lesson } = state;
    page.dataset.panel = panelOpen ? 'open' : 'closed';
    page.dataset.face = face;
    page.dataset.part = lesson?.part ?? '';
    // Whoever stood on what is gone goes on at the title of what has come.
    const within = panel.contains(document.activeElement);
    for (const one of faces) one.hidden = one.dataset.face !== face;
    if (face !== before.face) {
      panel.scrollTop = 0;
      if (within) find(panel, '.face:not([hidden]) h1', HTMLElement).focus({ preventScroll: true });
    }
    panel.setAttribute('aria-label', t(FACES[face].label));
    ideas.hidden = panelOpen;
    ideas.setAttribute('aria-label', t(FACES[face].open));
    setIcon(ideas, FACES[face].icon);
    const title = face === 'lesson' && lesson ? lesson.title : t('page.title');
    if (brand.textContent !== title) brand.textContent = title;
    document.title = title === t('page.title') ? title : `${title} · ${t('page.title')}`;
    chip.textContent = face === 'lesson' ? place(state, t) : '';
    chip.hidden = chip.textContent === '';
  });
}
