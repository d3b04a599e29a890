/** Accessibility checks of our own, run inside the page. Each returns what is wrong, in words. */

const CONTROLS = 'button,a[href],input,textarea,select,summary,[tabindex="0"]';

/** @param {Element} element @returns {boolean} */
const visible = (element) => element.checkVisibility({ opacityProperty: false, visibilityProperty: true });

/** @param {Element} element @returns {string} */
const called = (element) => `${element.localName}#${element.id}.${element.className} "${
  (element.textContent ?? '').trim().slice(0, 30)}"`;

/** @param {Element} element @returns {string} the accessible name, as far as this page uses it */
function name(element) {
  const labels = [.../** @type {HTMLInputElement} */ (element).labels ?? []];
  return (element.getAttribute('aria-label') || labels.map((l) => l.textContent).join(' ')
    || element.textContent || '').trim();
}

/** @returns {string[]} controls without a name */
export function names() {
  return [...document.querySelectorAll(`${CONTROLS},dialog,section,[role=region]`)]
    .filter((e) => visible(e) && !name(e) && !e.hasAttribute('aria-labelledby')).map(called);
}

/** @returns {string[]} controls smaller than 44 by 44 pixels */
export function targets() {
  return [...document.querySelectorAll(CONTROLS)].filter(visible).map((element) => {
    const reach = element.closest('label') ?? element;
    const { width, height } = reach.getBoundingClientRect();
    const small = (width < 44 || height < 44) && !element.classList.contains('skip');
    return small ? `${called(element)} ${Math.round(width)}x${Math.round(height)}` : '';
  }).filter(Boolean);
}

/** @returns {string[]} what makes the page scroll sideways */
export function sideways() {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  return [`page ${scrollWidth} > ${clientWidth}`, ...[...document.body.querySelectorAll('*')]
    .filter((e) => visible(e) && e.getBoundingClientRect().right > clientWidth + 1).map(called)];
}

/** @returns {string[]} controls that lie under another or outside of the window */
export function covered() {
  return [...document.querySelectorAll('.dock button, .dock textarea')].filter(visible).filter((e) => {
    const { left, top, width, height } = e.getBoundingClientRect();
    const there = document.elementFromPoint(left + width / 2, top + height / 2);
    return !there || !(e.contains(there) || there.contains(e));
  }).map(called);
}

/** @param {string} colour @returns {number[]} red, green, blue (0 to 255), alpha (0 to 1) */
function channels(colour) {
  const [r = 0, g = 0, b = 0, a = 1] = (colour.match(/[\d.]+/gu) ?? []).map(Number);
  return colour.startsWith('color(') ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
}

/** @param {Element} element @returns {number[]|null} what is behind its text; null: a picture */
function ground(element) {
  for (let at = /** @type {Element|null} */ (element); at; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.backgroundImage !== 'none') return null;
    const colour = channels(style.backgroundColor);
    if (colour[3] === 1) return colour;
    if (colour[3] !== 0) return null;
  }
  return [255, 255, 255, 1];
}

/** @param {number[]} colour @returns {number} relative luminance (WCAG 2.2) */
function luminance(colour) {
  const [r, g, b] = colour.slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @returns {string[]} texts with less than 4.5 to 1 */
export function contrast() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const weak = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!element || !walker.currentNode.nodeValue?.trim() || !visible(element)) continue;
    if (element.closest('.unseen,.skip,script,style,noscript')) continue;
    const behind = ground(element);
    if (!behind) continue;
    const [low, high] = [luminance(behind), luminance(channels(getComputedStyle(element).color))]
      .sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) weak.add(`${called(element)} ${ratio.toFixed(2)}`);
  }
  return [...weak];
}

/** @returns {string[]} ids used twice, and references to none */
export function ids() {
  const all = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  const twice = all.filter((id, i) => all.indexOf(id) !== i);
  const lost = [...document.querySelectorAll('[aria-labelledby]')]
    .map((e) => e.getAttribute('aria-labelledby') ?? '').filter((id) => !all.includes(id));
  return [...twice, ...lost];
}

/** @returns {string[]} empty live regions that are missing or wrongly made */
export function regions() {
  const wanted = ['#announce[aria-live=polite]', '#captions[role=log][aria-live=polite]',
    '#problem[role=alert]', '#notice[role=status]'];
  return wanted.filter((selector) => !document.querySelector(selector));
}
