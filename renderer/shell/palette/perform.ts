import type { PaletteCommand } from '../contribution.ts';
import { goTo } from '../hash-location.ts';

export function perform(command: PaletteCommand): void {
  if ('path' in command) goTo(command.path);
  else command.run();
}
