import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { type Download, expect, type Locator, type Page, test } from '@playwright/test';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import { Company } from '../support/company.ts';
import { panel } from '../support/console-page.ts';
import { dropFile } from '../support/drop-file.ts';
import type { Link } from '../support/link.ts';
import { expectAccessible, expectNightColours, THEMES, wearFromStart } from '../support/page-look.ts';
import { ServedConsole } from '../support/served-console.ts';
import { signIn } from '../support/sign-in.ts';
import { ADMINISTRATOR, joinedHost } from '../support/work-inside.ts';

test.describe.configure({ mode: 'serial', timeout: 90_000 });

let company: Company;
let link: Link;
let served: ServedConsole;
let office: ServedConsole;

/** Two consoles live through a past each, in programs that start and end. */
const PAST_MS = 180_000;

test.beforeAll(async () => {
  test.setTimeout(PAST_MS);
  company = await Company.start();
  link = await company.link();
  served = await consoleOf('AUR', 'Bridge', 'Smoke aft');
  office = await consoleOf('OFF', 'Duty room', 'Storm warning');
});
test.afterAll(async () => {
  await served?.close();
  await office?.close();
  await company?.close();
});

async function consoleOf(site: 'AUR' | 'OFF', deviceName: string, title: string): Promise<ServedConsole> {
  const console = await ServedConsole.start();
  await console.kill();
  await livePast(console.dataDir, { site, deviceName, title });
  await console.startAgain();
  return console;
}

type Past = { site: 'AUR' | 'OFF'; deviceName: string; title: string };

/** An administrator has reported an incident, and the server has heard of it. */
async function livePast(dataFolder: string, { site, deviceName, title }: Past): Promise<void> {
  const host = await joinedHost(dataFolder, {
    serverUrl: link.url,
    code: await company.code(site),
    deviceName,
    administrator: 'Ines Duarte',
  });
  const { session, sync, runCommand } = host.services;
  const run = (command: Command, input: object) =>
    runCommand(command, { commandId: randomUUID(), input }, session.mustActor(ADMINISTRATOR)).output;
  run(incidentCommands.report, { title, severity: 'medium' });
  await sync.now();
  await host.close();
}

