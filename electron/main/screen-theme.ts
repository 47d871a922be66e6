import { z } from 'zod';
import { GROUNDS, type Theme, THEMES } from '#shared/kernel/themes.ts';
import { readKept, writeKept } from './kept-file.ts';

/** A page tells its theme by its theme colour, which needs no message of its own into main. Undefined: not one of ours. */
export function themeOfGround(color: string | null): Theme | undefined {
  return THEMES.find((theme) => GROUNDS[theme] === color?.toLowerCase());
}

const Kept = z.object({ theme: z.enum(THEMES) });

/** What a person last chose: windows are opened in it, so that a dark bridge is never lit by a white one. */
export class KeptTheme {
  readonly #file: string;
  #theme: Theme | undefined;

  constructor(file: string) {
    this.#file = file;
    this.#theme = readKept(file, Kept)?.theme;
  }

  get theme(): Theme | undefined {
    return this.#theme;
  }

  keep(theme: Theme): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    writeKept(this.#file, { theme });
  }
}
