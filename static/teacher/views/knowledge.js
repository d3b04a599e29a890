/** What a student knows: mastery by skill as calm bars with numbers, and the lessons.
 *
 * @import {Kit} from '../app.js'
 * @import {LessonRow, Progress, Skill} from '../types.js'
 * @import {Translate} from '../../strings.js'
 */
import { find, make } from '../../dom.js';
import { moment, since, spelled } from '../words.js';

/** @param {Skill} skill @param {number} nowMs @param {Translate} t @returns {HTMLElement} */
function skillRow(skill, nowMs, t) {
  const percent = `${Math.round(skill.known * 100)} %`;
  const fill = make('i', '');
  fill.style.setProperty('--share', String(skill.known));
  const bar = make('span', 'bar', fill);
  bar.setAttribute('aria-hidden', 'true');
  const tags = [];
  if (skill.mastered) tags.push(make('span', 'chip chip-accent', t('teacher.mastery.mastered')));
  if (skill.due && Date.parse(skill.due) <= nowMs) tags.push(make('span', 'chip chip-sun', t('teacher.mastery.due')));
  const answers = t('teacher.mastery.answers', { right: skill.right, total: skill.right + skill.wrong });
  const row = make('li', 'skill', make('span', 'skill-name', spelled(skill.id), ...tags), bar,
    make('strong', 'number', percent), make('span', 'quiet number', answers));
  row.dataset.skill = skill.id;
  row.dataset.mastered = String(skill.mastered);
  return row;
}

/** @param {LessonRow} lesson @param {number} nowMs @param {Translate} t @param {string} language
 * @returns {HTMLElement} */
function lessonRow(lesson, nowMs, t, language) {
  const state = make('span', `chip ${lesson.done ? 'chip-accent' : ''}`,
    t(lesson.done ? 'teacher.progress.state.done' : 'teacher.progress.state.begun'));
  const best = lesson.right !== null && lesson.total !== null
    ? t('teacher.progress.best', { right: lesson.right, total: lesson.total }) : '';
  const seen = make('time', 'quiet number', since(lesson.lastAt, nowMs, t));
  if (lesson.lastAt) {
    seen.dateTime = lesson.lastAt;
    seen.title = moment(lesson.lastAt, language);
  }
  return make('li', 'lesson-row', make('span', 'lesson-name', lesson.title), state,
    make('span', 'quiet number', best), seen);
}

/** @param {Progress} progress @param {number} nowMs @param {Translate} t @param {string} language
 * @returns {HTMLElement[]} */
function lessonsOf(progress, nowMs, t, language) {
  const { done, total, unaided, tried, hints, lessons } = progress;
  const sums = make('p', 'number', `${t('teacher.progress.done', { done, total })} · `
    + t('teacher.progress.items', { unaided, tried, hints }));
  if (!lessons.length) return [sums, make('p', 'quiet', t('teacher.progress.none'))];
  return [sums, make('ul', 'lesson-rows', ...lessons.map((one) => lessonRow(one, nowMs, t, language)))];
}

/** @param {Kit} kit */
export function mountKnowledge({ root, store, t, language }) {
  const skills = find(root, '#mastery > div', HTMLElement);
  const lessons = find(root, '#progress > div', HTMLElement);
  store.watch(({ details, readAtMs }, before) => {
    const { mastery, progress } = details;
    const nowMs = readAtMs ?? 0;
    if (mastery !== before.details.mastery || !skills.firstChild) {
      skills.replaceChildren(...(mastery === null ? [make('p', 'quiet', t('teacher.loading'))]
        : mastery.length ? [make('ul', 'skills', ...mastery.map((one) => skillRow(one, nowMs, t)))]
          : [make('p', 'quiet', t('teacher.mastery.none'))]));
    }
    if (progress !== before.details.progress || !lessons.firstChild) {
      lessons.replaceChildren(...(progress === null ? [make('p', 'quiet', t('teacher.loading'))]
        : lessonsOf(progress, nowMs, t, language)));
    }
  });
}
