import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, expect, type Page } from '@playwright/test';
import { z } from 'zod';
import { must } from '#shared/kernel/assert.ts';
import { isRunning } from '#tests/support/is-running.ts';
import { preparedSqlite } from '../../scripts/lib/sqlite-native.ts';

const START_TIMEOUT_MS = 60_000;
const END_TIMEOUT_MS = 30_000;
const Version = z.object({ webSocketDebuggerUrl: z.url() });

export type PackagedOptions = {
  /** Gets everything that it writes. */
  readonly home: string;
  readonly profile: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
};

/**
 * A packaged console. Its fuses forbid Playwright's own way into Electron, so its page is reached through Chromium's
 * port, whose number stands in its folder.
 */
export class PackagedConsole {
  readonly #dataDir: string;
  readonly #child: ChildProcess;
  #browser: Browser | undefined;
  #portFile = '';
  #said = '';

  constructor(file: string, { home, profile, env = {}, args = [] }: PackagedOptions) {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('FAIRLEAD_'));
    this.#dataDir = path.join(home, 'data', 'fairlead', profile);
    // Chromium writes its port into this folder, if it is there already.
    fs.mkdirSync(path.join(this.#dataDir, 'browser'), { recursive: true });
    this.#child = spawn(file, [...args, `--profile=${profile}`], {
      env: {
        ...Object.fromEntries(inherited),
        HOME: home,
        TMPDIR: home,
        XDG_DATA_HOME: path.join(home, 'data'),
        XDG_CACHE_HOME: path.join(home, 'cache'),
        XDG_CONFIG_HOME: path.join(home, 'config'),
        FAIRLEAD_SQLITE_NATIVE: must(preparedSqlite(), 'SQLite for the prepared Electron'),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (bytes: Buffer) => {
        this.#said += bytes.toString('utf8');
      });
    }
  }

  /** What the program that was started has printed. */
  get said(): string {
    return this.#said;
  }

  /** What it has written into its logs. */
  get logs(): string {
    const folder = path.join(this.#dataDir, 'logs');
    const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
    return names.map((name) => fs.readFileSync(path.join(folder, name), 'utf8')).join('');
  }

  /** The console's page, once it is there: of the program that was started, or of the one that took its place. */
  async page(): Promise<Page> {
    try {
      await expect.poll(() => this.#isReachable(), { timeout: START_TIMEOUT_MS }).toBe(true);
    } catch (error) {
      throw new Error(`The console did not start. It said: ${this.#said}`, { cause: error });
    }
    return must(this.#browser?.contexts()[0]?.pages()[0], 'the window');
  }

  /** Resolves when the program that was started, and that is about to end, has ended by itself. */
  async ended(): Promise<void> {
    // First: once the program is gone, Playwright waits half a minute for its answer.
    await this.#browser?.close();
    this.#browser = undefined;
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    await new Promise((resolve) => this.#child.once('exit', resolve));
  }

  /** Ends whoever holds the folder, as the system does when it shuts down. */
  async close(): Promise<void> {
    await this.#browser?.close();
    const holder = this.#holder();
    if (holder === undefined) return;
    process.kill(holder, 'SIGTERM');
    await expect.poll(() => this.#holder(), { timeout: END_TIMEOUT_MS }).toBeUndefined();
  }

  async #isReachable(): Promise<boolean> {
    const file = path.join(this.#dataDir, 'browser', 'DevToolsActivePort');
    const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
    const [port] = text.split('\n');
    if (!port || (text === this.#portFile && this.#browser === undefined)) return false;
    this.#browser ??= await this.#connect(port);
    this.#portFile = text;
    return this.#browser !== undefined && this.#browser.contexts()[0]?.pages()[0] !== undefined;
  }

  async #connect(port: string): Promise<Browser | undefined> {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/json/version`);
      return await chromium.connectOverCDP(Version.parse(await answer.json()).webSocketDebuggerUrl);
    } catch (error) {
      // The number is that of a program that has ended, or of one that does not listen yet.
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  }

  /** Chromium's lock on the folder names the process that has it. */
  #holder(): number | undefined {
    const lock = path.join(this.#dataDir, 'SingletonLock');
    if (fs.lstatSync(lock, { throwIfNoEntry: false }) === undefined) return undefined;
    const id = Number(fs.readlinkSync(lock).split('-').at(-1));
    return isRunning(id) ? id : undefined;
  }
}
