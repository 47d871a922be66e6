import { create } from 'zustand';

export const THEMES = ['light', 'dark', 'night'] as const;
export type Theme = (typeof THEMES)[number];

/** The same key and attributes as public/theme-boot.js, which runs before this does. */
const KEY = 'fairlead.theme';
/** The ground of the page, which the window around it wears. */
const GROUNDS: { readonly [T in Theme]: string } = { light: '#eef1f4', dark: '#0f151b', night: '#000000' };

type ThemeState = { readonly theme: Theme; choose(theme: Theme): void };

export const useTheme = create<ThemeState>()((set) => ({
  theme: THEMES.find((theme) => theme === document.documentElement.dataset['vision']) ?? 'light',
  choose(theme) {
    localStorage.setItem(KEY, theme);
    document.documentElement.dataset['vision'] = theme;
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', GROUNDS[theme]);
    set({ theme });
  },
}));
