import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type ElectronApplication, expect, test } from '@playwright/test';
import { isRunning } from '#tests/support/is-running.ts';
import {
  electronForTests,
  type LaunchedConsole,
  launchConsole,
  launchEnvironment,
} from '#tests/support/launch-electron.ts';

const run = promisify(execFile);

let launched: LaunchedConsole;
test.beforeAll(async () => {
  launched = await launchConsole();
});
test.afterAll(async () => {
  await launched.close();
  fs.rmSync(launched.dataDir, { recursive: true, force: true });
});

test('the window shows the console from its own scheme, isolated from Node (SEC-1, SEC-2, SEC-8)', async () => {
  const { page } = launched;
  expect(new URL(page.url()).href.startsWith('app://console/')).toBe(true);
  const seen = await page.evaluate(() => ({
    origin: location.origin,
    node: [
      'require',
      'process',
      'module',
      'Buffer',
      'global',
      'ipcRenderer',
      'electron',
      'electronTRPC',
    ].filter((name) => name in globalThis),
    isSecure: isSecureContext,
  }));
  expect(seen).toEqual({ origin: 'app://console', node: [], isSecure: true });
});

test('the page carries the policy, and the policy is in force (SEC-3)', async () => {
  const { page } = launched;
  const result = await page.evaluate(async () => {
    const response = await fetch('app://console/');
    // The browser reports in tasks of its own, some time after the refusal.
    const reported = (directive: string) =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => {
          if (event.effectiveDirective === directive) resolve(event.blockedURI);
        });
      });
    const reports = Promise.all([reported('script-src-elem'), reported('connect-src')]);
    const script = document.createElement('script');
    script.textContent = 'globalThis.inlineScriptRan = true';
    document.head.append(script);
    const foreign = await fetch('https://evil.example/').then(
      () => 'reached',
      () => 'refused',
    );
    return {
      policy: response.headers.get('Content-Security-Policy'),
      html: await response.text(),
      foreign,
      inlineScriptRan: 'inlineScriptRan' in globalThis,
      reports: await reports,
    };
  });
  expect(result.policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[^']+';/);
  expect(result.html).not.toContain('__CSP_NONCE__');
  expect({ ...result, policy: '', html: '' }).toEqual({
    policy: '',
    html: '',
    foreign: 'refused',
    inlineScriptRan: false,
    reports: ['inline', 'https://evil.example/'],
  });
});

test('the console itself breaks no rule of its policy while it starts (SEC-3)', async () => {
  const { page } = launched;
  await page.addInitScript(() => {
    const broken: string[] = [];
    Object.assign(globalThis, { brokenRules: broken });
    document.addEventListener('securitypolicyviolation', (event) => {
      broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  await page.reload();
  await expect(page.getByRole('heading').first()).toBeVisible();
  const broken = await page.evaluate(() =>
    Object.entries(globalThis).find(([name]) => name === 'brokenRules'),
  );
  expect(broken).toEqual(['brokenRules', []]);
});

test('the page can not be led away, nor open a window (SEC-5)', async () => {
  const { app, page } = launched;
  const before = page.url();
  for (const address of ['https://evil.example/?next=app://console/', 'file:///etc/passwd', 'app://evil/']) {
    await page.evaluate((href) => {
      location.href = href;
    }, address);
    expect(await page.evaluate(() => location.origin)).toBe('app://console');
  }
  // A scheme that no program of the system is asked for.
  expect(await page.evaluate(() => window.open('file:///etc/passwd') === null)).toBe(true);
  expect({ url: page.url(), windows: await countWindows(app) }).toEqual({ url: before, windows: 1 });
});

test('the page gets the camera, and no microphone, device or position (SEC-4)', async () => {
  const states = await launched.page.evaluate(async () => {
    const outcome = (ask: Promise<unknown>) =>
      ask.then(
        () => 'granted',
        (error: unknown) =>
          error instanceof Error || error instanceof DOMException ? error.name : 'refused',
      );
    return {
      microphone: (await navigator.permissions.query({ name: 'microphone' })).state,
      camera: (await navigator.permissions.query({ name: 'camera' })).state,
      position: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          (error) => resolve(error.code === error.PERMISSION_DENIED ? 'denied' : 'failed'),
        ),
      ),
      notifications: (await navigator.permissions.query({ name: 'notifications' })).state,
      midi: await outcome(navigator.requestMIDIAccess({ sysex: true })),
    };
  });
  expect(states).toEqual({
    microphone: 'denied',
    camera: 'granted',
    position: 'denied',
    notifications: 'granted',
    midi: expect.stringMatching(/NotAllowedError|SecurityError/),
  });
});

test('the window wears the theme of its page, also before the page is there', async () => {
  const { app, page } = launched;
  const worn = () =>
    app.evaluate(({ BrowserWindow, nativeTheme }) => [
      BrowserWindow.getAllWindows()[0]?.getBackgroundColor(),
      nativeTheme.themeSource,
    ]);
  for (const [theme, ground, source] of [
    ['night', '#000000', 'dark'],
    ['light', '#EEF1F4', 'light'],
  ] as const) {
    await page.evaluate((chosen) => localStorage.setItem('fairlead.theme', chosen), theme);
    await page.reload();
    await expect.poll(worn).toEqual([ground, source]);
  }
});

test('a second start on the same folder ends at once and brings the first window forward (LC-1)', async () => {
  const { app, dataDir } = launched;
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const runtime = electronForTests();
  await run(runtime.executablePath, runtime.args, {
    env: launchEnvironment(runtime, dataDir),
    timeout: 30_000,
  });
  expect(await countWindows(app)).toBe(1);
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized()))
    .toBe(false);
});

