/** Small helpers to find and build elements. Knows no state. */

/** @template {Element} T
 * @param {ParentNode} root @param {string} selector @param {new () => T} kind @returns {T}
 * @throws {Error} when the page lacks it: page and code belong together */
export function find(root, selector, kind) {
  const element = root.querySelector(selector);
  if (element instanceof kind) return element;
  throw new Error(`no ${kind.name} at ${selector}`);
}

/** @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {string} className @param {...(Node|string)} children
 * @returns {HTMLElementTagNameMap[Tag]} */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

/** Shows or hides a control; a focus that would be lost goes to the talk button.
 * @param {HTMLElement} element @param {boolean} hidden */
export function hide(element, hidden) {
  const lost = hidden && element.contains(document.activeElement);
  element.hidden = hidden;
  if (lost) find(document, '#orb', HTMLElement).focus();
}

const SVG = 'http://www.w3.org/2000/svg';

/** @param {string} name of a symbol in student.html @returns {SVGSVGElement} */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}

/** @param {Element} root @param {string} name */
export function setIcon(root, name) {
  root.querySelector('use')?.setAttribute('href', `#i-${name}`);
}
