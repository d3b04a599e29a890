import { rich } from '/static/views/rich.js';
import { equal, truth } from '/tests/check.mjs';

const html = (source) => {
  const holder = document.createElement('div');
  holder.append(rich(source));
  return holder.innerHTML;
};

export default {
  'words, maths and code pass'() {
    for (const source of ['<p><span data-s="0" data-e="3">One</span></p>',
      '<pre><code><span class="k">def</span></code></pre>',
      '<math display="block"><mfrac><mn>1</mn><mn>2</mn></mfrac></math>']) equal(html(source), source);
  },
  'nothing that acts passes'() {
    for (const source of ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<iframe></iframe>',
      '<form action=/x></form>', '<style>*{}</style>', '<svg><script>1</script></svg>', '<base href=/x>',
      '<math><annotation-xml encoding="text/html"><img src=x></annotation-xml></math>',
      '</template><script>1</script>', '<button>x</button>', '<input>']) {
      truth(!/script|img|iframe|form|style|svg|base |button|input|annotation-xml/u.test(html(source)), html(source));
    }
  },
  'attributes that act are taken off'() {
    equal(html('<p onclick="x" style="y" id="orb" data-s="1">a</p>'), '<p data-s="1">a</p>');
    equal(html('<a href="javascript:x">a</a>'), '<a rel="noopener noreferrer" target="_blank">a</a>');
    truth(html('<a href="https://example.org/">a</a>').includes('href="https://example.org/"'), 'link');
  },
};
