import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, type Page, test } from '@playwright/test';
import { DEMONSTRATION_PASSPHRASE } from '../../shared/demo/company.ts';
import { openFile } from '../../electron/host/store/connection.ts';
import { incidentCommands } from '../../shared/domains/incidents/commands.ts';
import { panel } from '../support/console-page.ts';
import { expectAccessible, expectNightColours, THEMES, wearFromStart } from '../support/page-look.ts';
import { ServedConsole } from '../support/served-console.ts';
import { personActor } from '../support/test-console.ts';
import { signIn, submitSignIn } from '../support/sign-in.ts';
import { workInside } from '../support/work-inside.ts';

test.describe.configure({ mode: 'serial', timeout: 60_000 });

let served: ServedConsole;
test.beforeAll(async () => {
  served = await officeConsole();
});
test.afterAll(async () => {
  await served?.close();
});

/** The demonstration of the office, which has an administrator. */
async function officeConsole(environment: Record<string, string> = {}): Promise<ServedConsole> {
  const console = await ServedConsole.start(environment);
  await workInside(console, async ({ services, store }) => {
    await services.setup.loadDemonstration('OFF');
    // What the demonstration brings has no journal; what people do has.
    const somebody = personActor('IC', 'dpa', store.state.site?.id);
    for (const title of ['Bilge alarm', 'Lost container', 'Broken gangway', 'Blackout', 'Oil on deck']) {
      const request = { commandId: randomUUID(), input: { title, severity: 'low' } };
      services.runCommand(incidentCommands.report, request, somebody);
    }
  });
  return console;
}

async function storePage(page: Page, of: ServedConsole = served): Promise<void> {
  await signIn(page, of.url, { passphrase: DEMONSTRATION_PASSPHRASE });
  await page.getByRole('link', { name: 'Store', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Store', level: 1 })).toBeVisible();
}

const file = (of: ServedConsole) => path.join(of.dataDir, 'console.sqlite');

test('an administrator sees how large the store is, what its indexes are for, and whether it is encrypted', async ({
  page,
}) => {
  await storePage(page);
  const sizes = panel(page, 'Size by collection');
  await expect(sizes.getByRole('row', { name: /^incidents .*incident \d+/ })).toContainText(
    /\d+(\.\d+)? (kB|MB)/,
  );
  await sizes.getByText(/^Indexes \(\d+\)/).click();
  await expect(sizes.getByRole('columnheader', { name: 'Table', exact: true })).toBeVisible();
  await expect(sizes.getByRole('row', { name: /incidents/ }).nth(2)).toBeVisible();
  await expect(panel(page, 'Encryption')).toContainText('Not encrypted');
  await expect(panel(page, 'Encryption')).toContainText('npm run store-key -- new FILE');
  // Whether there were any is the machine's business: its disk may take half a second for a commit.
  await expect(panel(page, 'Slow queries')).toContainText(
    /Every query took less than half a second|Over half a second since the console was started/,
  );
});

test('statistics are counted anew when somebody asks for it', async ({ page }) => {
  await storePage(page);
  const statistics = panel(page, 'Statistics');
  await expect(statistics).toContainText('Not done since the console was started');
  await statistics.getByRole('button', { name: 'Recalculate…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Recalculate all statistics?' });
  await expect(dialog).toContainText('No record is changed');
  await expectAccessible(page, 'light');
  await dialog.getByRole('button', { name: 'Recalculate now' }).click();
  await expect(statistics.getByText(/^Counted anew .* from \d+ records\.$/)).toBeVisible();
});

test('a backup is made and read back at once, and restoring it is one command', async ({ page }) => {
  await storePage(page);
  const backups = panel(page, 'Backups');
  await backups.getByRole('button', { name: 'Back up now' }).click();
  await expect(backups.getByText(/^Backed up and read back .*up to journal entry \d+\.$/)).toBeVisible();
  await expect(backups.getByRole('row').nth(1)).toContainText('console-');
  await expect(backups).toContainText(`npm run store -- restore --data "${served.dataDir}" --backup latest`);
  const [made = ''] = fs.readdirSync(path.join(served.dataDir, 'backups'));
  const copy = openFile(path.join(served.dataDir, 'backups', made), {}, { readonly: true });
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
  copy.close();
});

test('everything is exported as plain files, attachments included', async ({ page }) => {
  await storePage(page);
  const panelOfExport = panel(page, 'Export of everything');
  await panelOfExport.getByRole('button', { name: 'Export now' }).click();
  await expect(panelOfExport.getByText(/\d+ rows of \d+ tables/)).toBeVisible();
  const folder = String(await panelOfExport.locator('code').textContent());
  const out = new Database(path.join(folder, 'fairlead.sqlite'), { readonly: true });
  expect(Number(out.prepare('SELECT count(*) FROM incident').pluck().get())).toBeGreaterThan(0);
  out.close();
});

test('file and journal are verified on demand; a tampered entry is named', async ({ page }) => {
  await storePage(page);
  const checks = panel(page, 'Checks');
  await checks.getByRole('button', { name: 'Verify chain now' }).click();
  await expect(checks.getByText(/^The chain of \d+ entries is sound/)).toBeVisible();
  await checks.getByRole('button', { name: 'Check integrity now' }).click();
  await expect(checks.getByText(/^No damage found/)).toBeVisible();

  await served.kill();
  const db = openFile(file(served), {});
  const seq = Number(db.prepare('SELECT max(seq) - 2 FROM journal').pluck().get());
  db.prepare(`UPDATE journal SET entry = replace(entry, '"label"', '"Label"') WHERE seq = ?`).run(seq);
  db.close();
  await served.startAgain();
  await page.reload();
  await checks.getByRole('button', { name: 'Verify chain now' }).click();
  await expect(checks.getByRole('alert')).toContainText(`breaks at entry ${seq}`);
  await expect(checks.getByRole('alert')).toContainText('tell your office');
});

test('a backup that can’t be written is a warning with what to do, here and in the status bar', async ({
  page,
}) => {
  await storePage(page);
  const folder = path.join(served.dataDir, 'backups');
  fs.renameSync(folder, `${folder}-elsewhere`);
  fs.writeFileSync(folder, 'not a folder');
  const backups = panel(page, 'Backups');
  await backups.getByRole('button', { name: 'Back up now' }).click();
  await expect(backups.getByRole('alert')).toContainText('could not be written into its folder');
  await expect(backups.getByRole('alert')).toContainText(folder);
  const warning = page.getByLabel('Console status').getByRole('link', { name: 'Store needs attention' });
  await page
    .getByRole('link', { name: /^Incidents/ })
    .first()
    .click();
  await expect(warning).toBeVisible();
  await warning.click();
  await expect(backups.getByRole('alert')).toBeVisible();

  fs.rmSync(folder);
  fs.renameSync(`${folder}-elsewhere`, folder);
  await backups.getByRole('button', { name: 'Back up now' }).click();
  await expect(backups.getByText(/^Backed up and read back/)).toBeVisible();
  await expect(warning).toHaveCount(0);
});

test('a query that takes too long is listed, with its text and without its values', async ({ page }) => {
  await storePage(page);
  const other = new Database(file(served));
  other.exec('BEGIN IMMEDIATE');
  // The next write waits for the other program, as it would for a slow disk.
  await page.getByRole('button', { name: /Petros Stamou/ }).click();
  const signOut = page.getByRole('menuitem', { name: 'Sign out' });
  await expect(signOut).toBeVisible();
  await signOut.click();
  // Shorter than the two seconds after which the write would be given up.
  await page.waitForTimeout(1_000);
  other.exec('ROLLBACK');
  other.close();
  await storePage(page);
  await expect(panel(page, 'Slow queries').getByRole('row').nth(1)).toContainText(/\d+ ms/);
});

test('who is no administrator does not see it', async ({ page }) => {
  await page.goto(`${served.url}#/store`);
  await submitSignIn(page, { name: 'dpa', passphrase: DEMONSTRATION_PASSPHRASE });
  await expect(page.getByRole('navigation')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Store', level: 1 })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Store', exact: true })).toHaveCount(0);
});

