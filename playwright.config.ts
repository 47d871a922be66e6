import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

/** End-to-end tests in a real Electron and a real browser; each test file starts the programs it needs. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  // A console that Playwright does not get hold of is started once more (tests/support/launch-electron.ts).
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // Each test starts several processes; more than two at once would only make all of them slow.
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: {
    // Half faded in, a text has too little contrast and a list no entries yet: what is checked stands still.
    contextOptions: { reducedMotion: 'reduce' },
    // Recording takes a third of the time; in CI nobody could open it.
    trace: process.env['CI'] ? 'off' : 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromiumPath(),
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        // A graphics card that software plays takes a quarter of the time; nothing here draws with one.
        '--disable-gpu',
      ],
    },
  },
});

/**
 * Debian's Chromium, as Playwright's own download isn't reachable from every machine; without its windows where that
 * is to be had, which takes half the time.
 */
function chromiumPath(): string {
  const installed = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
  return (
    process.env['FAIRLEAD_CHROMIUM'] || installed.find((file) => existsSync(file)) || '/usr/bin/chromium'
  );
}
