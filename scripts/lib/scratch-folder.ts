import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const IN_MEMORY = '/dev/shm';
/** What a whole run keeps at once, several times over. */
const ENOUGH_BYTES = 6 * 1024 ** 3;

/**
 * Where files live that nobody needs afterwards: in memory where there is plenty, as thousands of small stores would
 * each wait for the disk; else where temporary files usually are.
 */
export function scratchFolder(): string {
  const usual = os.tmpdir();
  if (usual.startsWith(IN_MEMORY) || !fs.existsSync(IN_MEMORY)) return usual;
  const { bavail, bsize } = fs.statfsSync(IN_MEMORY);
  return Math.min(bavail * bsize, process.availableMemory()) < ENOUGH_BYTES ? usual : IN_MEMORY;
}

/** A scratch folder for everything that a run of tests writes, gone with this process. */
export function makeTestsFolder(): string {
  const folder = fs.mkdtempSync(path.join(scratchFolder(), 'fairlead-tests-'));
  // PostgreSQL does not run as root: its own user has to get through.
  fs.chmodSync(folder, 0o711);
  process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}
