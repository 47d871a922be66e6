import fs from 'node:fs';
import path from 'node:path';
import { runCommand } from './lib/run-command.ts';

interface Need {
  /** Debian's name for it, the newest first: some got a new one when time grew to 64 bits. */
  packages: [string, ...string[]];
  what: string;
  /** One of these has to be there. */
  commands?: string[];
  library?: string;
  /** Tests take longer without it; not every release has it. */
  isSpare?: true;
}

/** What the tests use of the system: a screen that isn't there, Electron's libraries, a browser, packaging tools. */
const NEEDS: Need[] = [
  { packages: ['xvfb'], what: 'a virtual screen', commands: ['Xvfb'] },
  { packages: ['xauth'], what: 'access to the virtual screen', commands: ['xauth'] },
  { packages: ['chromium'], what: 'a browser', commands: ['chromium'] },
  {
    packages: ['chromium-headless-shell'],
    what: 'a browser without windows',
    commands: ['chromium-headless-shell'],
    isSpare: true,
  },
  { packages: ['libgtk-3-0t64', 'libgtk-3-0'], what: 'windows for Electron', library: 'libgtk-3.so.0' },
  { packages: ['libnss3'], what: 'certificates for Electron', library: 'libnss3.so' },
  { packages: ['libasound2t64', 'libasound2'], what: 'sound for Electron', library: 'libasound.so.2' },
  { packages: ['libgbm1'], what: 'graphics for Electron', library: 'libgbm.so.1' },
  { packages: ['python3'], what: 'unpacking and node-gyp', commands: ['python3'] },
  { packages: ['g++'], what: 'native code for the prepared Electron', commands: ['g++', 'c++'] },
  { packages: ['make'], what: 'native code for the prepared Electron', commands: ['make'] },
  { packages: ['dpkg'], what: 'Debian packages', commands: ['dpkg-deb'] },
  { packages: ['squashfs-tools'], what: 'AppImages that are only tried', commands: ['mksquashfs'] },
];

/**
 * Sees to it that the machine has what the end-to-end tests use: installs it where that is possible (root on
 * a Debian), and otherwise says what to install. True when nothing is missing at the end.
 */
export async function installSystemPackages(report: (line: string) => void): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const missing = await findMissing();
  if (missing.length === 0) return true;
  const canInstall = process.getuid?.() === 0 && hasCommand('apt-get');
  if (!canInstall) {
    const needed = missing.filter(({ isSpare }) => isSpare !== true);
    if (needed.length === 0) return true;
    for (const need of needed) report(`missing: ${need.packages.join(' or ')} (${need.what})`);
    report('Install them as root (Debian, Ubuntu: apt-get install), or run this once as root.');
    return false;
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = await runCommand('apt-get', ['update', '-q'], { env });
  const names = (await Promise.all(missing.map(knownName))).filter((name) => name !== undefined);
  if (names.length === 0) return true;
  report(`installing Debian packages: ${names.join(' ')}`);
  const install = await runCommand('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...names], {
    env,
  });
  const stillMissing = (await findMissing()).filter(({ isSpare }) => isSpare !== true);
  if (stillMissing.length === 0) return true;
  report(`still missing: ${stillMissing.map((need) => need.packages.join(' or ')).join(', ')}`);
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

/** The first of its names that this release of Debian knows; what can be spared may be unknown. */
async function knownName({ packages, isSpare }: Need): Promise<string | undefined> {
  for (const name of packages) {
    if ((await runCommand('apt-cache', ['show', name])).exitCode === 0) return name;
  }
  return isSpare === true ? undefined : packages[0];
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
