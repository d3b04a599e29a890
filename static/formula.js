/** Reads what a student types as a formula, to show it as it is written by hand. Pure: knows no
 * DOM and judges nothing; what it cannot read it leaves alone.
 *
 * @typedef {{kind: 'number'|'name'|'sign', text: string}
 *   | {kind: 'row', parts: Node[]}
 *   | {kind: 'over'|'power', top: Node, bottom: Node}
 *   | {kind: 'root', of: Node}} Node   a power's `top` is its base
 */

const TOKEN = /\s*(\d+(?:[.,]\d+)?|[a-z]+|<=|>=|[-+*/^()=<>≤≥×÷·−√])/iuy;
/** @type {Record<string, string>} */
const SHOWN = { '-': '−', '*': '·', '×': '·', '<=': '≤', '>=': '≥' };
const MOST = 200;

/** @param {string} text @returns {string[]|null} null: there is something else in it */
function tokens(text) {
  const found = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (!match?.[1]) return null;
    const [, token] = match;
    // `2x` and `xy` are products; longer words are words.
    const word = /^[a-z]+$/iu.test(token) && token.toLowerCase() !== 'sqrt';
    if (word && token.length > 2) return null;
    found.push(...(word ? token : [token]));
  }
  return found;
}

/** @param {Node[]} parts @returns {Node} */
const row = (parts) => (parts.length === 1 && parts[0] ? parts[0] : { kind: 'row', parts });

/** Thrown inside, never leaves `read`. */
class Unreadable extends Error {}

class Reader {
  #left;

  /** @param {string[]} found */
  constructor(found) {
    this.#left = found;
  }

  /** @returns {Node} */
  whole() {
    const all = this.#sum();
    if (this.#left.length) throw new Unreadable();
    return all;
  }

  #next() {
    const token = this.#left.shift();
    if (token === undefined) throw new Unreadable();
    return token;
  }

  /** @param {string} wanted @returns {boolean} */
  #is(wanted) {
    return this.#left[0] !== undefined && wanted.split(' ').includes(this.#left[0]);
  }

  /** @returns {Node} */
  #sum() {
    const parts = [];
    while (this.#is('+ - −')) parts.push(this.#sign());
    parts.push(this.#product());
    while (this.#is('+ - − = < > <= >= ≤ ≥')) {
      parts.push(this.#sign());
      while (this.#is('- −')) parts.push(this.#sign());
      parts.push(this.#product());
    }
    return row(parts);
  }

  /** @returns {Node} */
  #sign() {
    const token = this.#next();
    return { kind: 'sign', text: SHOWN[token] ?? token };
  }

  /** A fraction takes the factor before the line and the one after it, as `1 1/2` wants.
   * @returns {Node} */
  #product() {
    const parts = [this.#power()];
    while (this.#left.length && !this.#is('+ - − = < > <= >= ≤ ≥ )')) {
      if (this.#is('/ ÷')) {
        this.#next();
        const top = bare(parts.pop() ?? row([]));
        parts.push({ kind: 'over', top, bottom: bare(this.#power()) });
      } else if (this.#is('* × ·')) {
        parts.push(this.#sign(), this.#power());
      } else parts.push(this.#power());
    }
    return row(parts);
  }

  /** @returns {Node} */
  #power() {
    const base = this.#atom();
    if (!this.#is('^')) return base;
    this.#next();
    const minus = this.#is('- −') ? [this.#sign()] : [];
    return { kind: 'power', top: base, bottom: row([...minus, bare(this.#atom())]) };
  }

  /** @returns {Node} */
  #atom() {
    const token = this.#next();
    if (/^\d/u.test(token)) return { kind: 'number', text: token };
    if (token === '√' || token.toLowerCase() === 'sqrt') return { kind: 'root', of: bare(this.#atom()) };
    if (token === '(') {
      const inner = this.#sum();
      if (this.#next() !== ')') throw new Unreadable();
      return { kind: 'row', parts: [{ kind: 'sign', text: '(' }, inner, { kind: 'sign', text: ')' }] };
    }
    if (/^[a-z]$/iu.test(token)) return { kind: 'name', text: token };
    throw new Unreadable();
  }
}

/** A line or a root needs no brackets. @param {Node} node @returns {Node} */
function bare(node) {
  if (node.kind !== 'row' || node.parts.length !== 3) return node;
  const [open, inner] = node.parts;
  return open?.kind === 'sign' && open.text === '(' && inner ? inner : node;
}

/** The formula of a text; null when it is none, or one that looks no different when written by
 * hand. @param {string} text @returns {Node|null} */
export function read(text) {
  if (text.length > MOST || !/[/^÷*√]|\d\s*[a-z]|sqrt/iu.test(text)) return null;
  const found = tokens(text);
  if (!found?.length) return null;
  try {
    return new Reader(found).whole();
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}
