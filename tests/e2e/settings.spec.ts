import fs from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { pino } from 'pino';
import { systemClock } from '#host/clock/system-clock.ts';
import { composeHost } from '#host/compose.ts';
import { DEMONSTRATION_PASSPHRASE } from '#shared/demo/company.ts';
import { expectAccessible, expectNightColours, THEMES } from '../support/page-look.ts';
import { ReleaseServer } from '../support/release-server.ts';
import { ServedConsole } from '../support/served-console.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

let served: ServedConsole;
let server: ReleaseServer;

test.beforeAll(async () => {
  server = await new ReleaseServer().start();
  served = await ServedConsole.start();
  await served.kill();
  const log = pino({ level: 'silent' });
  const host = await composeHost({ dataFolder: served.dataDir, version: 'test', clock: systemClock(), log });
  await host.services.setup.loadDemonstration('OFF');
  host.store.bookkeeping(() => {
    host.store.state.membership = {
      organisationId: 'o',
      organisationName: 'Meridian',
      serverUrl: server.url,
    };
  });
  await host.close();
  await served.startAgain();
});
test.afterAll(async () => {
  await served?.close();
  await server?.stop();
});

async function settings(page: Page, card?: string, person = 'admin'): Promise<void> {
  await page.goto(served.url);
  await page.getByLabel('Sign-in name').fill(person);
  await page.getByLabel('Passphrase', { exact: true }).fill(DEMONSTRATION_PASSPHRASE);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: /^Settings/ }).click();
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  if (card === undefined) return;
  await page
    .getByRole('link', { name: new RegExp(`^${card}`) })
    .last()
    .click();
  await expect(page.getByRole('heading', { name: card, level: 1 })).toBeVisible();
}

test('everything that can be set is found by a word', async ({ page }) => {
  await settings(page);
  const cards = page.getByRole('main').getByRole('listitem');
  await expect(cards).toHaveCount(12);
  await page.getByRole('searchbox', { name: 'Search the settings' }).fill('restore backup');
  await expect(cards).toHaveText([/Store and backup/]);
  await page.getByRole('searchbox').fill('no such thing');
  await expect(page.getByText('Nothing by that name')).toBeVisible();
});

test('the site gets a position, and refuses half of one', async ({ page }) => {
  await settings(page, 'Site');
  await page.getByLabel('Latitude').fill('37.94');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('A position has both.')).toBeVisible();
  await page.getByLabel('Longitude').fill('23.64');
  await page.getByLabel('Name').fill('Piraeus office');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Latitude')).toHaveValue('37.94');
  await expect(page.getByLabel('Name')).toHaveValue('Piraeus office');
});

test('a calendar takes the holidays of a country, and closures of its own', async ({ page }) => {
  await settings(page, 'Calendar and holidays');
  await page.getByLabel('Saturday: Working day').check();
  await page.getByLabel('To, Saturday').fill('13:00');
  await page.getByRole('combobox', { name: 'Country', exact: true }).fill('Greece');
  await page.getByRole('option', { name: 'Greece', exact: true }).click();
  await page.getByRole('button', { name: /Take the holidays/ }).click();
  await expect(page.getByText(/^\d+ days, /)).toBeVisible();
  await page.getByRole('button', { name: 'Add closure' }).click();
  await expect(page.getByText('Say what for, and two days in order.')).toBeVisible();
  await page.getByLabel('What for').fill('Stocktaking');
  await page.getByLabel('First day').fill('2026-12-28');
  await page.getByRole('button', { name: 'Add closure' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Stocktaking')).toBeVisible();
  await expect(page.getByLabel('To, Saturday')).toHaveValue('13:00');
});

test('a served console shows the newer version and where it is to be had', async ({ page }) => {
  await settings(page, 'Updates');
  await page.getByRole('button', { name: 'Look for a newer version' }).click();
  await expect(page.getByText('This is the newest version for this console.')).toBeVisible();
  const name = 'Fairlead-9.0.0-x64.AppImage';
  await server.publish('9.0.0', server.write(name, 'program'), { notes: 'Faster exports.\nQuieter nights.' });
  await page.getByRole('button', { name: 'Look for a newer version' }).click();
  await expect(page.getByRole('region', { name: 'Version 9.0.0 is there.' })).toContainText(
    'Quieter nights.',
  );
  await expect(page.getByText(`/updates/9.0.0/${name}`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Fetch it' })).toHaveCount(0);
});

test('diagnostics are shown before they are saved, and name nobody', async ({ page }) => {
  await settings(page, 'Diagnostics');
  await page.getByRole('button', { name: 'Prepare' }).click();
  await page.getByText(/^settings\.json/).click();
  await expect(page.getByLabel('settings.json')).toContainText('"siteKind": "office"');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as ZIP' }).click();
  const file = await (await download).path();
  expect(fs.readFileSync(file).subarray(0, 2).toString()).toBe('PK');
});

test('a person without the right finds no such card, and no such page', async ({ page }) => {
  await settings(page, undefined, 'dpa');
  await expect(page.getByRole('main').getByRole('link', { name: /^Updates/ })).toHaveCount(0);
  await page.goto(`${served.url}#/settings/updates`);
  await expect(page.getByRole('heading', { name: 'This is not open to you' })).toBeVisible();
});

for (const theme of THEMES) {
  test(`every page can be read by everybody: ${theme}`, async ({ page, context }) => {
    await settings(page);
    await page.evaluate((chosen) => localStorage.setItem('fairlead.theme', chosen), theme);
    for (const path of ['', '/site', '/calendar', '/updates', '/diagnostics']) {
      await page.goto(`${served.url}#/settings${path}`);
      await page.reload();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByRole('main').locator('[class*="Skeleton"]')).toHaveCount(0);
      if (path === '/diagnostics') await page.getByRole('button', { name: 'Prepare' }).click();
      await expectAccessible(page, theme);
      const picture = await page.screenshot(shotOf(`settings${path.replace('/', '-')}-${theme}`));
      if (theme === 'night') await expectNightColours(context, picture);
    }
  });
}

/** Kept where somebody wants to look at them. */
function shotOf(name: string): { path?: string } {
  const folder = process.env['FAIRLEAD_SHOTS'];
  return folder === undefined ? {} : { path: `${folder}/${name}.png` };
}
