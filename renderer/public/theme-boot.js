// Runs before the first paint, so that a dark bridge is never lit by a white page (see shell/theme).
(() => {
  const kept = localStorage.getItem('fairlead.theme');
  const theme = ['light', 'dark', 'night'].includes(kept)
    ? kept
    : matchMedia('(prefers-color-scheme: dark)').matches
      ? 'dark'
      : 'light';
  document.documentElement.dataset.vision = theme;
  document.documentElement.dataset.mantineColorScheme = theme === 'light' ? 'light' : 'dark';
})();
