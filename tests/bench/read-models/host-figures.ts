import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';

const HostFigures = z.object({
  startSeconds: z.number(),
  rssMiB: z.number(),
  pssMiB: z.number(),
  liveCountMs: z.number(),
});
export type HostFigures = z.infer<typeof HostFigures>;

/** What the whole host costs on a data folder: a process of its own starts it, asks about, and says. */
export function hostFigures(dataFolder: string): HostFigures {
  const child = path.join(import.meta.dirname, 'host-child.ts');
  const said = execFileSync(process.execPath, [child, dataFolder], { encoding: 'utf8' });
  return HostFigures.parse(JSON.parse(said.trim().split('\n').at(-1) ?? ''));
}
