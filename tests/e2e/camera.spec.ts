import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startSite } from '../support/console-page.ts';
import { type LaunchedConsole, launchConsole } from '../support/launch-electron.ts';

let launched: LaunchedConsole;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  // Chromium's own test picture stands for the camera that this machine need not have.
  launched = await launchConsole({ switches: ['--use-fake-device-for-media-stream'] });
});
test.afterAll(async () => {
  await launched?.close();
  if (launched !== undefined) fs.rmSync(launched.dataDir, { recursive: true, force: true });
});

test('a photo from the camera goes into the report, is seen large, and can be saved', async () => {
  const { page } = launched;
  await startSite(page, { name: 'MV Aurora', code: 'AUR', administrator: 'Ines Duarte' });
  await page.getByRole('link', { name: 'Report incident' }).click();
  await page.getByLabel('What happened').fill('Cracked hatch coaming');
  await page.getByRole('radio', { name: /Medium/ }).check({ force: true });
  await page.getByRole('button', { name: 'Take a photo' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take', exact: true }).click();
  await expect(page.getByText(/^photo-.*\.jpg$/)).toBeVisible();
  await page.getByRole('button', { name: 'Report', exact: true }).click();

  await page.getByRole('button', { name: /^Open photo-/ }).click();
  await expect(page.getByRole('dialog').getByAltText(/^photo-/)).toBeVisible();
  const file = path.join(launched.dataDir, 'saved.jpg');
  // Instead of the dialog that asks a person for the place.
  await launched.app.evaluate(({ session }, place) => {
    session.defaultSession.once('will-download', (_event, item) => item.setSavePath(place));
  }, file);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Save photo-/ })
    .click();
  await expect.poll(() => fs.existsSync(file)).toBe(true);
  const photo = await fs.promises.readFile(file);
  // A JPEG begins with these two bytes.
  expect([...photo.subarray(0, 2)]).toEqual([0xff, 0xd8]);
});
