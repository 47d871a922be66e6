import fs from 'node:fs';
import path from 'node:path';

const UNFINISHED = '.unfinished-';
/** Far longer than any download or build here takes: what is older belongs to a run that was killed. */
const ABANDONED_AFTER_MS = 3_600_000;

/**
 * Makes a folder appear complete or not at all: `fill` writes into a folder of its own beside the target,
 * which takes the target's name only at the end. An interrupted run leaves nothing that looks finished, and
 * of two runs at once the first one wins.
 */
export async function createFolderAtomically(
  target: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  fs.mkdirSync(path.dirname(target), { recursive: true });
  removeAbandoned(target);
  const unfinished = fs.mkdtempSync(`${target}${UNFINISHED}`);
  try {
    await fill(unfinished);
    if (!fs.existsSync(target)) renameUnlessOvertaken(unfinished, target);
  } finally {
    fs.rmSync(unfinished, { recursive: true, force: true });
  }
}

function renameUnlessOvertaken(from: string, to: string): void {
  try {
    fs.renameSync(from, to);
  } catch (error) {
    if (!fs.existsSync(to)) throw error;
  }
}

function removeAbandoned(target: string): void {
  const parent = path.dirname(target);
  for (const name of fs.readdirSync(parent)) {
    if (!name.startsWith(`${path.basename(target)}${UNFINISHED}`)) continue;
    const folder = path.join(parent, name);
    if (Date.now() - fs.statSync(folder).mtimeMs > ABANDONED_AFTER_MS) fs.rmSync(folder, { recursive: true });
  }
}
