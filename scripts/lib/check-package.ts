import path from 'node:path';
import { type AsarFile, asarFiles } from './asar-files.ts';
import { readFuses, wantedFuses } from './fuses.ts';
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
  const files = asarFiles(archive);
  return [...(await checkFuses(executable, isStrict)), ...checkFiles(files), ...checkImports(files)];
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
      .filter((file) => !file.isUnpacked && !file.hasIntegrity)
      .map((file) => `${file.path} has no checksum (SEC-9)`),
  ];
}

/** Whatever the built program loads is there: a package that was left out would be missed only when it is needed. */
function checkImports(files: readonly AsarFile[]): string[] {
  const present = new Set(files.map((file) => packageOf(file.path)).filter((name) => name !== undefined));
  return [...importedPackages(inProject('out', 'main'))]
    .filter((name) => !present.has(name))
    .map((name) => `${name} is imported and not in the package`);
}

function packageOf(file: string): string | undefined {
  return /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
}
