// Runs before the first paint, so that a dark bridge is never lit by a white page (see shell/theme).
(() => {
  const kept = localStorage.getItem('fairlead.theme');
  const theme = ['light', 'dark', 'night'].includes(kept)
    ? kept
    : matchMedia('(prefers-color-scheme: dark)').matches
      ? 'dark'
      : 'light';
  document.documentElement.dataset.vision = theme;
  // The window wears the ground of its page, so that it stays dark while a page is loaded anew.
  const ground = { light: '#eef1f4', dark: '#0f151b', night: '#000000' }[theme];
  document.querySelector('meta[name="theme-color"]').content = ground;
  document.documentElement.dataset.mantineColorScheme = theme === 'light' ? 'light' : 'dark';
})();