test('a host that was killed is back by itself (UP-8)', async () => {
  const { app, dataDir } = launched;
  await expect.poll(() => logEvents(dataDir, 'host-ready')).toBe(1);
  const before = await hostPid(app);
  process.kill(before, 'SIGKILL');
  await expect.poll(() => logEvents(dataDir, 'host-ready')).toBe(2);
  expect(await hostPid(app)).not.toBe(before);
});

test('a damaged store leads to the recovery page, and back once it is repaired (UP-8, CR-4)', async () => {
  const first = await launchConsole();
  await expect.poll(() => logEvents(first.dataDir, 'host-ready')).toBe(1);
  await first.close();
  const store = path.join(first.dataDir, 'console.sqlite');
  const healthy = fs.readFileSync(store);
  fs.writeFileSync(store, Buffer.from(healthy).fill(7, 100));

  const second = await launchConsole({ dataDir: first.dataDir });
  await expect(second.page.getByRole('alert')).toContainText('damaged');
  expect([second.page.url(), logEvents(first.dataDir, 'recovery-page')]).toEqual([
    'app://console/recovery',
    1,
  ]);
  fs.writeFileSync(store, healthy);
  await second.page.getByRole('link', { name: 'Start again' }).click();
  await expect.poll(() => logEvents(first.dataDir, 'host-ready')).toBe(2);
  await expect(second.page).toHaveURL(/^app:\/\/console\/(#|$)/);
  await second.close();
  fs.rmSync(first.dataDir, { recursive: true, force: true });
});

test('quitting closes the host first, and leaves no process (LC-2)', async () => {
  const second = await launchConsole();
  const host = await hostPid(second.app);
  await expect.poll(() => logEvents(second.dataDir, 'host-ready')).toBe(1);
  await second.close();
  expect([logEvents(second.dataDir, 'host-killed'), logEvents(second.dataDir, 'stopped')]).toEqual([0, 1]);
  await expect.poll(() => isRunning(host)).toBe(false);
  fs.rmSync(second.dataDir, { recursive: true, force: true });
});

test('a window comes back where it was (LC-7)', async () => {
  const place = { x: 60, y: 40, width: 1111, height: 777 };
  const first = await launchConsole();
  await first.app.evaluate(({ BrowserWindow }, bounds) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(bounds);
  }, place);
  await expect.poll(() => windowBounds(first.app)).toEqual(place);
  await first.close();
  const second = await launchConsole({ dataDir: first.dataDir });
  await expect.poll(() => windowBounds(second.app)).toEqual(place);
  await second.close();
  fs.rmSync(first.dataDir, { recursive: true, force: true });
});

function windowBounds(app: ElectronApplication) {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
}

function countWindows(app: ElectronApplication): Promise<number> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
}

function findHostPid(app: ElectronApplication): Promise<number | undefined> {
  return app.evaluate(
    ({ app: electronApp }) =>
      electronApp
        .getAppMetrics()
        .find((metric) => metric.serviceName === 'domain-host' || metric.name === 'domain-host')?.pid,
  );
}

async function hostPid(app: ElectronApplication): Promise<number> {
  await expect.poll(() => findHostPid(app)).toBeDefined();
  const pid = await findHostPid(app);
  if (pid === undefined) throw new Error('the host is not running');
  return pid;
}

/** How often main has logged an event. */
function logEvents(dataDir: string, event: string): number {
  const folder = path.join(dataDir, 'logs');
  const files = fs.readdirSync(folder).filter((name) => name.startsWith('main-'));
  const text = files.map((name) => fs.readFileSync(path.join(folder, name), 'utf8')).join('');
  return text.split('\n').filter((line) => line.includes(`"event":"${event}"`)).length;
}
