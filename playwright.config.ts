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
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromiumPath(),
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--use-angle=swiftshader',
        '--enable-unsafe-swiftshader',
      ],
    },
  },
});

/** Debian's Chromium, as Playwright's own download isn't reachable from every machine. */
function chromiumPath(): string {
  return process.env['FAIRLEAD_CHROMIUM'] || '/usr/bin/chromium';
}
