import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { DEMONSTRATION_PASSPHRASE } from '#shared/demo/company.ts';
import { MailRelay } from '../support/mail-relay.ts';
import { expectAccessible, expectNightColours, THEMES } from '../support/page-look.ts';
import { ReleaseServer } from '../support/release-server.ts';
import { ServedConsole } from '../support/served-console.ts';
import { signIn } from '../support/sign-in.ts';
import { workInside } from '../support/work-inside.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

let served: ServedConsole;
let server: ReleaseServer;

test.beforeAll(async () => {
  server = await new ReleaseServer().start();
  served = await ServedConsole.start();
  await workInside(served, async ({ services, store }) => {
    await services.setup.loadDemonstration('OFF');
    store.bookkeeping(() => {
      store.state.membership = {
        organisationId: 'o',
        organisationName: 'Meridian',
        serverUrl: server.url,
      };
    });
  });
});
test.afterAll(async () => {
  await served?.close();
  await server?.stop();
});

async function settings(page: Page, card?: string, name = 'admin'): Promise<void> {
  await signIn(page, served.url, { name, passphrase: DEMONSTRATION_PASSPHRASE });
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
  await expect(page.getByRole('main').getByRole('heading', { level: 2 })).toHaveText([
    'This site',
    'People and devices',
    'Link and messages',
    'Data',
    'The program',
  ]);
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
  await expect(page.getByRole('region', { name: 'Changes' })).toContainText(
    'Changed the site Piraeus office',
  );
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
  await expect(page.getByText('Stocktaking', { exact: true })).toBeVisible();
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

test('the company says how long things are kept, and hears what would go', async ({ page }) => {
  await settings(page, 'Retention');
  const field = page.getByRole('textbox', { name: 'Kept for, Runs of jobs' });
  const row = page.getByRole('row', { name: /^Runs of jobs/ });
  await expect(row).toContainText('60 days');
  await expect(row.getByRole('cell').nth(2)).toHaveText('0');
  await field.fill('3');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(row).toContainText('A whole number from 7 to 730.');
  await field.fill('100');
  await expect(row).toContainText('100 days');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  await page.reload();
  await expect(field).toHaveValue(/^100/);
  await expect(page.getByRole('region', { name: 'Changes' })).toContainText(
    'Changed how long the company keeps things',
  );
  await page.getByText('Piraeus office only').click();
  await expect(field).toHaveValue('');
  await expect(row).toContainText('100 days');
});

test('mail leaves by the relay that was entered, and the test tells the truth', async ({ page }) => {
  const relay = await MailRelay.start();
  const { port } = new URL(relay.url.replace('smtp+plain', 'http'));
  await settings(page, 'Mail and gateways');
  const mail = page.getByRole('region', { name: 'Mail relay' });
  await mail.getByLabel('Host').fill('127.0.0.1');
  await mail.getByLabel('Port').fill(port);
  await mail.getByLabel('Sender').fill('nobody');
  await mail.getByRole('button', { name: 'Save' }).click();
  await expect(mail.getByText('An address such as Fairlead <alerts@example.com>.')).toBeVisible();
  await mail.getByLabel('Sender').fill('Office <office@example.com>');
  await mail.getByRole('combobox', { name: 'Encryption' }).click();
  await page.getByRole('option', { name: /^None/ }).click();
  await mail.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('by this console itself')).toHaveCount(1);
  const trial = page.getByRole('region', { name: 'Send a test message' });
  await trial.getByLabel('To').fill('somebody@example.com');
  await trial.getByRole('button', { name: 'Send a test' }).click();
  await expect(trial.getByText(/^Accepted by the other end \(250/)).toBeVisible();
  expect(relay.mails).toMatchObject([{ to: ['somebody@example.com'] }]);
  relay.refuse(550, 'no such mailbox');
  await trial.getByRole('button', { name: 'Send a test' }).click();
  await expect(trial.getByRole('alert')).toContainText('no such mailbox');
  await relay.stop();
  await mail.getByRole('button', { name: 'Take the relay away' }).click();
  await expect(trial).toHaveCount(0);
});

test('the secret of a gateway is shown once', async ({ page }) => {
  await settings(page, 'Mail and gateways');
  const gateways = page.getByRole('region', { name: 'Gateways for text and push messages' });
  await gateways.getByLabel('Address for text messages').fill('https://gateway.example.com/sms');
  await gateways.getByRole('button', { name: 'Save' }).click();
  const secret = gateways.locator('code');
  await expect(secret).toHaveText(/^[\w-]{43}$/);
  const text = (await secret.textContent()) ?? '';
  await page.reload();
  await expect(gateways.getByText('One is kept, and never shown again.')).toBeVisible();
  await expect(page.getByText(text)).toHaveCount(0);
  await gateways.getByLabel('Address for text messages').fill('');
  await gateways.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('by this console itself')).toHaveCount(0);
});

