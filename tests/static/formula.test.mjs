import { read } from '/static/formula.js';
import { formula } from '/static/views/formula.js';
import { equal } from '/tests/check.mjs';

/** MathML as a short text: over(a,b), pow(a,b), root(a). */
function told(node) {
  if (node === null) return null;
  if (node.kind === 'row') return node.parts.map(told).join('');
  if (node.kind === 'over') return `over(${told(node.top)},${told(node.bottom)})`;
  if (node.kind === 'power') return `pow(${told(node.top)},${told(node.bottom)})`;
  if (node.kind === 'root') return `root(${told(node.of)})`;
  return node.text;
}
const shown = (text) => told(read(text));

export default {
  'fractions, mixed numbers and signs'() {
    equal(shown('3/4'), 'over(3,4)');
    equal(shown('1 1/2'), '1over(1,2)');
    equal(shown('-3/4'), '−over(3,4)');
    equal(shown('1/2 + 1/4'), 'over(1,2)+over(1,4)');
  },
  'algebra as children write it'() {
    equal(shown('3x + 2'), '3x+2');
    equal(shown('3*x = 12'), '3·x=12');
    equal(shown('x^2/4'), 'over(pow(x,2),4)');
    equal(shown('2(x+1)'), null, 'looks the same by hand');
    equal(shown('2*(x+1)'), '2·(x+1)');
    equal(shown('(a+b)/(a-b)'), 'over(a+b,a−b)');
    equal(shown('x^-1'), 'pow(x,−1)');
    equal(shown('sqrt(2x)'), 'root(2x)');
    equal(shown('2x >= 4'), '2x≥4');
  },
  'what is half written or no formula is left alone'() {
    for (const text of ['', '5', '3/', '/4', '(1/2', '1/2)', 'three/four', '1/2 of a pizza', '^', '2**', '😀/2',
      `${'1/'.repeat(200)}1`]) equal(shown(text), null, text);
  },
  'deep brackets do not hurt'() {
    read(`${'('.repeat(90)}1/2${')'.repeat(90)}`);
  },
  'the formula is MathML'() {
    equal(formula(read('1/2')).outerHTML,
      '<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>');
  },
};
