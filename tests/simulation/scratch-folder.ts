import { existsSync } from 'node:fs';
import os from 'node:os';

const IN_MEMORY = '/dev/shm';

/** Where files live that nobody needs afterwards: in memory where there is such a place. */
export function scratchFolder(): string {
  return existsSync(IN_MEMORY) ? IN_MEMORY : os.tmpdir();
}
