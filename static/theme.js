/** Sets colours and direction before the first paint, so that a dark page never flashes white and
 * an Arabic one does not jump. Runs in the head as a classic script; preferences.js and strings.js
 * do the rest. */
{
  const root = document.documentElement;
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem('tutor.preferences') ?? 'null');
  } catch {
    // Damaged or forbidden storage: the system's choice stands.
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const more = matchMedia('(prefers-contrast: more)').matches;
  const wanted = kept?.theme === 'light' || kept?.theme === 'dark' ? kept.theme : null;
  root.dataset.theme = wanted ?? (dark ? 'dark' : 'light');
  if (/^[a-z]{2}$/u.test(kept?.language ?? '')) {
    root.lang = kept.language;
    root.dir = kept.language === 'ar' ? 'rtl' : 'ltr';
  }
  root.dataset.contrast = kept?.contrast === 'high' || more ? 'high' : 'normal';
}
