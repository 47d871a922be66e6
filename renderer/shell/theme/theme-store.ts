import { create } from 'zustand';
import { GROUNDS, type Theme, THEMES } from '#shared/kernel/themes.ts';

/** The same key and attributes as public/theme-boot.js, which runs before this does. */
const KEY = 'fairlead.theme';

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
