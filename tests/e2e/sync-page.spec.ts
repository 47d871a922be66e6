import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import type { Host } from '#host/compose.ts';
import { LOST_INPUT } from '#host/store/journal.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import { Company } from '../support/company.ts';
import { expectLink, panel } from '../support/console-page.ts';
import type { Link } from '../support/link.ts';
import { expectAccessible, expectNightColours, THEMES, wearFromStart } from '../support/page-look.ts';
import { ServedConsole } from '../support/served-console.ts';
import { signIn } from '../support/sign-in.ts';
import { ADMINISTRATOR, joinedHost, workInside } from '../support/work-inside.ts';

test.describe.configure({ mode: 'serial', timeout: 90_000 });

const PHOTO = path.join(import.meta.dirname, '../fixtures/photo.png');

let company: Company;
let link: Link;
let served: ServedConsole;

test.beforeAll(async () => {
  company = await Company.start();
  link = await company.link();
  served = await ServedConsole.start();
  await served.kill();
  await livePast();
  await served.startAgain();
});
test.afterAll(async () => {
  await served?.close();
  await company?.close();
});

/** A vessel and its office, as they come to differ and to agree: both without a window. */
async function livePast(): Promise<void> {
  const vessel = await joinedHost(served.dataDir, {
    serverUrl: link.url,
    code: await company.code('AUR'),
    deviceName: 'Bridge',
    administrator: 'Ines Duarte',
  });
  const office = await joinedHost(path.join(company.folder, 'office'), {
    serverUrl: link.url,
    code: await company.code('OFF'),
    deviceName: 'Operations desk',
    administrator: 'Petros Stamou',
  });
  const fire = run<{ id: string }>(vessel, incidentCommands.report, { title: 'Smoke aft', severity: 'high' });
  const leak = run<{ id: string }>(vessel, incidentCommands.report, { title: 'Leak', severity: 'low' });
  await vessel.services.sync.now();
  await office.services.sync.now();

  vessel.services.sync.setPaused(true);
  run(vessel, incidentCommands.amend, { id: fire.id, title: 'Smoke in the steering gear room' });
  run(vessel, incidentCommands.triage, {
    id: leak.id,
    severity: 'low',
    type: 'near_miss',
    category: 'operational',
  });
  run(office, incidentCommands.amend, { id: fire.id, title: 'Fire in the steering gear room' });
  run(office, incidentCommands.resolve, { id: leak.id, resolution: 'Valve closed by the engineers.' });
  await office.services.sync.now();
  vessel.services.sync.setPaused(false);
  await vessel.services.sync.now();
  await office.close();
  await vessel.close();
}

function run<Output>(host: Host, command: Command, input: object): Output {
  const request = { commandId: randomUUID(), input };
  // The caller names the output of the command it runs.
  return host.services.runCommand(command, request, host.services.session.mustActor(ADMINISTRATOR))
    .output as Output;
}

/** What was typed for refused commands is not in what a server gives back to a restored console. */
async function loseInput(): Promise<void> {
  await workInside(served, ({ store }) => {
    store.bookkeeping(() =>
      store.db.prepare(`UPDATE journal SET input = ? WHERE state = 'rejected'`).run(LOST_INPUT),
    );
  });
}

