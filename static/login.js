/** The login page: why you are here and how to get a new link. */
import { find } from './dom.js';
import { load } from './preferences.js';
import { fill, strings } from './strings.js';

const REASONS = /** @type {const} */ ({
  expired: 'login.expired', used: 'login.used', none: 'login.none',
});

const { t, language, direction } = await strings(load().language);
document.documentElement.lang = language;
document.documentElement.dir = direction;
fill(document, t);
const reason = new URLSearchParams(location.search).get('reason') ?? 'none';
const key = reason in REASONS ? REASONS[/** @type {keyof typeof REASONS} */ (reason)] : 'login.none';
find(document, '#reason', HTMLElement).textContent = t(key);
document.title = t('login.title');
