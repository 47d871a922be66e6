import fs from 'node:fs';
import path from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { DEMONSTRATION_PASSPHRASE } from '#shared/demo/company.ts';
import { panel } from '../support/console-page.ts';
import { expectAccessible, expectNightColours, THEMES, wearFromStart } from '../support/page-look.ts';
import { ServedConsole } from '../support/served-console.ts';
import { signIn } from '../support/sign-in.ts';
import { workInside } from '../support/work-inside.ts';
import { HOUR_MS } from '#shared/kernel/durations.ts';

test.describe.configure({ mode: 'serial', timeout: 60_000 });

let served: ServedConsole;
let clockFile: string;
let offsetMs = 0;

test.beforeAll(async ({ browserName: _ }, info) => {
  clockFile = path.join(info.project.outputDir, 'jobs-clock.json');
  fs.mkdirSync(path.dirname(clockFile), { recursive: true });
  setClock(0);
  served = await ServedConsole.start({ FAIRLEAD_TEST_CLOCK_FILE: clockFile });
  await workInside(served, ({ services }) => services.setup.loadDemonstration('OFF'));
});
test.afterAll(async () => {
  await served?.close();
});

/** Moves the console's clock to so much after this machine's. */
function setClock(ms: number): void {
  offsetMs = ms;
  const aside = `${clockFile}.new`;
  fs.writeFileSync(aside, JSON.stringify({ offsetMs }));
  fs.renameSync(aside, clockFile);
}

async function jobsPage(page: Page, name = 'admin'): Promise<void> {
  await signIn(page, served.url, { name, passphrase: DEMONSTRATION_PASSPHRASE });
  await page.getByRole('link', { name: /^Jobs/ }).click();
  await expect(page.getByRole('heading', { name: 'Jobs', level: 1 })).toBeVisible();
}

const jobRow = (page: Page, name: string): Locator =>
  panel(page, 'What comes next').getByRole('row').filter({ hasText: name });

test('what comes next stands in the order in which it comes, and what came of a night stands below', async ({
  page,
}) => {
  await jobsPage(page);
  await expect(jobRow(page, 'System monitor')).toContainText(/in \d+ (min|s)|just now/);
  await expect(jobRow(page, 'Backup of the store').getByTitle('0 */6 * * *')).toHaveText('every 6 hours');
  await expect(jobRow(page, 'Clean-up of old data')).toContainText('Sundays at 03:00, site’s time');
  setClock(25 * HOUR_MS);
  const runs = panel(page, 'Last runs');
  await expect(runs.getByRole('row').filter({ hasText: 'Backup of the store' }).first()).toContainText(
    'Backed up and read back',
    { timeout: 30_000 },
  );
  const cells = await panel(page, 'What comes next').locator('td:first-child time').all();
  const times = await Promise.all(cells.map(async (time) => String(await time.getAttribute('datetime'))));
  expect(times.length).toBeGreaterThan(3);
  expect(times).toEqual(times.toSorted((a, b) => a.localeCompare(b)));
});

