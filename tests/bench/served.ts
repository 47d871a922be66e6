import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { must } from '#shared/kernel/assert.ts';
import { inProject } from '../../scripts/lib/project.ts';
import { SIGN_IN } from './fleet-company.ts';
import { percentile, type Spread, spread } from './measure.ts';
import { installProbe, listShown, signInShown } from './page-probe.ts';
import { type Memory, memoryOf } from './process-memory.ts';

const ROUNDS = 6;

export type ServedFigures = {
  /** From the start of the process until it answers. */
  readonly servedMs: Spread;
  readonly signInPageMs: Spread;
  /** With the cookie of an earlier sign-in. */
  readonly listMs: Spread;
  readonly hostMemory: Memory;
};

/** The same store, served by Node to a browser that already runs. */
export async function measureServed(dataDir: string): Promise<ServedFigures> {
  const executablePath = process.env['FAIRLEAD_CHROMIUM'] || '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const signedIn = await signedInContext(browser, dataDir);
    const servedMs: number[] = [];
    const signInPageMs: number[] = [];
    const listMs: number[] = [];
    const memory: Memory[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const stranger = await browser.newContext();
      const first = await startAndOpen(dataDir, stranger, signInShown);
      await stranger.close();
      const second = await startAndOpen(dataDir, signedIn, listShown);
      servedMs.push(first.servedMs, second.servedMs);
      signInPageMs.push(first.shownMs);
      listMs.push(second.shownMs);
      memory.push(second.memory);
    }
    return {
      servedMs: spread(servedMs),
      signInPageMs: spread(signInPageMs),
      listMs: spread(listMs),
      hostMemory: {
        rssMiB: Math.round(
          percentile(
            memory.map(({ rssMiB }) => rssMiB),
            0.5,
          ),
        ),
        pssMiB: Math.round(
          percentile(
            memory.map(({ pssMiB }) => pssMiB),
            0.5,
          ),
        ),
      },
    };
  } finally {
    await browser.close();
  }
}

async function startAndOpen(dataDir: string, context: BrowserContext, shown: () => Promise<number>) {
  const page = await context.newPage();
  await page.addInitScript(installProbe);
  const server = await startServed(dataDir);
  try {
    await page.goto(`${server.url}#/incidents`, { waitUntil: 'commit' });
    const shownMs = (await page.evaluate(shown)) - server.spawnedAtMs;
    return { servedMs: server.servedMs, shownMs, memory: memoryOf(server.pid) };
  } finally {
    await page.close();
    await server.stop();
  }
}

/** Cookies know no ports, so this one is good for every later start. */
async function signedInContext(browser: Browser, dataDir: string): Promise<BrowserContext> {
  const context = await browser.newContext();
  const server = await startServed(dataDir);
  const page = await context.newPage();
  await page.goto(server.url);
  await page.locator('input[autocomplete=username]').fill(SIGN_IN.name);
  await page.locator('input[autocomplete=current-password]').fill(SIGN_IN.passphrase);
  await page.locator('button[type=submit]').click();
  await page.getByRole('navigation').first().waitFor();
  await page.close();
  await server.stop();
  return context;
}

async function startServed(dataDir: string) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('FAIRLEAD_'));
  const spawnedAtMs = Date.now();
  const child = spawn(process.execPath, [inProject('electron', 'host', 'entry-node.ts')], {
    env: { ...Object.fromEntries(inherited), FAIRLEAD_DATA_DIR: dataDir, FAIRLEAD_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (bytes: Buffer) => {
      text = `${text}${bytes.toString()}`.slice(-10_000);
      const found = /served at (http:\S+)/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error(`The served console ended at once: ${text}`)));
  });
  return {
    url,
    pid: must(child.pid, 'a started process has a number'),
    spawnedAtMs,
    servedMs: Date.now() - spawnedAtMs,
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}
