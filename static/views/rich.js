/** The server's rendering of a message (its own safe HTML, MathML, highlighted code), let in
 * through a second gate: only these elements and attributes reach the page. Knows no state. */

const ELEMENTS = new Set(('span p br b strong i em u s del sub sup ul ol li pre code blockquote hr '
  + 'h1 h2 h3 h4 h5 h6 table thead tbody tr th td div a math semantics mrow mi mo mn ms mtext mspace mfrac '
  + 'msqrt mroot mstyle merror mpadded mphantom mfenced menclose msub msup msubsup munder mover '
  + 'munderover mmultiscripts mtable mtr mtd annotation').split(' '));
const ATTRIBUTES = new Set(('class data-s data-e dir lang start colspan rowspan scope display '
  + 'displaystyle stretchy fence separator form accent accentunder linethickness mathvariant '
  + 'columnalign rowspacing columnspacing columnlines rowlines width height depth lspace rspace '
  + 'minsize maxsize notation open close separators encoding alttext xmlns scriptlevel symmetric '
  + 'title tabindex role aria-label').split(' '));

/** @param {Element} element */
function strip(element) {
  for (const { name, value } of [...element.attributes]) {
    const link = name === 'href' && element.localName === 'a' && /^(https?:|mailto:)/u.test(value);
    if (!link && !ATTRIBUTES.has(name)) element.removeAttribute(name);
  }
  if (element.localName !== 'a') return;
  element.setAttribute('rel', 'noopener noreferrer');
  element.setAttribute('target', '_blank');
}

/** @param {string} html @returns {DocumentFragment} */
export function rich(html) {
  const { content } = new DOMParser().parseFromString(`<template>${html}</template>`, 'text/html')
    .querySelector('template') ?? document.createElement('template');
  for (const element of [...content.querySelectorAll('*')]) {
    if (ELEMENTS.has(element.localName)) strip(element);
    else element.remove();
  }
  return /** @type {DocumentFragment} */ (document.importNode(content, true));
}