test('an encrypted console says with what, where the key is and what changes it', async ({ page }, info) => {
  const keyFile = info.outputPath('key');
  fs.writeFileSync(keyFile, '7f3a9c0e5b1d2846'.repeat(4), { mode: 0o600 });
  const encrypted = await officeConsole({ FAIRLEAD_STORE_KEY_FILE: keyFile });
  try {
    await storePage(page, encrypted);
    const encryption = panel(page, 'Encryption');
    await expect(encryption).toContainText('Encrypted with AEGIS-256');
    await expect(encryption).toContainText('FAIRLEAD_STORE_KEY_FILE');
    await expect(encryption).toContainText(`npm run store-key -- change --data "${encrypted.dataDir}"`);
    await expect(encryption.getByRole('button')).toHaveCount(0);
  } finally {
    await encrypted.close();
  }
});

for (const theme of THEMES) {
  test(`the page in the ${theme} theme passes axe`, async ({ page, context }, info) => {
    await wearFromStart(page, theme);
    await page.setViewportSize({ width: 1360, height: 900 });
    await storePage(page);
    await page.getByRole('button', { name: 'Verify chain now' }).click();
    await expect(panel(page, 'Checks').getByRole('alert')).toBeVisible();
    const sizes = panel(page, 'Size by collection');
    await sizes.getByText(/^Indexes \(\d+\)/).click();
    await page.getByRole('heading', { name: 'Store', level: 1 }).scrollIntoViewIfNeeded();
    const screenshot = await page.screenshot({ path: info.outputPath(`store-${theme}.png`) });
    await panel(page, 'Slow queries').scrollIntoViewIfNeeded();
    await page.screenshot({ path: info.outputPath(`store-below-${theme}.png`) });
    await expectAccessible(page, theme);
    if (theme === 'night') await expectNightColours(context, screenshot);
  });
}
