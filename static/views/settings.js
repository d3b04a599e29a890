/** The settings sheet: builds its choices from one table, keeps what is chosen at once.
 *
 * @import {Kit} from '../app.js'
 * @import {Preferences} from '../state/types.js'
 * @import {Key, Translate} from '../strings.js'
 */
import { find, make } from '../dom.js';

/** @type {Record<string, string[]>} */
const CHOICES = {
  mode: ['hands_free', 'push_to_talk'], captions: ['normal', 'large', 'huge'],
  font: ['plain', 'easy'], spacing: ['normal', 'wide'], theme: ['auto', 'light', 'dark'],
  contrast: ['auto', 'high'],
};
/** Steps with a name each; a number alone says nothing to a child.
 * @type {Record<string, {value: number, name: Key}[]>} */
const SLIDES = {
  patience: [
    { value: 0.5, name: 'settings.patience.quick' }, { value: 1, name: 'settings.patience.normal' },
    { value: 1.75, name: 'settings.patience.patient' }, { value: 3, name: 'settings.patience.very' },
  ],
  speed: [
    { value: 0.75, name: 'settings.speed.slow' }, { value: 1, name: 'settings.speed.normal' },
    { value: 1.3, name: 'settings.speed.fast' },
  ],
};

/** @typedef {(name: string, value: string|number|boolean) => void} Choose */
/** @typedef {(preferences: Preferences) => void} Show */

/** @param {HTMLElement} place @param {string} name @param {Translate} t @param {Choose} choose
 * @returns {Show} */
function choice(place, name, t, choose) {
  const group = make('fieldset', 'choice');
  const row = make('div', 'choice-row');
  group.append(make('legend', '', t(/** @type {Key} */ (`settings.${name}`))), row);
  const inputs = (CHOICES[name] ?? []).map((value) => {
    const input = make('input', '');
    Object.assign(input, { type: 'radio', name, value });
    input.addEventListener('change', () => choose(name, value));
    const text = t(/** @type {Key} */ (`settings.${name}.${value}`));
    row.append(make('label', '', input, make('span', '', text)));
    return input;
  });
  place.append(group);
  return (preferences) => {
    for (const input of inputs) {
      input.checked = preferences[/** @type {keyof Preferences} */ (name)] === input.value;
    }
  };
}

/** @param {HTMLElement} place @param {string} name @param {Translate} t @param {Choose} choose
 * @returns {Show} */
function slide(place, name, t, choose) {
  const steps = SLIDES[name] ?? [];
  const input = make('input', '');
  const id = `setting-${name}`;
  Object.assign(input, { id, type: 'range', min: '0', max: String(steps.length - 1), step: '1' });
  const shown = make('output', '');
  const text = make('span', '', t(/** @type {Key} */ (`settings.${name}`)));
  const label = make('label', 'slide', make('span', 'slide-head', text, shown), input);
  label.htmlFor = id;  // without it the label would name the <output>, its first labelable child
  place.append(label);
  input.addEventListener('input', () => choose(name, steps[Number(input.value)]?.value ?? 1));
  return (preferences) => {
    const value = preferences[/** @type {'patience'|'speed'} */ (name)];
    const near = steps.map((step) => Math.abs(step.value - value));
    const at = near.indexOf(Math.min(...near));
    const said = t(/** @type {Key} */ (steps[at]?.name));
    input.value = String(at);
    input.setAttribute('aria-valuetext', said);
    shown.textContent = said;
  };
}

/** @param {HTMLElement} place @param {string} name @param {Translate} t @param {Choose} choose
 * @returns {Show} */
function check(place, name, t, choose) {
  const input = make('input', '');
  input.type = 'checkbox';
  input.addEventListener('change', () => choose(name, input.checked));
  const text = make('span', '', t(/** @type {Key} */ (`settings.${name}`)));
  place.append(make('label', 'check', input, text));
  return (preferences) => {
    input.checked = preferences[/** @type {'shortcuts'|'readCaptions'} */ (name)];
  };
}

/** @param {Kit} kit */
export function mountSettings({ root, store, actions, t }) {
  const sheet = find(root, '#settings', HTMLDialogElement);
  const you = find(root, '#you', HTMLElement);
  /** @type {Choose} */
  const choose = (name, value) => actions.prefer({ [name]: value });
  /** @type {Show[]} */
  const shows = [];
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (
    sheet.querySelectorAll('[data-choice],[data-slide],[data-check]'))) {
    const { choice: one, slide: steps, check: tick } = place.dataset;
    if (one) shows.push(choice(place, one, t, choose));
    if (steps) shows.push(slide(place, steps, t, choose));
    if (tick) shows.push(check(place, tick, t, choose));
  }
  find(root, '#open-settings', HTMLButtonElement).addEventListener('click', () => sheet.showModal());
  find(root, '#logout', HTMLButtonElement).addEventListener('click', () => void actions.logout());
  sheet.addEventListener('click', (event) => { if (event.target === sheet) sheet.close(); });
  store.watch(({ preferences, me }) => {
    for (const show of shows) show(preferences);
    you.textContent = me?.name ? t('settings.you', { name: me.name }) : '';
  });
}