test('a run is cancelled when the person who asks for that is sure, and not tried again', async ({
  page,
}) => {
  await jobsPage(page);
  // A demonstration has months of records to move.
  const name = 'Old records to the archive';
  await expect(jobRow(page, name)).toContainText('Runs now', { timeout: 30_000 });
  await page.getByRole('button', { name: `Cancel: ${name}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Let it run' }).click();
  await expect(jobRow(page, name)).toContainText('Runs now');
  await page.getByRole('button', { name: `Cancel: ${name}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the run' }).click();
  await expect(panel(page, 'Last runs').getByRole('row').filter({ hasText: name })).toContainText(
    'Cancelled',
  );
});

test('a person runs a job now, and its outcome is listed under their name', async ({ page }) => {
  await jobsPage(page);
  await page.getByRole('button', { name: 'Run now: Check of the kept statistics' }).click();
  const runs = panel(page, 'Last runs').getByRole('row').filter({ hasText: 'Check of the kept statistics' });
  await expect(runs.first()).toContainText(/sums? agrees? with the records|sums agree with the records/, {
    timeout: 30_000,
  });
  await expect(runs.first()).toContainText('asked for by');
});

test('a job that fails says why and what to do, waits for a person in the end, and is tried again', async ({
  page,
}) => {
  await jobsPage(page);
  const folder = path.join(served.dataDir, 'backups');
  fs.renameSync(folder, `${folder}-elsewhere`);
  fs.writeFileSync(folder, 'not a folder');
  await page.getByRole('button', { name: 'Run now: Backup of the store' }).click();
  const waiting = panel(page, 'Waiting');
  await expect(waiting.getByRole('row', { name: /Backup of the store/ })).toContainText(/Attempt 2 of 4/);
  await expect(waiting).toContainText('could not be written into its folder');
  for (const [attempt, minutes] of [
    [3, 2],
    [4, 7],
  ] as const) {
    setClock(offsetMs + minutes * 60_000);
    await expect(waiting).toContainText(`Attempt ${attempt} of 4`);
  }
  setClock(offsetMs + 31 * 60_000);
  const dead = panel(page, 'Failed for good').getByRole('article', { name: 'Backup of the store' });
  await expect(dead).toContainText('could not be written into its folder');
  await expect(dead).toContainText('4 attempts');
  await expect(page.getByRole('link', { name: /^Jobs/ })).toContainText('1');
  await page.screenshot({ path: test.info().outputPath('dead-letter.png'), fullPage: true });

  fs.rmSync(folder);
  fs.renameSync(`${folder}-elsewhere`, folder);
  await dead.getByRole('button', { name: 'Try again' }).click();
  await expect(panel(page, 'Failed for good')).toHaveCount(0);
  await expect(
    panel(page, 'Last runs')
      .getByRole('row', { name: /Backup of the store/ })
      .first(),
  ).toContainText('Backed up and read back');
});

test('a job is paused and resumed by keyboard, and runs nothing meanwhile', async ({ page }) => {
  await jobsPage(page);
  await page.getByRole('button', { name: 'Pause: Clean-up of old data' }).focus();
  await page.keyboard.press('Enter');
  await expect(jobRow(page, 'Clean-up of old data')).toContainText(/Paused by /);
  await page.getByRole('button', { name: 'Resume: Clean-up of old data' }).focus();
  await page.keyboard.press('Enter');
  await expect(jobRow(page, 'Clean-up of old data')).toContainText(/in \d+/);
  await page.goto(`${served.url}#/audit`);
  for (const act of ['paused', 'resumed']) {
    await expect(page.getByRole('row', { name: new RegExp(`Job system.clean-up: ${act}`) })).toBeVisible();
  }
});

test('the health of the system is told check by check', async ({ page }) => {
  await jobsPage(page);
  const health = panel(page, 'System health');
  for (const check of ['Store', 'Disk', 'Clock', 'Queue', 'Journal', 'Link', 'Jobs']) {
    await expect(health.getByText(check, { exact: true })).toBeVisible();
  }
  await expect(health).toContainText(/\d GB free of \d/);
});

test('who may only look sees no buttons; who may not does not see the page', async ({ page }) => {
  await jobsPage(page, 'dpa');
  await expect(jobRow(page, 'System monitor')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Run now/ })).toHaveCount(0);
});

for (const theme of THEMES) {
  test(`the page in the ${theme} theme passes axe`, async ({ page, context }, info) => {
    await wearFromStart(page, theme);
    await page.setViewportSize({ width: 1280, height: 800 });
    await jobsPage(page);
    await expect(jobRow(page, 'System monitor')).toBeVisible();
    const screenshot = await page.screenshot({ path: info.outputPath(`jobs-${theme}.png`) });
    await panel(page, 'Last runs').scrollIntoViewIfNeeded();
    await page.screenshot({ path: info.outputPath(`jobs-below-${theme}.png`) });
    await expectAccessible(page, theme);
    if (theme === 'night') await expectNightColours(context, screenshot);
  });
}
