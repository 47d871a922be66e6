import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { must } from '#shared/kernel/assert.ts';
import { electronForTests, launchEnvironment } from '#tests/support/launch-electron.ts';
import { DevtoolsPage } from './devtools-page.ts';

const Targets = z.array(z.object({ type: z.string(), url: z.string(), webSocketDebuggerUrl: z.string() }));
const POLL_MS = 5;
const QUIT_TIMEOUT_MS = 10_000;

export type PlainConsole = {
  readonly pid: number;
  readonly page: DevtoolsPage;
  /** Wall clock, right before the process was started. */
  readonly spawnedAtMs: number;
  quit(): Promise<void>;
};

/**
 * Starts the built console as a person's desktop does. Playwright would hold Electron until it has attached
 * itself to both of its sides, which is no part of a start; here the page alone is watched, from outside.
 */
export async function startPlainConsole(dataDir: string): Promise<PlainConsole> {
  const runtime = electronForTests();
  const spawnedAtMs = Date.now();
  const child = spawn(runtime.executablePath, [...runtime.args, '--remote-debugging-port=0'], {
    env: launchEnvironment(runtime, dataDir),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const port = await devtoolsPort(child);
  const page = await DevtoolsPage.open(await consolePageUrl(port));
  // The browser gives the page its address before it has left the blank one.
  while (!(await page.isAt('app:'))) await pollDelay();
  return {
    pid: must(child.pid, 'a started process has a number'),
    page,
    spawnedAtMs,
    async quit() {
      page.close();
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), QUIT_TIMEOUT_MS);
      await exit;
      clearTimeout(timer);
    },
  };
}

function devtoolsPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (bytes: Buffer) => {
      text = `${text}${bytes.toString()}`.slice(-10_000);
      const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('exit', () => reject(new Error(`Electron ended at once: ${text}`)));
  });
}

async function consolePageUrl(port: number): Promise<string> {
  for (;;) {
    const targets = Targets.parse(await (await fetch(`http://127.0.0.1:${port}/json/list`)).json());
    const page = targets.find(({ type, url }) => type === 'page' && url.startsWith('app://console/'));
    if (page !== undefined) return page.webSocketDebuggerUrl;
    await pollDelay();
  }
}

function pollDelay(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS));
}