async function journalPage(page: Page, url = served.url): Promise<void> {
  await signIn(page, url);
  await page.getByRole('link', { name: 'Journal', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Journal', level: 1 })).toBeVisible();
  await expect(entries(page).first()).toBeVisible();
}

const entries = (page: Page): Locator => page.getByRole('button', { name: /^Entry \d+: show what changed/ });

test('an entry opens to before and after, and to its place in the chain', async ({ page }) => {
  await journalPage(page);
  await page.getByLabel('Record: number, words or id').fill('AUR-INC');
  await expect(entries(page)).toHaveCount(1);
  await entries(page).first().click();
  const changes = page.getByRole('table', { name: /^incident AUR-INC-\d{4}-0001, created/ });
  await expect(changes.getByRole('row', { name: /What happened/ })).toContainText('Smoke aft');
  await expect(page.getByText(/^Taken as version \d+/)).toBeVisible();
  await expect(page.getByText(/^[0-9a-f]{64}$/)).toHaveCount(2);
  await page.getByLabel('Record: number, words or id').fill('zebra crossing');
  await expect(page.getByText('No entry fits')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(entries(page)).not.toHaveCount(0);
});

test('what nobody is shown is not shown to an administrator either', async ({ page }) => {
  await journalPage(page);
  await page.getByRole('combobox', { name: 'Command' }).fill('createFirst');
  await page
    .getByRole('option', { name: /^Created the first administrator, ….*people\.createFirstAdministrator$/ })
    .click();
  await expect(entries(page)).toHaveCount(1);
  await entries(page).first().click();
  const secret = page.getByRole('table', { name: /^credential / });
  await expect(secret).toContainText('Never shown');
  expect(await page.locator('main').innerText()).not.toMatch(/scrypt/);
});

test('an incident tells who changed what', async ({ page }) => {
  await signIn(page, served.url);
  await page
    .getByRole('link', { name: /^Incidents/ })
    .first()
    .click();
  await page.getByText('Smoke aft').first().click();
  const history = panel(page, 'Changes');
  await expect(history.getByRole('listitem')).toHaveCount(1);
  await expect(history).toContainText('Ines Duarte');
  await history.getByText(/fields$/).click();
  await expect(history.getByRole('row', { name: /What happened/ })).toContainText('Smoke aft');
  await page.screenshot({ path: test.info().outputPath('history.png'), fullPage: true });
});

test('the chain is checked on demand', async ({ page }) => {
  await journalPage(page);
  const check = panel(page, 'Check the chain');
  await check.getByRole('button', { name: 'Check the chain' }).click();
  await expect(check).toContainText(/unchanged, in order, without a gap/);
});

for (const kind of ['JSON', 'CSV'] as const) {
  test(`an export as ${kind} is proved in a browser of its own, and a byte that changed is named`, async ({
    page,
    context,
  }) => {
    await journalPage(page);
    const saved: Download[] = [];
    page.on('download', (download) => saved.push(download));
    await panel(page, 'Take a copy along')
      .getByRole('button', { name: `Export as ${kind}` })
      .click();
    await expect(panel(page, 'Take a copy along')).toContainText(/Saved (one entry|\d+ entries) as/);
    await expect.poll(() => saved.length).toBe(2);
    const files = await Promise.all(saved.map((download) => kept(download)));
    const journal = files.find((file) => !file.endsWith('.html')) ?? '';
    const verifier = files.find((file) => file.endsWith('.html')) ?? '';

    const away = await context.newPage();
    await context.setOffline(true);
    await away.goto(`file://${verifier}`);
    await dropFile(away, journal);
    await expect(away.getByRole('status')).toHaveText(/^Valid: \d+ entries, the whole journal/);
    await away.screenshot({ path: test.info().outputPath(`valid-${kind}.png`), fullPage: true });

    const text = readFileSync(journal, 'utf8');
    const at = text.indexOf('Smoke aft');
    const line = text.slice(0, at).split('\n').length - (kind === 'JSON' ? 2 : 1);
    const altered = `${journal}.altered.${kind.toLowerCase()}`;
    writeFileSync(altered, `${text.slice(0, at)}X${text.slice(at + 1)}`);
    await dropFile(away, altered);
    await expect(away.getByRole('status')).toHaveText(new RegExp(`^Entry ${line} is not what it was`));
    await away.screenshot({ path: test.info().outputPath(`altered-${kind}.png`), fullPage: true });
    await expectAccessible(away, 'light');
    await context.setOffline(false);
  });
}

async function kept(download: Download): Promise<string> {
  const file = test.info().outputPath(download.suggestedFilename());
  await download.saveAs(file);
  return file;
}

test('that the journal left stands in it, and the server has taken note', async ({ page }) => {
  await journalPage(page);
  const notes = page.getByRole('row', { name: /Exported the journal/ });
  await expect(notes).toHaveCount(2);
  await expect(notes.last()).toContainText('taken');
});

for (const theme of THEMES) {
  test(`looks right in the ${theme} theme`, async ({ page, context }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await wearFromStart(page, theme);
    await journalPage(page);
    await page.getByLabel('Record: number, words or id').fill('AUR-INC');
    await expect(entries(page)).toHaveCount(1);
    await entries(page).first().click();
    await expect(page.getByText(/^Taken as version \d+/)).toBeVisible();
    await expectAccessible(page, theme);
    const screenshot = await page.screenshot({ path: test.info().outputPath(`${theme}.png`) });
    if (theme === 'night') await expectNightColours(context, screenshot);
    await page.screenshot({ path: test.info().outputPath(`${theme}-whole.png`), fullPage: true });
  });
}

async function companyJournal(page: Page): Promise<void> {
  await journalPage(page, office.url);
  await page.getByText('All consoles', { exact: true }).click();
  await expect(vesselEntries(page).first()).toBeVisible();
}

const vesselEntries = (page: Page): Locator =>
  page.getByRole('button', { name: /^Entry \d+ of Bridge: show what changed/ });

test('an office reads what a vessel did, and finds the entry of a record', async ({ page }) => {
  await companyJournal(page);
  await page.getByRole('combobox', { name: 'Console', exact: true }).click();
  await page.getByRole('option', { name: /^Bridge/ }).click();
  await page.getByLabel('Record: number, words or id').fill('Smoke');
  await expect(vesselEntries(page)).toHaveCount(1);
  await vesselEntries(page).click();
  const changes = page.getByRole('table', { name: /^incident AUR-INC-\d{4}-0001, created/ });
  await expect(changes.getByRole('row', { name: /What happened/ })).toContainText('Smoke aft');
});

for (const theme of THEMES) {
  test(`journals of all consoles look right in the ${theme} theme`, async ({ page, context }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await wearFromStart(page, theme);
    await companyJournal(page);
    await vesselEntries(page).last().click();
    await expect(page.getByText('Reached the server', { exact: true })).toBeVisible();
    await expectAccessible(page, theme);
    const screenshot = await page.screenshot({ path: test.info().outputPath(`company-${theme}.png`) });
    if (theme === 'night') await expectNightColours(context, screenshot);
  });
}

test('without a link the office is told so, and has its own journal as always', async ({ page }) => {
  await companyJournal(page);
  link.cut();
  await page.getByRole('combobox', { name: 'Site', exact: true }).click();
  await page.getByRole('option', { name: 'MV Aurora' }).click();
  await expect(page.getByText('There is no link to the server')).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('no-link.png') });
  await page.getByRole('main').getByText('This console', { exact: true }).click();
  await expect(entries(page).first()).toBeVisible();
});