test('a kind of link carries what its rule says, and is as usual again', async ({ page }) => {
  await settings(page, 'Links');
  const satellite = page.getByRole('form', { name: 'Satellite' });
  await satellite.getByRole('textbox', { name: 'Seconds between exchanges, Satellite' }).fill('1');
  await satellite.getByRole('button', { name: 'Save, Satellite' }).click();
  await expect(satellite).toContainText('A whole number from 2 to 21600.');
  await satellite.getByRole('textbox', { name: 'Seconds between exchanges, Satellite' }).fill('600');
  await satellite.getByRole('checkbox').check();
  await satellite.getByRole('button', { name: 'Save, Satellite' }).click();
  await expect(satellite).toContainText('Own rule');
  await page.reload();
  await expect(satellite.getByRole('checkbox')).toBeChecked();
  await satellite.getByRole('button', { name: 'As usual, Satellite' }).click();
  await expect(satellite.getByRole('checkbox')).not.toBeChecked();
});

test('backups are copied to another disk, which has to be there', async ({ page }) => {
  const stick = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-stick-'));
  await settings(page, 'Backups');
  const folder = page.getByLabel('Copy each backup to this folder');
  await folder.fill(path.join(stick, 'not-there'));
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/is not there, or can’t be written to/)).toBeVisible();
  await folder.fill(stick);
  await page.getByRole('combobox', { name: 'A backup every' }).click();
  await page.getByRole('option', { name: '12 hours' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  await page.goto(`${served.url}#/store`);
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect(page.getByText(/Backed up/)).toBeVisible();
  await page.goto(`${served.url}#/settings/backup`);
  await expect(page.getByText('read back and found the same')).toBeVisible();
  const [own = ''] = fs.readdirSync(stick);
  expect(own).toMatch(/^OFF-[0-9a-f]{8}$/);
  expect(fs.readdirSync(path.join(stick, own))).toContainEqual(expect.stringMatching(/^console-.*\.sqlite$/));
  await folder.fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Backups are not copied anywhere')).toBeVisible();
  fs.rmSync(stick, { recursive: true });
});

test('who may not change a setting looks at it, and learns who may', async ({ page }) => {
  await settings(page, 'Retention', 'dpa');
  await expect(page.getByText('It is changed by: System administrator, Administrator.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Kept for, Runs of jobs' })).toBeDisabled();
  await page.goto(`${served.url}#/settings/site`);
  await expect(page.getByLabel('Name')).toBeDisabled();
});

test('a person without the right finds no such card, and no such page', async ({ page }) => {
  await settings(page, undefined, 'dpa');
  await expect(page.getByRole('main').getByRole('link', { name: /^Updates/ })).toHaveCount(0);
  await page.getByText(/more settings are not open to you/).click();
  await expect(
    page.getByText('Updates: System administrator, Administrator, Site administrator'),
  ).toBeVisible();
  await page.goto(`${served.url}#/settings/updates`);
  await expect(page.getByRole('heading', { name: 'This is not open to you' })).toBeVisible();
});

const PATHS = [
  '',
  '/site',
  '/calendar',
  '/retention',
  '/messages',
  '/links',
  '/backup',
  '/updates',
  '/diagnostics',
];

for (const theme of THEMES) {
  test(`every page can be read by everybody: ${theme}`, async ({ page, context }) => {
    // Nine pages, each loaded twice and looked through.
    test.setTimeout(300_000);
    await settings(page);
    await page.evaluate((chosen) => localStorage.setItem('fairlead.theme', chosen), theme);
    for (const place of PATHS) {
      await page.goto(`${served.url}#/settings${place}`);
      await page.reload();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByRole('main').locator('[class*="Skeleton"]')).toHaveCount(0);
      if (place === '/diagnostics') await page.getByRole('button', { name: 'Prepare' }).click();
      await expectAccessible(page, theme);
      const picture = await page.screenshot(shotOf(`settings${place.replace('/', '-')}-${theme}`));
      if (theme === 'night') await expectNightColours(context, picture);
    }
  });
}

/** Kept where somebody wants to look at them. */
function shotOf(name: string): { path?: string } {
  const folder = process.env['FAIRLEAD_SHOTS'];
  return folder === undefined ? {} : { path: `${folder}/${name}.png` };
}
