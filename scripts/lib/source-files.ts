import fs from 'node:fs';
import path from 'node:path';

const SOURCE_FOLDERS = ['electron', 'renderer', 'shared', 'sync-server', 'migrations', 'scripts', 'tests'];
const SOURCE_FILE = /\.(ts|tsx|mts|cts|js|mjs|cjs)$/;

/** Every source file of the project, as paths from its root with forward slashes. */
export function listSourceFiles(root: string): string[] {
  return SOURCE_FOLDERS.flatMap((folder) => listFolder(root, folder)).sort();
}

function listFolder(root: string, folder: string): string[] {
  const absolute = path.join(root, folder);
  if (!fs.existsSync(absolute)) return [];
  return fs.readdirSync(absolute, { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : listFolder(root, name);
    return SOURCE_FILE.test(entry.name) ? [name] : [];
  });
}
