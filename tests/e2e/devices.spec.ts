import { randomUUID } from 'node:crypto';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { appRouter } from '#host/api/router.ts';
import type { Host } from '#host/compose.ts';
import type { Connection } from '#host/services.ts';
import { renewIdentity } from '#host/sync/identity.ts';
import { Company } from '../support/company.ts';
import { expectLink, panel, PASSPHRASE } from '../support/console-page.ts';
import type { Link } from '../support/link.ts';
import { expectAccessible, expectNightColours, THEMES, wearFromStart } from '../support/page-look.ts';
import { ServedConsole } from '../support/served-console.ts';
import { signIn } from '../support/sign-in.ts';
import { ADMINISTRATOR, joinedHost, workInside } from '../support/work-inside.ts';

test.describe.configure({ mode: 'serial', timeout: 90_000 });

const TOM: Connection = { sessionId: 'tom', kind: 'window' };

let company: Company;
let link: Link;
let office: ServedConsole;
let vessel: ServedConsole;

test.beforeAll(async () => {
  company = await Company.start();
  link = await company.link();
  office = await ServedConsole.start();
  vessel = await ServedConsole.start();
  await Promise.all([office.kill(), vessel.kill()]);
  await livePast();
  await Promise.all([office.startAgain(), vessel.startAgain()]);
});
test.afterAll(async () => {
  await vessel?.close();
  await office?.close();
  await company?.close();
});

/** An office, its vessel, and a night on which somebody aboard broke the glass. */
async function livePast(): Promise<void> {
  const bridge = await joinedHost(vessel.dataDir, {
    serverUrl: link.url,
    code: await company.code('AUR'),
    deviceName: 'Bridge',
    administrator: 'Ines Duarte',
  });
  await breakGlass(bridge);
  await bridge.services.sync.now();
  await bridge.close();
  const desk = await joinedHost(office.dataDir, {
    serverUrl: link.url,
    code: await company.code('OFF'),
    deviceName: 'Operations desk',
    administrator: 'Petros Stamou',
  });
  await desk.services.sync.now();
  await desk.close();
}

async function breakGlass({ services, store }: Host): Promise<void> {
  const api = appRouter.createCaller({ services, connection: ADMINISTRATOR });
  const told = 'fair winds and following';
  const work = { role: 'IT', jobProfile: 'crew' } as const;
  const person = { name: 'Tom Hale', signInName: 't.hale', passphrase: told, ...work };
  const siteId = store.state.site?.id ?? '';
  await api.people.add({ commandId: randomUUID(), input: { siteId, ...person } });
  await services.session.signIn(TOM, { signInName: 't.hale', passphrase: told });
  await services.session.changePassphrase(TOM, { current: told, next: 'nobody else knows this' });
  services.session.breakGlass(TOM, {
    feature: 'incidents.close',
    reason: 'The master is ashore and the alarm must be closed.',
  });
}

