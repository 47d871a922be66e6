import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { type ElectronRuntime, findElectron } from '../../scripts/electron-runtime.ts';

export interface LaunchOptions {
  /** The console's folder; a new one when it isn't given. */
  dataDir?: string;
  env?: Record<string, string>;
  /** Further switches of Chromium's. */
  switches?: readonly string[];
}

export interface LaunchedConsole {
  app: ElectronApplication;
  page: Page;
  dataDir: string;
  /** Quits as a person would: the host closes its store first. */
  close: () => Promise<void>;
}

/** Starts the built console in a real Electron, with a folder of its own, and waits for its window. */
export async function launchConsole(options: LaunchOptions = {}): Promise<LaunchedConsole> {
  const runtime = electronForTests();
  const dataDir = options.dataDir ?? newDataDir();
  const app = await _electron.launch({
    executablePath: runtime.executablePath,
    args: [...(options.switches ?? []), ...runtime.args],
    env: launchEnvironment(runtime, dataDir, options.env),
  });
  const page = await app.firstWindow();
  return { app, page, dataDir, close: () => app.close() };
}

/** The environment of a console that is started without Playwright, for example a second one. */
export function launchEnvironment(
  runtime: ElectronRuntime,
  dataDir: string,
  env: Record<string, string> = {},
): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('FAIRLEAD_'),
  );
  return { ...Object.fromEntries(inherited), ...runtime.env, FAIRLEAD_DATA_DIR: dataDir, ...env };
}

export function electronForTests(): ElectronRuntime {
  const runtime = findElectron();
  if (!runtime) throw new Error('There is no Electron to test in: run `npm run electron:prepare` first.');
  return runtime;
}

export function newDataDir(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-console-'));
}
