import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { unzipped } from '#host/exports/testing/zip.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { expectAccessible } from '../support/page-look.ts';
import { ServedConsole } from '../support/served-console.ts';
import { signIn } from '../support/sign-in.ts';
import { ADMINISTRATOR, foundAurora, workInside } from '../support/work-inside.ts';

test.describe.configure({ mode: 'serial', timeout: 90_000 });

const PHOTO = path.join(import.meta.dirname, '../fixtures/photo.png');
const RECEIPT = {
  name: 'receipt.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.4\n%%EOF\n'),
};
const TITLE = 'Steering lost off Piraeus';

let served: ServedConsole;
test.beforeAll(async () => {
  served = await ServedConsole.start();
  await workInside(served, async (host) => {
    await foundAurora(host);
    const actor = host.services.session.mustActor(ADMINISTRATOR);
    const input = { title: TITLE, severity: 'high', type: 'machinery_failure' };
    host.services.runCommand(incidentCommands.report, { commandId: randomUUID(), input }, actor);
  });
});
test.afterAll(async () => {
  await served?.close();
});

async function openCompliance(page: Page): Promise<void> {
  await signIn(page, served.url);
  await page
    .getByRole('link', { name: /^Incidents/ })
    .first()
    .click();
  await page.getByText(TITLE).first().click();
  await page.getByRole('tab', { name: 'Compliance' }).click();
}

test('the facts say who must be told, and what was reported is counted no longer', async ({ page }) => {
  await openCompliance(page);
  // A failure of machinery is to be assessed by the first deadline that it may bring.
  await expect(page.getByText('To be assessed: who must be told').first()).toBeVisible();
  await page.getByRole('button', { name: 'Assess' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Flag State').fill('us');
  await form.getByLabel('Propulsion, steering or power lost').check();
  await form.getByRole('button', { name: 'Assess' }).click();
  await expect(form).toBeHidden();
  const duty = page.getByRole('listitem').filter({ hasText: '46 CFR 4.05-10' });
  await expect(duty).toContainText('loss of propulsion, steering');
  await expect(duty).toContainText('Form CG-2692');
  await expect(duty).toContainText('left');
  await expectAccessible(page, 'light');
  await duty.getByRole('button', { name: 'Record report' }).click();
  await form.getByLabel('Reference of the authority').fill('MISLE 4711');
  await form.locator('input[type="file"]').setInputFiles(RECEIPT);
  await expect(form.getByText(RECEIPT.name)).toBeVisible();
  await form.getByRole('button', { name: 'Record report' }).click();
  await expect(duty).toContainText('Reference MISLE 4711');
  await expect(duty).toContainText('1 document');
  await duty.getByRole('button', { name: 'Review' }).click();
  await form.getByLabel('What you looked at').fill('The log.');
  await form.getByRole('button', { name: 'Review' }).click();
  await expect(form).toContainText('You reported it yourself.');
  await form.getByRole('button', { name: 'Cancel' }).click();
});

test('the log lists what is owed at every incident and leads there', async ({ page }) => {
  await openCompliance(page);
  await page.getByRole('link', { name: 'Compliance' }).click();
  await expect(page.getByRole('heading', { name: 'Compliance log', level: 1 })).toBeVisible();
  const table = page.getByRole('grid').or(page.getByRole('table')).first();
  await expect(table).toContainText('46 CFR 4.05-1');
  await expect(table).not.toContainText('46 CFR 4.05-10');
  await page.getByRole('radiogroup', { name: 'State' }).getByText('Done').click();
  await expect(table).toContainText('46 CFR 4.05-10');
  await expect(table).toContainText('MISLE 4711');
  await expectAccessible(page, 'light');
});

test('the regulator pack is checked by its own page, without a network', async ({ page, browser }) => {
  await openCompliance(page);
  await page.getByRole('tab', { name: 'Summary' }).click();
  await page.locator('input[type="file"]').first().setInputFiles(PHOTO);
  await expect(page.getByText('photo.png').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Compliance' }).click();
  await page.getByRole('button', { name: 'Regulator pack' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Make the file' }).click();
  await expect(dialog).toContainText('is ready', { timeout: 30_000 });
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download' }).click();
  const folder = test.info().outputPath('pack');
  const zip = path.join(folder, 'pack.zip');
  await (await downloading).saveAs(zip);
  const files = await unzipped(fs.readFileSync(zip));
  const checker = path.join(folder, 'verify.html');
  fs.writeFileSync(checker, files.get('verify.html') ?? '');

  const context = await browser.newContext({ offline: true });
  const verifier = await context.newPage();
  await verifier.goto(pathToFileURL(checker).href);
  await verifier.locator('#file').setInputFiles(zip);
  await expect(verifier.locator('#verdict')).toContainText('Valid: ');
  await expect(verifier.locator('#facts')).toContainText('Regulator pack');
  const altered = path.join(folder, 'altered.zip');
  const bytes = fs.readFileSync(zip);
  const photo = bytes.indexOf(fs.readFileSync(PHOTO));
  expect(photo).toBeGreaterThan(0);
  bytes[photo + 50] = (bytes[photo + 50] ?? 0) ^ 1;
  fs.writeFileSync(altered, bytes);
  await verifier.locator('#file').setInputFiles(altered);
  await expect(verifier.locator('#verdict')).toContainText('Altered: attachments/photo.png');
  await expectAccessible(verifier, 'light');
  await context.close();
});
