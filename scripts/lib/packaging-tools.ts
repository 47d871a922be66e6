import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inProject, nodePath } from './project.ts';
import { mustRun } from './run-command.ts';

/** A whole number of blocks, so that the file system behind it begins where one does. */
const RUNTIME_BYTES = 4096;

/**
 * Tells electron-builder of tools on this machine, so that it downloads none: `dpkg-deb` for Debian packages, and
 * for what is only tried `mksquashfs` with a runtime of our own. Whoever names others keeps them. Returns what
 * clears them away again.
 */
export async function offerTools({ isTried }: { isTried: boolean }): Promise<() => void> {
  if (process.platform !== 'linux') return () => undefined;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-packaging-'));
  const offered = {
    CUSTOM_FPM_PATH: debianTool(folder, isTried),
    ...(isTried ? { APPIMAGE_TOOLS_PATH: await appImageTools(path.join(folder, 'appimage')) } : {}),
  };
  const unnamed = Object.entries(offered).filter(([name]) => process.env[name] === undefined);
  for (const [name, tool] of unnamed) process.env[name] = tool;
  return () => {
    for (const [name] of unnamed) delete process.env[name];
    fs.rmSync(folder, { recursive: true, force: true });
  };
}

/** What is only tried is not sent anywhere, so nobody waits for it to get small. */
function debianTool(folder: string, isTried: boolean): string {
  const faster = isTried ? ' --deb-compression none' : '';
  const command = `'${nodePath}' '${inProject('scripts', 'fpm-for-debian.ts')}' "$@"${faster}`;
  return writeTool(path.join(folder, 'fpm'), command);
}

/** Laid out as electron-builder's own set of tools is; it looks for all of them and runs only `mksquashfs`. */
async function appImageTools(folder: string): Promise<string> {
  const runtimes = path.join(folder, 'runtimes');
  fs.mkdirSync(runtimes, { recursive: true });
  fs.mkdirSync(path.join(folder, 'lib', 'x64'), { recursive: true });
  const mksquashfs = (await mustRun('sh', ['-c', 'command -v mksquashfs'])).trim();
  writeTool(path.join(folder, 'mksquashfs'), `'${mksquashfs}' "$@" -Xcompression-level 1`);
  writeTool(path.join(folder, 'desktop-file-validate'), 'false');
  fs.writeFileSync(path.join(runtimes, 'runtime-x64'), triedRuntime());
  return folder;
}

function writeTool(file: string, command: string): string {
  fs.writeFileSync(file, `#!/bin/sh\nexec ${command}\n`, { mode: 0o755 });
  return file;
}

function triedRuntime(): Buffer {
  const script = fs
    .readFileSync(inProject('packaging', 'tried', 'appimage-runtime.sh'), 'utf8')
    .replace('@OFFSET@', String(RUNTIME_BYTES));
  const runtime = Buffer.alloc(RUNTIME_BYTES, '\n');
  if (runtime.write(script) !== Buffer.byteLength(script)) throw new Error('The runtime has grown too long.');
  return runtime;
}
