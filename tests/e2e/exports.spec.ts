import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { type Download, expect, type Locator, type Page, test } from '@playwright/test';
import type { Host } from '#host/compose.ts';
import { pdfPages } from '#host/exports/testing/pdf-text.ts';
import { unzipped } from '#host/exports/testing/zip.ts';
import { DEMONSTRATION_PASSPHRASE } from '#shared/demo/company.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { expectAccessible, expectNightColours, THEMES, wearFromStart } from '../support/page-look.ts';
import { ServedConsole } from '../support/served-console.ts';
import { signIn } from '../support/sign-in.ts';
import { ADMINISTRATOR, workInside } from '../support/work-inside.ts';

test.describe.configure({ mode: 'serial', timeout: 90_000 });

const PHOTO = path.join(import.meta.dirname, '../fixtures/photo.png');
const NASTY = '<img src=x onerror=alert(1)> & "fire"';

let served: ServedConsole;
test.beforeAll(async () => {
  served = await ServedConsole.start();
  await workInside(served, prepare);
});
test.afterAll(async () => {
  await served?.close();
});

/** The demonstration, and one incident whose every text would like to be something else. */
async function prepare({ services }: Host): Promise<void> {
  await services.setup.loadDemonstration('OFF');
  await services.session.signIn(ADMINISTRATOR, {
    signInName: 'admin',
    passphrase: DEMONSTRATION_PASSPHRASE,
  });
  const actor = services.session.mustActor(ADMINISTRATOR);
  const input = {
    title: NASTY,
    severity: 'critical',
    place: '=1+1',
    description: '<script>alert(2)</script>',
  };
  services.runCommand(incidentCommands.report, { commandId: randomUUID(), input }, actor);
}

async function openList(page: Page): Promise<void> {
  await signIn(page, served.url, { passphrase: DEMONSTRATION_PASSPHRASE });
  await page
    .getByRole('link', { name: /^Incidents/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: 'Incidents', level: 1 })).toBeVisible();
}

const dialog = (page: Page): Locator => page.getByRole('dialog');

/** From the menu to the file. */
async function exportAs(
  page: Page,
  format: string,
  options: (box: Locator) => Promise<void> = async () => {},
  button = 'Export',
) {
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.getByRole('menuitem', { name: new RegExp(`^${format}`) }).click();
  await options(dialog(page));
  await dialog(page).getByRole('button', { name: 'Make the file' }).click();
  await expect(dialog(page)).toContainText('is ready', { timeout: 30_000 });
  const download = page.waitForEvent('download');
  await dialog(page).getByRole('button', { name: 'Download' }).click();
  const file = await download;
  await expect(dialog(page)).toContainText('was handed to your downloads');
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  await expect(dialog(page)).toBeHidden();
  return { file, bytes: await bytesOf(file) };
}

async function bytesOf(download: Download): Promise<Buffer> {
  return fs.promises.readFile(await download.path());
}

test('the list as it is arranged and filtered comes as CSV, no cell of it a formula', async ({ page }) => {
  await openList(page);
  await page.getByRole('button', { name: 'Columns' }).click();
  const menu = page.getByRole('dialog', { name: 'Columns' });
  await menu.getByRole('checkbox', { name: 'Level' }).uncheck();
  await menu.getByRole('checkbox', { name: 'Place' }).check();
  await menu.getByRole('button', { name: 'Move Title to the left' }).click();
  await page.keyboard.press('Escape');
  await page.getByLabel('Number, or beginnings of words').first().fill('onerror');
  // What is exported is what is listed: not before the list has followed what was typed.
  await expect(page.locator('[data-row]')).toHaveCount(1);
  await expect(page.getByText(NASTY).first()).toBeVisible();
  const { file, bytes } = await exportAs(page, 'CSV');
  expect(file.suggestedFilename()).toMatch(/^\d{4}-\d\d-\d\d-off-incidents\.csv$/);
  const lines = bytes.toString('utf8').trimEnd().split('\r\n');
  expect(lines).toHaveLength(2);
  const titles = (await page.getByRole('columnheader').allInnerTexts()).filter((title) => title !== '');
  expect(titles).toEqual(expect.arrayContaining(['Title', 'Number', 'Place']));
  expect(lines[0]?.replaceAll(' (UTC)', '')).toBe(`\uFEFF${titles.join(',')}`);
  expect(lines[1]).toContain(`,"${NASTY.replaceAll('"', '""')}",`);
  expect(lines[1]).toMatch(/,'=1\+1$/);
});

test('rows that are selected come alone', async ({ page }) => {
  await openList(page);
  const boxes = page.getByRole('checkbox', { name: /^Select [A-Z]+-INC/ });
  await boxes.nth(0).check();
  await boxes.nth(2).check();
  await expect(page.getByText('2 rows selected')).toBeVisible();
  const { bytes } = await exportAs(
    page,
    'CSV',
    async (box) => {
      await expect(box).toContainText('Only the 2 selected rows');
    },
    'Export selected',
  );
  expect(bytes.toString('utf8').trimEnd().split('\r\n')).toHaveLength(3);
});

test('the list comes as a PDF with the mark on every page', async ({ page }) => {
  await openList(page);
  await page.goto(`${served.url}#/incidents?state=all`);
  await expect(page.getByText('Closed').first()).toBeVisible();
  const { bytes } = await exportAs(page, 'PDF', (box) => box.getByLabel('Mark as confidential').check());
  const pages = pdfPages(bytes);
  expect(pages.length).toBeGreaterThan(1);
  for (const text of pages) expect(text.replaceAll(/\s/g, '')).toContain('CONFIDENTIAL');
});

test('a web page of an incident runs nothing in the browser that opens it', async ({ page, context }) => {
  await openList(page);
  await page.getByText(NASTY).first().click();
  await page.locator('input[type=file]').first().setInputFiles(PHOTO);
  await expect(page.getByText('Attached photo.png').first()).toBeVisible();
  const { bytes } = await exportAs(page, 'Web page');
  const said: string[] = [];
  const other = await context.newPage();
  other.on('dialog', (shown) => {
    said.push(shown.message());
    void shown.dismiss();
  });
  other.on('request', (request) => said.push(request.url()));
  await other.setContent(bytes.toString('utf8'), { waitUntil: 'load' });
  await expect(other.getByText(NASTY).first()).toBeVisible();
  expect(await other.locator('script, iframe, [onerror]').count()).toBe(0);
  await expect(other.getByRole('img', { name: 'photo.png' })).toBeVisible();
  expect(said.filter((one) => !one.startsWith('data:'))).toEqual([]);
  await other.close();
});

test('an XML of an incident is read by a strict reader', async ({ page }) => {
  await openList(page);
  await page.getByText(NASTY).first().click();
  const { bytes } = await exportAs(page, 'XML');
  const read = await page.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, 'application/xml');
    return {
      problems: document.querySelectorAll('parsererror').length,
      subtitle: document.documentElement.getAttribute('subtitle'),
    };
  }, bytes.toString('utf8'));
  expect(read).toEqual({ problems: 0, subtitle: NASTY });
});

