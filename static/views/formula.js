/** A formula as MathML. Knows no state.
 *
 * @import {Node} from '../formula.js'
 */

const MATHML = 'http://www.w3.org/1998/Math/MathML';
const NAMES = { number: 'mn', name: 'mi', sign: 'mo' };

/** @param {string} name @param {...(Element|string)} children @returns {Element} */
function math(name, ...children) {
  const element = document.createElementNS(MATHML, name);
  element.append(...children);
  return element;
}

/** @param {Node} node @returns {Element} */
function shown(node) {
  switch (node.kind) {
    case 'row': return math('mrow', ...node.parts.map(shown));
    case 'over': return math('mfrac', shown(node.top), shown(node.bottom));
    case 'power': return math('msup', shown(node.top), shown(node.bottom));
    case 'root': return math('msqrt', shown(node.of));
    default: return math(NAMES[node.kind], node.text);
  }
}

/** @param {Node} node @returns {Element} a `<math>` */
export function formula(node) {
  return math('math', shown(node));
}
