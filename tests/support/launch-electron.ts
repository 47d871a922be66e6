import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, errors, expect, type Page } from '@playwright/test';
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

/** A start takes one to three seconds, and about twenty on a machine with six times the work it can do. */
const ATTACH_MS = 30_000;
const LAST_ATTACH_MS = 60_000;

/** Starts the built console in a real Electron, with a folder of its own, and waits for its window. */
export async function launchConsole(options: LaunchOptions = {}): Promise<LaunchedConsole> {
  const dataDir = options.dataDir ?? newDataDir();
  const app = await attached(options, dataDir);
  const page = await app.firstWindow();
  return { app, page, dataDir, close: () => app.close() };
}

/**
 * Playwright sometimes never finishes to attach: it waits for an answer of a window that was made but has not begun to
 * load (github.com/microsoft/playwright/issues/29386), in about one start in two hundred here. It has to be started
 * again then; a console that does not start at all fails the second time as well.
 */
async function attached(options: LaunchOptions, dataDir: string): Promise<ElectronApplication> {
  const runtime = electronForTests();
  const launch = (timeout: number) =>
    _electron.launch({
      executablePath: runtime.executablePath,
      args: [...(options.switches ?? []), ...runtime.args],
      env: launchEnvironment(runtime, dataDir, options.env),
      timeout,
    });
  try {
    return await launch(ATTACH_MS);
  } catch (error) {
    if (!(error instanceof errors.TimeoutError)) throw error;
    await ended(dataDir);
    return await launch(LAST_ATTACH_MS);
  }
}

/** The console whose folder this is has ended: as long as it holds the folder's lock, a second one gives way to it. */
async function ended(dataDir: string): Promise<void> {
  const lock = path.join(dataDir, 'SingletonLock');
  if (fs.lstatSync(lock, { throwIfNoEntry: false }) === undefined) return;
  // It leads to `host-pid`.
  const owner = fs.readlinkSync(lock).split('-').at(-1) ?? '';
  await expect.poll(() => fs.existsSync(`/proc/${owner}`), { timeout: 10_000 }).toBe(false);
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
