import fs from 'node:fs';
import path from 'node:path';
import { runCommand } from './lib/run-command.ts';

interface Need {
  /** Debian's name for it. */
  package: string;
  what: string;
  /** One of these has to be there. */
  commands?: string[];
  library?: string;
}

/** What the end-to-end tests use of the system: a screen that isn't there, Electron's libraries, a browser. */
const NEEDS: Need[] = [
  { package: 'xvfb', what: 'a virtual screen', commands: ['Xvfb'] },
  { package: 'xauth', what: 'access to the virtual screen', commands: ['xauth'] },
  { package: 'chromium', what: 'a browser', commands: ['chromium'] },
  { package: 'libgtk-3-0', what: 'windows for Electron', library: 'libgtk-3.so.0' },
  { package: 'libnss3', what: 'certificates for Electron', library: 'libnss3.so' },
  { package: 'libasound2', what: 'sound for Electron', library: 'libasound.so.2' },
  { package: 'libgbm1', what: 'graphics for Electron', library: 'libgbm.so.1' },
  { package: 'python3', what: 'unpacking and node-gyp', commands: ['python3'] },
  { package: 'g++', what: 'native code for the prepared Electron', commands: ['g++', 'c++'] },
  { package: 'make', what: 'native code for the prepared Electron', commands: ['make'] },
];

/**
 * Sees to it that the machine has what the end-to-end tests use: installs it where that is possible (root on
 * a Debian), and otherwise says what to install. True when nothing is missing at the end.
 */
export async function installSystemPackages(report: (line: string) => void): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const missing = await findMissing();
  if (missing.length === 0) return true;
  const names = missing.map((need) => need.package);
  const canInstall = process.getuid?.() === 0 && hasCommand('apt-get');
  if (!canInstall) {
    for (const need of missing) report(`missing: ${need.package} (${need.what})`);
    report(`On Debian or Ubuntu: sudo apt-get install ${names.join(' ')}`);
    return false;
  }
  report(`installing Debian packages: ${names.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = await runCommand('apt-get', ['update', '-q'], { env });
  const install = await runCommand('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...names], {
    env,
  });
  const stillMissing = await findMissing();
  if (stillMissing.length === 0) return true;
  report(`still missing: ${stillMissing.map((need) => need.package).join(' ')}`);
  report(`${update.stderr}${install.stderr}`.trim().split('\n').slice(-15).join('\n'));
  return false;
}

async function findMissing(): Promise<Need[]> {
  const libraries = await listLibraries();
  return NEEDS.filter((need) => {
    if (need.library) return !libraries.includes(need.library);
    return !need.commands?.some(hasCommand);
  });
}

async function listLibraries(): Promise<string> {
  // It is in /sbin, which isn't on everybody's PATH.
  const ldconfig = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((file) => fs.existsSync(file)) ?? 'ldconfig';
  return (await runCommand(ldconfig, ['-p'])).stdout;
}

function hasCommand(name: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.some((folder) => folder !== '' && fs.existsSync(path.join(folder, name)));
}

if (import.meta.main) {
  process.exitCode = (await installSystemPackages((line) => console.log(line))) ? 0 : 1;
}
