import path from 'node:path';
import Database from 'better-sqlite3';
import { type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { Company } from '../support/company.ts';
import {
  completeActions,
  expectLink,
  joinAuroraAndOffice,
  openIncident,
  PASSPHRASE,
} from '../support/console-page.ts';
import { launchConsole, type LaunchedConsole } from '../support/launch-electron.ts';
import type { Link } from '../support/link.ts';

const PHOTO = path.join(import.meta.dirname, '../fixtures/photo.png');
const NUMBER = `AUR-INC-${new Date().getUTCFullYear()}-0001`;

test.describe.configure({ mode: 'serial', timeout: 180_000 });

let company: Company;
let link: Link;
let vessel: LaunchedConsole;
let office: LaunchedConsole;

test.beforeAll(async () => {
  // A server and two windows that join it; machines that have other work to do are slow to start them.
  test.setTimeout(180_000);
  company = await Company.start();
  link = await company.link();
  const officeLink = await company.link();
  vessel = await launchConsole(company.console('aurora'));
  office = await launchConsole(company.console('office'));
  await joinAuroraAndOffice(
    company,
    { page: vessel.page, serverUrl: link.url },
    { page: office.page, serverUrl: officeLink.url },
  );
});

test.afterAll(async () => {
  await vessel?.close();
  await office?.close();
  await company?.close();
});

/** The record of the photo, as the vessel's store holds it. */
function attachmentOnBoard(): { previewSizeBytes: number | null } {
  const store = new Database(path.join(company.console('aurora').dataDir, 'console.sqlite'), {
    readonly: true,
  });
  try {
    const data: unknown = store.prepare(`SELECT data FROM attachment`).pluck().get();
    // The view holds records of that one kind.
    return JSON.parse(String(data)) as { previewSizeBytes: number | null };
  } finally {
    store.close();
  }
}

test('with no link, a critical incident is reported on board, numbered, escalated and escalated again', async () => {
  const { page } = vessel;
  await expectLink(page, 'Online');
  link.cut();
  await expectLink(page, 'Offline');

  await page
    .getByRole('link', { name: /Report incident/ })
    .or(page.getByRole('button', { name: /Report incident/ }))
    .first()
    .click();
  await page.getByLabel('What happened').fill('Fire in engine room, port separator');
  await page.getByRole('radio', { name: /Critical/ }).check({ force: true });
  await page.getByLabel('Place').fill('Engine room');
  await page.locator('input[type=file]').setInputFiles(PHOTO);
  await expect(page.getByText('photo.png')).toBeVisible();
  await page.getByRole('button', { name: 'Report', exact: true }).click();

  await expect(page.getByRole('heading', { name: 'Fire in engine room, port separator' })).toBeVisible();
  await expect(page.getByText(NUMBER).first()).toBeVisible();
  await expect(page.getByText('Escalated to level 1 at once, because it is critical')).toBeVisible();
  await expect(page.getByText(/left/).first()).toBeVisible();

  // 27.8 kB, of which the page made a preview that travels before it.
  const { previewSizeBytes } = attachmentOnBoard();
  expect(previewSizeBytes).toBeGreaterThan(100);
  expect(previewSizeBytes).toBeLessThanOrEqual(8 * 1024);

  company.passMinutes(15);
  await expect(page.getByText('Nobody acknowledged in time: escalated to level 2')).toBeVisible();
  await expect(page.getByLabel('Console status')).toContainText(/\d+ waiting/);

  await office.page
    .getByRole('link', { name: /^Incidents/ })
    .first()
    .click();
  await expect(office.page.getByText('No open incidents')).toBeVisible();
});

test('the host is killed in the middle of work: the window says so, it comes back, nothing is gone', async () => {
  const { app, page } = vessel;
  const comment = page.getByRole('textbox', { name: 'Comment' });
  await comment.fill('CO2 released, boundary cooling on deck 3');
  const before = await hostProcessId(app);
  process.kill(before, 'SIGKILL');
  await expect(page.getByText('What you saved is safe.')).toBeVisible();
  await expect(page.getByText('What you saved is safe.')).toBeHidden();
  expect(await hostProcessId(app)).not.toBe(before);
  // The test's clock runs ahead of the last touch: where a quarter of an hour passed, the console comes back locked,
  // and its page stands as it was left until the new host has said so.
  const passphrase = page.getByLabel('Passphrase', { exact: true });
  await expect(async () => {
    if (await passphrase.isVisible()) {
      await passphrase.fill(PASSPHRASE);
      await page.getByRole('button', { name: 'Unlock' }).click();
    }
    await expect(page.getByText(NUMBER).first()).toBeVisible({ timeout: 2_000 });
    await expect(comment).toHaveValue('CO2 released, boundary cooling on deck 3', { timeout: 2_000 });
    await page.getByRole('button', { name: 'Add comment' }).click({ timeout: 2_000 });
    await expect(page.getByRole('list', { name: 'Timeline' })).toContainText(
      'CO2 released, boundary cooling on deck 3',
    );
  }).toPass({ timeout: 60_000 });
});

test('when the link returns, the office sees who did what when, the photo follows, and its acknowledgement stops the ladder', async () => {
  link.restore();
  await expectLink(vessel.page, 'Online');
  await openIncident(office.page, 'Fire in engine room, port separator');
  const timeline = office.page.getByRole('list', { name: 'Timeline' });
  await expect(timeline).toContainText('Ines Duarte · MV Aurora');
  await expect(timeline).toContainText('Nobody acknowledged in time: escalated to level 2');
  await expect(timeline).toContainText('CO2 released, boundary cooling on deck 3');
  await expect(timeline).toContainText(/arrived at office .*15 min later/);
  await expect(office.page.getByRole('img', { name: /photo\.png/ })).toBeVisible({ timeout: 30_000 });

  // Made ashore, it is on its way until the ship has it, and stops nothing before.
  link.cut();
  await expectLink(vessel.page, 'Offline');
  await office.page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await expect(office.page.getByText('on its way to the site').first()).toBeVisible();
  await expect(vessel.page.getByText('Acknowledged by Petros Stamou')).toHaveCount(0);
  link.restore();
  for (const { page } of [vessel, office]) {
    await expect(page.getByText('Acknowledged by Petros Stamou')).toBeVisible({ timeout: 30_000 });
  }
  company.passMinutes(40);
  await expect(vessel.page.getByLabel('Console status')).toContainText('Nothing waiting');
  await expect(vessel.page.getByText('Nobody acknowledged in time: escalated to level 3')).toHaveCount(0);
});

test('title changed on board and severity in the office: both stand, on both sides', async () => {
  link.cut();
  await expectLink(vessel.page, 'Offline');
  await choose(vessel.page, 'Edit report');
  await vessel.page.getByRole('dialog').getByLabel('What happened').fill('Fire in engine room, out');
  await vessel.page.getByRole('dialog').getByLabel('Affected machinery').fill('Separator 2');
  await vessel.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(vessel.page.getByRole('heading', { name: 'Fire in engine room, out' })).toBeVisible();

  await choose(office.page, 'Change severity');
  await office.page.getByRole('dialog').getByRole('radio', { name: /High/ }).check({ force: true });
  await office.page.getByRole('dialog').getByLabel('Why').fill('Only smoke is left');
  await office.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(office.page.getByRole('list', { name: 'Timeline' })).toContainText(
    'Severity changed from critical to high',
  );

  link.restore();
  for (const { page } of [vessel, office]) {
    await expect(page.getByRole('heading', { name: 'Fire in engine room, out' })).toBeVisible({
      timeout: 30_000,
    });
    const timeline = page.getByRole('list', { name: 'Timeline' });
    await expect(timeline).toContainText('Severity changed from critical to high');
    await expect(timeline).toContainText('Only smoke is left');
    await expect(timeline).toContainText('Changed');
    await expect(timeline).toContainText('What is affected corrected from “–” to “Separator 2”');
    await expect(page.getByLabel('Console status')).toContainText('Nothing waiting');
  }
});

test('a change the server can no longer take is not lost: it is shown with its reason until a person decides', async () => {
  link.cut();
  await expectLink(vessel.page, 'Offline');
  await choose(vessel.page, 'Investigate');
  await vessel.page.getByRole('dialog').getByRole('button', { name: 'Investigate' }).click();
  await expect(vessel.page.getByRole('list', { name: 'Timeline' })).toContainText('to under investigation');

  await choose(office.page, 'Resolve');
  await office.page.getByRole('dialog').getByLabel('What ended it').fill('Out, separator isolated');
  await office.page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
  await choose(office.page, 'Close incident');
  await office.page
    .getByRole('dialog')
    .getByRole('link', { name: /actions are still open/ })
    .click();
  await completeActions(office.page);
  await choose(office.page, 'Close incident');
  await office.page.getByRole('dialog').getByLabel('Root cause').fill('Fuel spray on a hot surface');
  await office.page.getByRole('dialog').getByLabel('Corrective action').fill('Spray shields fitted');
  await office.page.getByRole('dialog').getByRole('button', { name: 'Close incident' }).click();
  await expect(office.page.getByText('Closed', { exact: true }).first()).toBeVisible();

  link.restore();
  await expectLink(vessel.page, 'Online');
  await vessel.page.getByRole('link', { name: '1 needs attention' }).click();
  await expect(vessel.page.getByText(/can't become under investigation/)).toBeVisible();
  await vessel.page.getByRole('button', { name: 'Discard' }).click();
  await vessel.page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await expect(vessel.page.getByText('Nothing needs attention')).toBeVisible();
  await vessel.page.goBack();
  await expect(vessel.page.getByText('Closed', { exact: true }).first()).toBeVisible();
});

test('what is learnt from it goes to the ships as a circular, and one says that it is read and done', async () => {
  await office.page.getByRole('tab', { name: 'Investigation' }).click();
  await office.page.getByRole('button', { name: 'Make a circular' }).click();
  const dialog = office.page.getByRole('dialog');
  await dialog.getByLabel('Title').fill('Spray shields');
  await dialog.getByLabel('What is to be learnt').fill('They belong on every separator.');
  await dialog.getByRole('button', { name: 'Issue' }).click();
  await office.page.getByRole('link', { name: 'Spray shields' }).click();

  const { page } = vessel;
  await page.getByRole('link', { name: 'Circulars' }).click();
  await page.getByRole('link', { name: 'Spray shields' }).click({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Read and done' }).click();
  await expect(page.getByText(/^Acknowledged here by Ines Duarte/)).toBeVisible();
  await expect(office.page.getByRole('row', { name: /MV Aurora.*Ines Duarte/ })).toBeVisible({
    timeout: 30_000,
  });
});

test('what comes in by telephone has a page, which says how it gets there', async () => {
  const { page } = vessel;
  await page.getByRole('link', { name: /^Calls/ }).click();
  await expect(page.getByText('No calls and no text messages')).toBeVisible();
  await expect(page.getByText(/FAIRLEAD_INCOMING_SECRET/)).toBeVisible();
});

async function choose(page: Page, action: string): Promise<void> {
  await page.getByRole('group', { name: 'Actions' }).getByRole('button', { name: action }).click();
}

async function hostProcessId(app: ElectronApplication): Promise<number> {
  await expect.poll(() => findHost(app)).toBeGreaterThan(0);
  return findHost(app);
}

function findHost(app: ElectronApplication): Promise<number> {
  return app.evaluate(({ app: electron }) => {
    const host = electron
      .getAppMetrics()
      .find((process) => process.name === 'domain-host' || process.serviceName === 'domain-host');
    return host?.pid ?? 0;
  });
}
