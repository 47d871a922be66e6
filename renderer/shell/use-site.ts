import type { Site } from '#shared/kernel/define-command.ts';
import { useConsoleStatus } from './connection/console-store.ts';

/** The console's own site; null until it is set up. */
export function useSite(): Site | null {
  return useConsoleStatus()?.site ?? null;
}
