import fs from 'node:fs';
import path from 'node:path';

/**
 * A launch folder for one checkout: the shared distribution, linked, with `resources/app` leading to the
 * project. It costs no disk, so two checkouts can run side by side from one download.
 *
 * The executable is a hard link (a copy on another file system), as Chromium looks for its other files beside
 * the place its own executable really is, and would follow a symbolic link back into the shared folder.
 */
export function linkDistribution(distribution: string, launchFolder: string, projectRoot: string): string {
  const executable = path.join(launchFolder, 'electron');
  if (isCurrent(distribution, launchFolder, projectRoot)) return executable;
  fs.mkdirSync(path.dirname(launchFolder), { recursive: true });
  const unfinished = fs.mkdtempSync(`${launchFolder}.unfinished-`);
  for (const name of fs.readdirSync(distribution)) {
    if (name === 'electron') linkOrCopy(path.join(distribution, name), path.join(unfinished, name));
    else fs.symlinkSync(path.join(distribution, name), path.join(unfinished, name));
  }
  fs.mkdirSync(path.join(unfinished, 'resources'));
  fs.symlinkSync(projectRoot, path.join(unfinished, 'resources', 'app'));
  fs.chmodSync(unfinished, 0o755);
  fs.rmSync(launchFolder, { recursive: true, force: true });
  fs.renameSync(unfinished, launchFolder);
  return executable;
}

function isCurrent(distribution: string, launchFolder: string, projectRoot: string): boolean {
  const link = (...segments: string[]) => readLink(path.join(launchFolder, ...segments));
  return (
    fs.existsSync(path.join(launchFolder, 'electron')) &&
    link('icudtl.dat') === path.join(distribution, 'icudtl.dat') &&
    link('resources', 'app') === projectRoot
  );
}

function readLink(file: string): string | undefined {
  try {
    return fs.readlinkSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    fs.linkSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'EXDEV' || error.code === 'EPERM'))) {
      throw error;
    }
    fs.copyFileSync(from, to);
  }
}
