import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { ShapingProxy } from '../bench/sync/shaping-proxy.ts';
import { Company } from '../support/company.ts';
import { expectLink, joinAuroraAndOffice, openIncident } from '../support/console-page.ts';
import { dropFile } from '../support/drop-file.ts';
import { launchConsole, type LaunchedConsole } from '../support/launch-electron.ts';
import type { Link } from '../support/link.ts';

/**
 * MV Aurora loses its VSAT in the night and has a fire: steps 1, 2, 3 and 10 of the story by which the whole
 * program is accepted, with two consoles in Electron, a server, and a link as slow as Iridium's.
 */
test.describe.configure({ mode: 'serial', timeout: 180_000 });

const PHOTO = path.join(import.meta.dirname, '../fixtures/photo.png');
const TITLE = 'Fire in engine room, port separator';
const VSAT = { roundTripMs: 0, bitsPerSecond: Number.POSITIVE_INFINITY };
const IRIDIUM = { roundTripMs: 1_500, bitsPerSecond: 2_400 };
/** Over such a link a byte takes 3 ms, and a question half a minute with all that it waits for. */
const SLOW = { timeout: 60_000 };
/** All but the journal's note of who chose the kind of link, which is bulk. */
const NOTE_WAITS = /[^\d]1 waiting/;
/**
 * What passes at the socket from the report on, with all headers: the exchange that carries the incident, its first call,
 * its timeline and what it asks to be done (1 kB over a connection that stands), the question whether the server has the
 * photo's preview already (about 0.3 kB), and the live connection once more where it was opened anew (about 0.4 kB). A
 * photo alone would be ten times as much.
 */
const BYTES_UP_MAX = 2_000;

let company: Company;
let link: Link;
let sky: ShapingProxy;
let vessel: LaunchedConsole;
let office: LaunchedConsole;

test.beforeAll(async () => {
  // A server and two windows that join it; machines that have other work to do are slow to start them.
  test.setTimeout(180_000);
  company = await Company.start();
  company.passMinutes(minutesUntil(3, 9));
  link = await company.link();
  sky = await ShapingProxy.to(Number(new URL(link.url).port), VSAT);
  const officeLink = await company.link();
  vessel = await launchConsole(company.console('aurora'));
  office = await launchConsole(company.console('office'));
  await joinAuroraAndOffice(
    company,
    { page: vessel.page, serverUrl: `http://127.0.0.1:${sky.port}` },
    { page: office.page, serverUrl: officeLink.url },
  );
});

test.afterAll(async () => {
  await vessel?.close();
  await office?.close();
  await sky?.close();
  await company?.close();
});

function minutesUntil(hour: number, minute: number): number {
  const now = new Date();
  const passed = now.getUTCHours() * 60 + now.getUTCMinutes();
  return (hour * 60 + minute - passed + 24 * 60) % (24 * 60);
}

const bar = (page: Page): Locator => page.getByLabel('Console status');
const timeline = (page: Page): Locator => page.getByRole('list', { name: 'Timeline' });
/** Clicks where no address is typed: a console in Electron has none. */
const goTo = (page: Page, hash: string) =>
  page.evaluate((address) => {
    location.hash = address;
  }, hash);

test('at 03:10 the ship loses VSAT and goes over to Iridium, on which little travels unasked', async () => {
  const { page } = vessel;
  await expectLink(page, 'Online');
  await expect(bar(page)).toContainText('Nothing waiting');
  await expect(bar(page)).toContainText(/03:(09|1\d)/);
  link.cut();
  sky.cut();
  await expectLink(page, 'Offline');
  sky.shape = IRIDIUM;
  await goTo(page, '#/sync');
  await page.getByRole('combobox', { name: 'Kind of link in use' }).click();
  await page.getByRole('option', { name: 'Narrowband' }).click();
  await expect(bar(page)).toContainText('Narrowband');
  link.restore();
  await page.getByRole('button', { name: 'Exchange now' }).click();
  await expect(bar(page).getByText('Online', { exact: true })).toBeVisible(SLOW);
  await expect(bar(page)).toContainText(NOTE_WAITS, SLOW);
});

