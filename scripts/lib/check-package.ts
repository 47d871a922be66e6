import path from 'node:path';
import { type AsarFile, readAsar } from './asar-files.ts';
import { readFuses, wantedFuses } from './fuses.ts';
import { missingPackages } from './missing-packages.ts';
import { importedPackages } from './needed-packages.ts';
import { inProject } from './project.ts';

const ALLOWED = /^(package\.json$|out\/(main|preload|renderer)\/|node_modules\/)/;
const LEFTOVERS = /\.(map|ts|tsx)$|\.test\.|^out\/.*\/testing\//;
const NATIVE = /^node_modules\/better-sqlite3\/prebuilds\/.*\.node$/;

/** What must hold for a packaged program, read back from what was packaged; a problem a line. */
export async function checkPackage(
  folder: string,
  executable: string,
  { isStrict }: { isStrict: boolean },
): Promise<string[]> {
  const archive = path.join(folder, 'resources', 'app.asar');
  const { files, textOf } = readAsar(archive);
  const packed = { paths: files.map((file) => file.path), textOf };
  const missing = missingPackages(packed, importedPackages(inProject('out', 'main')));
  return [
    ...(await checkFuses(executable, isStrict)),
    ...checkFiles(files),
    ...missing.map((what) => `missing from the package: ${what}`),
  ];
}

async function checkFuses(executable: string, isStrict: boolean): Promise<string[]> {
  const found = await readFuses(executable);
  return Object.entries(wantedFuses())
    .filter(([fuse, wanted]) => found[fuse] !== wanted && (isStrict || found[fuse] !== 'absent'))
    .map(([fuse, wanted]) => `fuse ${fuse} is ${found[fuse] ?? 'absent'}, not ${wanted} (SEC-9)`);
}

function checkFiles(files: readonly AsarFile[]): string[] {
  const foreign = files.filter((file) => !ALLOWED.test(file.path) || LEFTOVERS.test(file.path));
  const native = files.filter((file) => NATIVE.test(file.path));
  return [
    ...foreign.map((file) => `${file.path} has no business in the package`),
    ...native.filter((file) => !file.isUnpacked).map((file) => `${file.path} is not unpacked (UP-10)`),
    ...(native.length === 0 ? ['there is no native SQLite in the package (UP-10)'] : []),
    ...files
      .filter((file) => !file.isUnpacked && file.checksum !== 'right')
      .map((file) => `the checksum of ${file.path} is ${file.checksum} (SEC-9)`),
  ];
}