test('a ZIP holds the incident, its photo and hashes that are right', async ({ page }) => {
  await openList(page);
  await page.getByText(NASTY).first().click();
  const { bytes } = await exportAs(page, 'ZIP');
  const files = await unzipped(bytes);
  const photo = files.get('attachments/photo.png');
  expect(photo?.equals(await fs.promises.readFile(PHOTO))).toBe(true);
  const sums = files.get('SHA256SUMS')?.toString('utf8').trimEnd().split('\n') ?? [];
  expect(sums.length).toBe(2);
  for (const line of sums) {
    const [sha256, name = ''] = line.split('  ');
    expect([
      name,
      createHash('sha256')
        .update(files.get(name) ?? '')
        .digest('hex'),
    ]).toEqual([name, sha256]);
  }
});

test('history shows each with its hash and downloads; it is downloaded again and deleted', async ({
  page,
}) => {
  await signIn(page, served.url, { passphrase: DEMONSTRATION_PASSPHRASE });
  await page.getByRole('link', { name: 'Exports', exact: true }).click();
  const rows = page.getByRole('group', { name: 'Exports' }).getByRole('row');
  await expect(rows).toHaveCount(7);
  const newest = rows.nth(1);
  await expect(newest).toContainText(/ZIP.*Ready/);
  const download = page.waitForEvent('download');
  await newest.getByRole('button', { name: /^Download / }).click();
  const { length } = await bytesOf(await download);
  expect(length).toBeGreaterThan(1_000);
  await expect(newest.getByRole('cell').nth(7)).toHaveText('2');
  await newest.getByRole('button', { name: /^Delete / }).click();
  await dialog(page).getByRole('button', { name: 'Delete' }).click();
  await expect(rows).toHaveCount(6);
});

for (const theme of THEMES) {
  test(`page and dialog in the ${theme} theme pass axe`, async ({ page, context }, info) => {
    await wearFromStart(page, theme);
    await page.setViewportSize({ width: 1280, height: 800 });
    await openList(page);
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await expect(page.getByRole('menuitem', { name: /^Excel/ })).toBeVisible();
    await page.screenshot({ path: info.outputPath(`menu-${theme}.png`) });
    await page.getByRole('menuitem', { name: /^Excel/ }).click();
    await expect(dialog(page).getByRole('button', { name: 'Make the file' })).toBeVisible();
    const shot = await page.screenshot({
      path: info.outputPath(`dialog-${theme}.png`),
      animations: 'disabled',
    });
    await expectAccessible(page, theme);
    if (theme === 'night') await expectNightColours(context, shot);
    await dialog(page).getByRole('button', { name: 'Close' }).click();
    await page.getByRole('link', { name: 'Exports', exact: true }).click();
    await expect(page.getByRole('group', { name: 'Exports' }).getByRole('row').nth(2)).toBeVisible();
    const screenshot = await page.screenshot({ path: info.outputPath(`exports-${theme}.png`) });
    await expectAccessible(page, theme);
    if (theme === 'night') await expectNightColours(context, screenshot);
  });
}
