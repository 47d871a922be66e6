import fs from 'node:fs';
import path from 'node:path';

const IN_MEMORY = '/dev/shm';
/** What a whole run keeps at once, several times over. */
const ENOUGH_BYTES = 6 * 1024 ** 3;

/**
 * A temporary folder for everything that tests write, gone with this process: in memory where there is plenty, as
 * thousands of small stores would each wait for the disk. Undefined: the machine's usual one.
 */
export function makeTestsFolder(): string | undefined {
  if (!fs.existsSync(IN_MEMORY)) return undefined;
  const { bavail, bsize } = fs.statfsSync(IN_MEMORY);
  if (Math.min(bavail * bsize, process.availableMemory()) < ENOUGH_BYTES) return undefined;
  const folder = fs.mkdtempSync(path.join(IN_MEMORY, 'fairlead-tests-'));
  // PostgreSQL does not run as root: its own user has to get through.
  fs.chmodSync(folder, 0o711);
  process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}
