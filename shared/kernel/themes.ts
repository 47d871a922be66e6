export const THEMES = ['light', 'dark', 'night'] as const;
export type Theme = (typeof THEMES)[number];

/** What lies under a page of each theme, and what its window wears: the colours of the renderer's first-paint.css. */
export const GROUNDS: { readonly [T in Theme]: string } = {
  light: '#eef1f4',
  dark: '#0f151b',
  night: '#000000',
};