async function syncPage(page: Page): Promise<void> {
  await signIn(page, served.url);
  await page.getByRole('link', { name: 'Sync', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Sync', level: 1 })).toBeVisible();
}

const bar = (page: Page): Locator => page.getByLabel('Console status');

test('the link in words: state, server, last contact, and an exchange on demand', async ({ page }) => {
  await syncPage(page);
  await expectLink(page, 'Online');
  const facts = panel(page, 'Link');
  await expect(facts).toContainText('Online: In step with the server');
  await expect(facts).toContainText(link.url);
  await facts.getByRole('button', { name: 'Exchange now' }).click();
  await expect(facts).toContainText(/Last contact(just now|\d+ s ago)/);
  await expect(panel(page, 'Waiting to be sent')).toContainText('Nothing waits');
});

test('a field that both sides set shows both values, who set them and what was decided', async ({ page }) => {
  await syncPage(page);
  const conflicts = panel(page, 'Changed at two places');
  const title = conflicts.getByRole('article', { name: 'What happened' });
  await expect(title).toContainText('Smoke in the steering gear room');
  await expect(title).toContainText('Fire in the steering gear room');
  await expect(title).toContainText('Ines Duarte · this console');
  await expect(title).toContainText('Head office, Operations desk');
  await expect(title).toContainText(/what stood stays, the later change wins/);
  await expect(conflicts).toContainText(/\d+ new/);
  await page.screenshot({ path: test.info().outputPath('conflicts.png'), fullPage: true });
  await conflicts.getByRole('button', { name: 'Mark all as seen' }).click();
  await expect(conflicts.getByText('new', { exact: true })).toHaveCount(0);
  await title.getByRole('link', { name: /AUR-INC-\d{4}-0001/ }).click();
  await expect(page.getByRole('heading', { name: 'Fire in the steering gear room' })).toBeVisible();
});

test('what the server refused is listed with what to do, and is discarded here', async ({ page }) => {
  await syncPage(page);
  const attention = panel(page, 'Needs attention');
  await expect(attention.getByRole('alert')).toBeVisible();
  await expect(attention.getByRole('button', { name: 'Retry' })).toBeVisible();
  await loseInput();
  await page.reload();
  await expect(attention).toContainText('was lost when this console was put back from a backup');
  await expect(attention.getByRole('button', { name: 'Retry' })).toHaveCount(0);
  await attention.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('button', { name: 'Discard the change' }).click();
  await expect(attention).toContainText('Nothing needs attention');
});

test('exchanges are listed with their bytes, and counted by day', async ({ page }) => {
  await syncPage(page);
  const rows = panel(page, 'Exchanges').getByRole('row');
  await expect(rows.nth(1)).toContainText(/(live connection|request|in parts)/);
  await expect(rows.nth(1)).toContainText('done');
  const [today] = await panel(page, 'By day')
    .getByRole('row')
    .allInnerTexts()
    .then((texts) => texts.slice(1));
  expect(today).toMatch(/\d+ (B|kB)\s+\d+ (B|kB)\s+\d+\s+\d+\s+\d+/);
});

test('on a dear link bulk waits, the bar says so, and a person can send it all the same', async ({
  page,
}) => {
  await syncPage(page);
  link.cut();
  await expectLink(page, 'Offline');
  await expect(panel(page, 'Link').getByRole('alert')).toContainText("can't be reached");
  await panel(page, 'Link').getByRole('combobox', { name: 'Kind of link in use' }).click();
  await page.getByRole('option', { name: 'Narrowband' }).click();
  await expect(panel(page, 'Link')).toContainText('Paid by the kilobyte');
  await page
    .getByRole('link', { name: /^Incidents/ })
    .first()
    .click();
  await page.getByText('Fire in the steering gear room').first().click();
  await page.locator('input[type=file]').first().setInputFiles(PHOTO);
  await expect(bar(page).getByRole('link', { name: /for a cheaper link/ })).toBeVisible();
  await bar(page)
    .getByRole('link', { name: /for a cheaper link/ })
    .click();
  const queue = panel(page, 'Waiting to be sent');
  await expect(queue.getByRole('row', { name: /^Attachments/ })).toContainText('waits for a cheaper link');
  await expect(queue.getByRole('row', { name: /^Operations/ })).toContainText('travels now');
  await page.screenshot({ path: test.info().outputPath('waiting.png'), fullPage: true });
  link.restore();
  await queue.getByRole('button', { name: 'Send everything now' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send everything now' }).click();
  await expect(queue).toContainText('Nothing waits');
  await expect(
    panel(page, 'Exchanges')
      .getByRole('row', { name: /attachments/ })
      .first(),
  ).toContainText(/2\d kB/);
});

test('the kind of link is kept over a restart', async ({ page }) => {
  await served.kill();
  await served.startAgain();
  await syncPage(page);
  await expect(bar(page).getByRole('link', { name: 'Narrowband' })).toBeVisible();
  await panel(page, 'Link').getByRole('combobox', { name: 'Kind of link in use' }).click();
  await page.getByRole('option', { name: 'Broadband' }).click();
  await expect(bar(page).getByRole('link', { name: 'Broadband' })).toBeVisible();
});

test('the link is held down and let up by keyboard alone', async ({ page }) => {
  await syncPage(page);
  await page.keyboard.press('g');
  await page.keyboard.press('l');
  const hold = panel(page, 'Link').getByRole('button', { name: 'Hold the link down' });
  await hold.focus();
  await page.keyboard.press('Enter');
  await expect(panel(page, 'Link')).toContainText('Nothing is sent or received until the link is let up');
  await page.keyboard.press('Enter');
  await expect(hold).toBeVisible();
  await expectLink(page, 'Online');
});

test('an exchange is saved as a file, and a file that is none is refused in words', async ({ page }) => {
  await syncPage(page);
  const files = panel(page, 'Exchange by file');
  const download = page.waitForEvent('download');
  await files.getByRole('button', { name: 'Save exchange file' }).click();
  expect((await download).suggestedFilename()).toMatch(/^AUR-.*-to-office\.fairlead$/);
  await expect(files).toContainText('was saved');
  const wrong = { name: 'photo.fairlead', mimeType: 'application/octet-stream', buffer: Buffer.from('no') };
  await files.locator('input[type=file]').setInputFiles(wrong);
  await expect(files.getByRole('alert')).toBeVisible();
});

for (const theme of THEMES) {
  test(`the page in the ${theme} theme passes axe`, async ({ page, context }, info) => {
    await wearFromStart(page, theme);
    await page.setViewportSize({ width: 1360, height: 900 });
    await syncPage(page);
    await expect(panel(page, 'Changed at two places').getByRole('article').first()).toBeVisible();
    await expect(panel(page, 'Exchanges').getByRole('row').nth(1)).toBeVisible();
    const screenshot = await page.screenshot({ path: info.outputPath(`sync-${theme}.png`) });
    await panel(page, 'Exchange by file').scrollIntoViewIfNeeded();
    await page.screenshot({ path: info.outputPath(`sync-below-${theme}.png`) });
    await expectAccessible(page, theme);
    if (theme === 'night') await expectNightColours(context, screenshot);
  });
}
