import { z } from 'zod';
import { readKept, writeKept } from './kept-file.ts';

export const SCREEN_THEMES = ['light', 'dark', 'night'] as const;
export type ScreenTheme = (typeof SCREEN_THEMES)[number];

/** What lies under a page of each theme: the same colours as in the renderer's first-paint.css. */
export const GROUNDS: { readonly [T in ScreenTheme]: string } = {
  light: '#eef1f4',
  dark: '#0f151b',
  night: '#000000',
};

/** A page tells its theme by its theme colour, which needs no message of its own into main. Undefined: not one of ours. */
export function themeOfGround(color: string | null): ScreenTheme | undefined {
  return SCREEN_THEMES.find((theme) => GROUNDS[theme] === color?.toLowerCase());
}

const Kept = z.object({ theme: z.enum(SCREEN_THEMES) });

/** What a person last chose: windows are opened in it, so that a dark bridge is never lit by a white one. */
export class KeptTheme {
  readonly #file: string;
  #theme: ScreenTheme | undefined;

  constructor(file: string) {
    this.#file = file;
    this.#theme = readKept(file, Kept)?.theme;
  }

  get theme(): ScreenTheme | undefined {
    return this.#theme;
  }

  keep(theme: ScreenTheme): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    writeKept(this.#file, { theme });
  }
}