async function devicesPage(page: Page, served = office): Promise<void> {
  await signIn(page, served.url);
  await page.getByRole('link', { name: 'Devices', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Devices', level: 1 })).toBeVisible();
  await expect(panel(page, 'Consoles').getByRole('row').nth(1)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Ask the server again' })).toBeEnabled();
}

const consoleRow = (page: Page, name: string): Locator =>
  panel(page, 'Consoles').getByRole('row', { name: new RegExp(`^${name}`) });

async function newCode(page: Page): Promise<string> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Make the code' }).click();
  const code = dialog.getByLabel('The code').locator('output');
  await expect(code).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  return code.innerText();
}

test('an office sees every console, this one marked, and what was taken in an emergency', async ({
  page,
}) => {
  await devicesPage(page);
  await expect(consoleRow(page, 'Operations desk')).toContainText('this console');
  await expect(consoleRow(page, 'Bridge')).toContainText(/MV Aurora.*as the server.*active/);
  const rights = panel(page, 'Rights taken in emergencies');
  await expect(rights.getByRole('row', { name: /^Tom Hale/ })).toContainText(
    /Close incidents.*The master is ashore.*Bridge.*open until/,
  );
  await expect(panel(page, 'Open enrolment codes')).toContainText('No code is open');
});

test('a vessel sees its own consoles alone', async ({ page }) => {
  await devicesPage(page, vessel);
  await expect(consoleRow(page, 'Bridge')).toContainText('this console');
  await expect(panel(page, 'Consoles').getByRole('row')).toHaveCount(2);
  await expect(page.getByText('From here you look after the consoles of this site')).toBeVisible();
});

test('a code made here takes a new console in, and is open until then', async ({ page, browser }) => {
  await devicesPage(page);
  await page.getByRole('button', { name: 'New code' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Site' }).click();
  await page.getByRole('option', { name: 'MV Aurora' }).click();
  await dialog.getByRole('combobox', { name: 'Good for' }).click();
  await page.getByRole('option', { name: '1 day' }).click();
  const code = await newCode(page);
  await expect(dialog.getByRole('img', { name: /QR code/ })).toBeVisible();
  await expect(dialog).toContainText(link.url);
  await page.screenshot({ path: test.info().outputPath('code.png') });
  await expectAccessible(page, 'light');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText(code)).toHaveCount(0);
  const codes = panel(page, 'Open enrolment codes');
  await expect(codes.getByRole('row', { name: /^MV Aurora/ })).toContainText('Petros Stamou');

  const engineRoom = await ServedConsole.start();
  const context = await browser.newContext();
  try {
    const other = await context.newPage();
    await other.goto(engineRoom.url);
    await other.getByRole('button', { name: /Join your company/ }).click();
    await other.getByLabel('Server address').fill(link.url);
    await other.getByLabel('One-time code').fill(code);
    await other.getByLabel('Name of this console').fill('Engine room');
    await other.getByRole('button', { name: 'Join', exact: true }).click();
    await expect(other.getByLabel('Sign-in name')).toBeVisible({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Ask the server again' }).click();
    await expect(consoleRow(page, 'Engine room')).toContainText(/MV Aurora.*No\. 2/);
    await expect(codes).toContainText('No code is open');
  } finally {
    await context.close();
    await engineRoom.close();
  }
  await page.goto(`${office.url}#/audit?event=device-code-made`);
  await expect(page.getByText('Made an enrolment code (MV Aurora)').first()).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('audit.png') });
});

test('a code for a new site founds it, and is withdrawn when nobody needs it', async ({ page }) => {
  await devicesPage(page);
  await page.getByRole('button', { name: 'New code' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'What it takes in' }).click();
  await page.getByRole('option', { name: 'The first console of a new site' }).click();
  await dialog.getByLabel('Name of the site').fill('MV Borealis');
  await dialog.getByLabel('Site code').fill('AUR');
  await dialog.getByRole('button', { name: 'Make the code' }).click();
  await expect(dialog).toContainText('The company has a site AUR already');
  await dialog.getByLabel('Site code').fill('BOR');
  await newCode(page);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Withdraw the code for MV Borealis' }).click();
  await expect(panel(page, 'Open enrolment codes')).toContainText('No code is open');
});

test('without a link the last list is shown with its age, and nothing can be changed', async ({ page }) => {
  await devicesPage(page);
  link.cut();
  await expectLink(page, 'Offline');
  await page.reload();
  await expect(page.getByText(/Nothing newer from the server: this is how it stood/)).toBeVisible();
  await expect(consoleRow(page, 'Bridge')).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('offline.png'), fullPage: true });
  await page.getByRole('button', { name: 'Shut out Bridge' }).click();
  await page.getByRole('dialog').getByLabel('Why').fill('Left in a taxi');
  await page.getByRole('dialog').getByRole('button', { name: 'Shut out' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText("can't be reached");
  link.restore();
  await page.keyboard.press('Escape');
  await expectLink(page, 'Online');
  await expect(page.getByText('Nothing newer from the server')).toHaveCount(0);
});

test('this console is shut out only by somebody who means it', async ({ page }) => {
  await devicesPage(page);
  await page.getByRole('button', { name: 'Shut out Operations desk' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Why').fill('By mistake');
  await expect(dialog).toContainText('This is the console you are sitting at');
  const confirm = dialog.getByRole('button', { name: 'Shut out' });
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel('I mean this console').check();
  await expect(confirm).toBeEnabled();
  await page.screenshot({ path: test.info().outputPath('own.png') });
  await expectAccessible(page, 'light');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(consoleRow(page, 'Operations desk')).toContainText('active');
});

for (const theme of THEMES) {
  test(`the page in the ${theme} theme passes axe`, async ({ page, context }, info) => {
    await wearFromStart(page, theme);
    await page.setViewportSize({ width: 1280, height: 800 });
    await devicesPage(page);
    const screenshot = await page.screenshot({ path: info.outputPath(`devices-${theme}.png`) });
    await panel(page, 'Rights taken in emergencies').scrollIntoViewIfNeeded();
    await page.screenshot({ path: info.outputPath(`devices-below-${theme}.png`) });
    await expectAccessible(page, theme);
    if (theme === 'night') await expectNightColours(context, screenshot);
  });
}

test('the vessel’s console is shut out, by keyboard, and hears it at its next contact', async ({
  page,
  browser,
}) => {
  const context = await browser.newContext();
  const aboard = await context.newPage();
  await signIn(aboard, vessel.url);
  await expectLink(aboard, 'Online');

  await devicesPage(page);
  await page.getByRole('button', { name: 'Shut out Bridge' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('From its next contact on the server takes nothing from it');
  await dialog.getByRole('button', { name: 'Shut out' }).click();
  await expect(dialog.getByText('Fill this in.')).toBeVisible();
  await dialog.getByLabel('Why').fill('Left in a taxi');
  await page.keyboard.press('Tab');
  await dialog.getByRole('button', { name: 'Shut out' }).press('Enter');
  await expect(page.getByText('Bridge is shut out. It is told at its next contact.')).toBeVisible();
  await expect(consoleRow(page, 'Bridge')).toContainText(/shut out.*Petros Stamou.*Left in a taxi/);

  await expect(aboard.getByLabel('Console status').getByText('Refused', { exact: true })).toBeVisible({
    timeout: 20_000,
  });
  await aboard.getByRole('link', { name: 'Devices', exact: true }).click();
  await expect(aboard.getByText('This console was shut out by an administrator.').first()).toBeVisible();
  await aboard.screenshot({ path: test.info().outputPath('aboard.png') });
  await context.close();

  await page.getByRole('link', { name: 'Journal', exact: true }).click();
  await expect(
    page.getByText(/Shut out the console Bridge of MV Aurora: Left in a taxi/).first(),
  ).toBeVisible();
  await page.getByRole('link', { name: 'Devices', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Ask the server again' })).toBeEnabled();
  await page.screenshot({ path: test.info().outputPath('after.png') });
  await expectAccessible(page, 'light');
  await page.getByRole('link', { name: 'Journal of Bridge' }).click();
  await expect(page.getByText('Broke the glass').first()).toBeVisible();
});

test('a console of no company says so, and shows what it was before', async ({ page }) => {
  const alone = await ServedConsole.start();
  try {
    await workInside(alone, async ({ services, store }) => {
      const administrator = { name: 'Ines Duarte', signInName: 'admin', passphrase: PASSPHRASE };
      const site = { code: 'DEP', name: 'Depot', siteKind: 'warehouse', timeZone: 'UTC' } as const;
      await services.setup.foundSite(ADMINISTRATOR, { ...site, administrator });
      renewIdentity(store);
    });
    await signIn(page, alone.url);
    await page.getByRole('link', { name: 'Devices', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'This console works by itself' })).toBeVisible();
    const former = panel(page, 'Former journals of this console');
    await former.getByRole('button', { name: /^Show its entries/ }).click();
    await expect(former.getByRole('row', { name: /Ines Duarte/ }).first()).toContainText('fits');
    await page.screenshot({ path: test.info().outputPath('former.png'), fullPage: true });
    await expectAccessible(page, 'light');
    await page.getByRole('link', { name: 'Join your company' }).click();
    await expect(page.getByLabel('Server address')).toBeVisible();
  } finally {
    await alone.close();
  }
});
