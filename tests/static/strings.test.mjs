import en from '/static/strings/en.js';
import { LANGUAGES, pick } from '/static/languages.js';
import { strings, translator } from '/static/strings.js';
import { equal, truth } from '/tests/check.mjs';

export default {
  'values take their places, unknown ones stay visible'() {
    equal(translator(en)('welcome.hello', { name: 'Ada' }), 'Hi Ada!');
    equal(translator(en)('welcome.hello'), 'Hi {name}!');
  },
  'a locale without a file gets English'() {
    return strings('xx-YY').then(({ language, direction }) => equal([language, direction], ['en', 'ltr']));
  },
  async 'every language has every word, and the same places in it'() {
    const holes = (/** @type {string} */ words) => [...words.matchAll(/\{\w+\}/gu)].map(String).sort();
    for (const { tag } of LANGUAGES) {
      const { default: table } = await import(`/static/strings/${tag}.js`);
      equal(Object.keys(en).filter((key) => !(key in table)), [], tag);
      for (const [key, english] of Object.entries(en)) {
        truth(table[key].trim() === table[key] && table[key] !== '', `${tag} ${key} is empty or padded`);
        equal(holes(table[key]), holes(english), `${tag} ${key}`);
      }
    }
  },
  async 'words are of their own language'() {
    const { t } = await strings('de');
    equal([t('welcome.hello', { name: 'Ada' }), t('settings.title')], ['Hallo Ada!', 'Einstellungen']);
    const ways = await Promise.all(LANGUAGES.map(async ({ tag }) => (await strings(tag)).direction));
    equal(ways.filter((way) => way === 'rtl').length, 1);
  },
  'who chose nothing gets the best of the browser\'s languages'() {
    equal(pick('auto', ['nl-NL', 'fr-CA', 'de']).tag, 'fr');
    equal(pick('auto', ['nl', 'tr']).tag, 'en');
    equal(pick('', []).tag, 'en');
    equal(pick('pt-BR', ['de']).tag, 'pt');
    equal(pick('__proto__', ['constructor']).tag, 'en');
  },
  async 'every key in the page exists, and every key is used'() {
    const views = ['badge', 'bubble', 'cheer', 'composer', 'conversation', 'hush', 'language', 'map', 'orb', 'panel', 'settings',
      'status', 'thumbs', 'tools', 'trouble', 'vote', 'welcome', 'xp'];
    const lesson = ['answer', 'choice', 'code', 'explain', 'field', 'finished', 'hints', 'lesson', 'steps', 'task'];
    const teacher = ['words', 'views/class', 'views/knowledge', 'views/quiet', 'views/said', 'views/student', 'views/top', 'actions'];
    const names = ['teacher.html', ...teacher.map((name) => `teacher/${name}.js`), 'student.html', 'login.html', 'login.js', 'actions.js', 'state/server.js',
      ...views.map((name) => `views/${name}.js`), ...lesson.map((name) => `views/lesson/${name}.js`)];
    const text = (await Promise.all(names.map(async (n) => (await fetch(`/static/${n}`)).text()))).join('');
    for (const [, key] of text.matchAll(/data-(?:t|t-label|t-placeholder|ask)="([^"]+)"/gu)) {
      truth(key in en, `${key} has no words`);
    }
    const built = /^(problem|status|settings|checked|thumbs|map\.state|next\.why|lesson\.(use|explain)|answer\.(form|up|down)|teacher\.(status|where|why|format|error|notice))\b/u;
    for (const key of Object.keys(en)) truth(text.includes(`'${key}'`) || text.includes(`"${key}"`) || built.test(key), `${key} is not used`);
  },
};