test('a critical fire is at level 1 at once, and less than 2 kB tell the office, with the photo waiting', async () => {
  const { page } = vessel;
  link.count();
  await goTo(page, '#/incidents/new');
  await page.getByLabel('What happened').fill(TITLE);
  await page.getByRole('radio', { name: /Critical/ }).check({ force: true });
  await page.getByLabel('Place').fill('Engine room');
  await page.locator('input[type=file]').setInputFiles(PHOTO);
  await expect(page.getByText('photo.png')).toBeVisible();
  await page.getByRole('button', { name: 'Report', exact: true }).click();
  await expect(page.getByRole('heading', { name: TITLE })).toBeVisible();
  await expect(page.getByText('Escalated to level 1 at once, because it is critical')).toBeVisible();
  // The deadline runs on board, whatever becomes of the link.
  await expect(page.getByText(/^3 h 5\d min left|^4 h( 0 min)? left/).first()).toBeVisible();

  await expect(bar(page)).toContainText(/kB for a cheaper link/, SLOW);
  await openIncident(office.page, TITLE);
  await expect(timeline(office.page)).toContainText('Escalated to level 1 at once, because it is critical');
  await expect(office.page.getByText('photos wait for a cheaper link')).toBeVisible();
  await expect(bar(page)).toContainText(NOTE_WAITS, SLOW);
  const { bytesUp, bytesDown } = link.count();
  test.info().annotations.push({
    type: 'bytes of a critical incident',
    description: `${bytesUp} up, ${bytesDown} down`,
  });
  expect(bytesUp).toBeGreaterThan(300);
  expect(bytesUp).toBeLessThan(BYTES_UP_MAX);
});

test('the master has it after 6 minutes, nobody further is woken, and the office sees that', async () => {
  const { page } = vessel;
  company.passMinutes(6);
  await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await expect(page.getByText('Acknowledged by Ines Duarte').first()).toBeVisible();
  await expect(office.page.getByText('Acknowledged by Ines Duarte').first()).toBeVisible(SLOW);
  await expect(timeline(office.page)).toContainText('Ines Duarte · MV Aurora');
  // Twice the time in which somebody must have acknowledged at a level.
  company.passMinutes(40);
  await expect(page.getByText(/^3 h 1\d min left/).first()).toBeVisible();
  for (const side of [vessel, office])
    await expect(side.page.getByText(/escalated to level [23]/)).toHaveCount(0);
});

test('an auditor alters one byte in a copy of the journal, and the entry is named', async ({
  page: auditor,
}) => {
  const journal = await journalCopy();
  await auditor.goto(`file://${journal.verifier}`);
  await dropFile(auditor, journal.file);
  await expect(auditor.getByRole('status')).toHaveText(/^Valid: \d+ entries, the whole journal/);
  const text = readFileSync(journal.file, 'utf8');
  const at = text.indexOf(TITLE);
  const entry = text.slice(0, at).split('\n').length - 2;
  const altered = `${journal.file}.altered.json`;
  writeFileSync(altered, `${text.slice(0, at)}f${text.slice(at + 1)}`);
  await dropFile(auditor, altered);
  await expect(auditor.getByRole('status')).toHaveText(new RegExp(`^Entry ${entry} is not what it was`));
});

/** From the vessel's journal page; Electron asks where to save unless it is told. */
async function journalCopy(): Promise<{ file: string; verifier: string }> {
  const { app, page } = vessel;
  const folder = test.info().outputPath('journal');
  await app.evaluate(({ session }, into) => {
    const saved: string[] = [];
    Object.assign(globalThis, { savedFiles: saved });
    session.defaultSession.on('will-download', (_event, item) => {
      const file = `${into}-${item.getFilename()}`;
      item.setSavePath(file);
      item.once('done', (_done, state) => {
        if (state === 'completed') saved.push(file);
      });
    });
  }, folder);
  await goTo(page, '#/audit');
  await page.getByRole('button', { name: 'Export as JSON' }).click();
  // What `evaluate` above put there.
  const saved = () => app.evaluate(() => (globalThis as unknown as { savedFiles: string[] }).savedFiles);
  await expect.poll(async () => (await saved()).length, SLOW).toBe(2);
  const files = await saved();
  const named = (isVerifier: boolean) => files.find((file) => file.endsWith('.html') === isVerifier) ?? '';
  return { file: named(false), verifier: named(true) };
}
