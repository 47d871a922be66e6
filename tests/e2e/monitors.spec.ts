import { expect, test } from '@playwright/test';
import { startSite } from '../support/console-page.ts';
import { expectAccessible } from '../support/page-look.ts';
import { ServedConsole } from '../support/served-console.ts';

test.describe.configure({ timeout: 120_000 });

let served: ServedConsole;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  served = await ServedConsole.start();
});
test.afterAll(() => served?.close());

test('a monitor is set up, its address is shown once, and a beat is seen', async ({ page }) => {
  await page.goto(served.url);
  await startSite(page, { name: 'MV Aurora', code: 'AUR', administrator: 'Ines Duarte' });
  await page.goto(`${served.url}#/incidents/monitors`);
  await expect(page.getByText('Nothing is listened to here')).toBeVisible();
  await page.getByRole('button', { name: 'New monitor' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Bridge alarm panel');
  await dialog.getByLabel('Title of the incident').fill('Bridge alarm panel is silent');
  await expectAccessible(page, 'light');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  const row = page.getByRole('row', { name: /Bridge alarm panel/ });
  await expect(row).toContainText('Never beaten');

  await row.getByRole('button', { name: 'More about Bridge alarm panel' }).click();
  await page.getByRole('menuitem', { name: 'New address' }).click();
  await dialog.getByRole('button', { name: 'Make an address' }).click();
  const address = await dialog.locator('output').innerText();
  expect(address).toMatch(/\/v1\/heartbeats\/[\w-]{43}$/);
  expect((await fetch(address)).status).toBe(204);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('Beating');
});
