import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { newStoreKey } from '#host/store/encryption/store-key.ts';
import { publish } from '#sync-server/updates/publish.ts';
import { makeSigningKey } from '#sync-server/updates/signing-key.ts';
import { sha512Of } from '#sync-server/updates/sha512-of.ts';
import { TRIED_RELEASES, triedFile } from '../../scripts/lib/tried-releases.ts';
import { Company } from '../support/company.ts';
import { expectLink, joinCompany, openIncident } from '../support/console-page.ts';
import type { Link } from '../support/link.ts';
import { PackagedConsole } from '../support/packaged-console.ts';
import { submitSignIn } from '../support/sign-in.ts';

test.describe.configure({ mode: 'serial', timeout: 180_000 });
test.skip(process.platform !== 'linux', 'Packages to be tried are made for Linux.');

const { first, next } = TRIED_RELEASES;
/** Chromium has no sandbox for root. */
const SWITCHES = ['--no-sandbox', '--remote-debugging-port=0'];

let home: string;
let company: Company;
let link: Link;
let installed: PackagedConsole | undefined;

test.beforeAll(async () => {
  for (const file of [triedFile(first, 'deb'), triedFile(first, 'AppImage'), triedFile(next, 'AppImage')]) {
    if (!fs.existsSync(file))
      throw new Error(`${file} is not there: run \`npm test -- build package\` first.`);
  }
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-packaged-'));
  company = await Company.start();
  link = await company.link();
});
test.afterEach(async ({ browserName: _ }, info) => {
  if (info.status === info.expectedStatus || installed === undefined) return;
  await info.attach('logs', { body: installed.logs, contentType: 'text/plain' });
});
test.afterAll(async () => {
  await installed?.close();
  await company?.close();
  if (home !== undefined) fs.rmSync(home, { recursive: true, force: true });
});

test('what the Debian package holds starts, and its fuses let nobody make something else of it', async () => {
  execFileSync('dpkg-deb', ['--extract', triedFile(first, 'deb'), path.join(home, 'deb')]);
  const program = path.join(home, 'deb', 'opt', 'Fairlead');
  expect(fs.readFileSync(path.join(program, 'resources', 'package-type'), 'utf8')).toBe('deb\n');
  const evil = path.join(home, 'evil.js');
  fs.writeFileSync(evil, `require('node:fs').writeFileSync(${JSON.stringify(`${evil}.ran`)}, '')`);
  // A program beside the archive, which Electron would otherwise prefer.
  fs.mkdirSync(path.join(program, 'resources', 'app'));
  fs.writeFileSync(path.join(program, 'resources', 'app', 'package.json'), JSON.stringify({ main: evil }));
  const extracted = new PackagedConsole(path.join(program, 'fairlead'), {
    home,
    profile: 'extracted',
    // Each of them would keep the console from starting: Node instead of it, Node's options, a halt for a debugger.
    env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${evil}` },
    args: [...SWITCHES, '--inspect-brk=0'],
  });
  try {
    const page = await extracted.page();
    await expect(page.getByRole('button', { name: /Join your company/ })).toBeVisible();
    expect(page.url()).toMatch(/^app:\/\/console\//);
    expect({
      ran: fs.existsSync(`${evil}.ran`),
      debugger: /Debugger listening/.test(extracted.said),
    }).toEqual({
      ran: false,
      debugger: false,
    });
  } finally {
    await extracted.close();
  }
});

test('an installed AppImage joins its company and finds the newer version on the company’s own server', async () => {
  const file = path.join(home, `Fairlead-${first}-x86_64.AppImage`);
  fs.copyFileSync(triedFile(first, 'AppImage'), file);
  await release(next, triedFile(next, 'AppImage'), TRIED_RELEASES.keyFile);
  installed = new PackagedConsole(file, {
    home,
    profile: 'bridge',
    // Neither an argument nor a key may be lost when the new version takes its place.
    env: { FAIRLEAD_TRIED_ARGUMENTS: SWITCHES.join(' '), FAIRLEAD_STORE_KEY: newStoreKey() },
  });
  const page = await installed.page();
  await joinCompany(page, {
    serverUrl: link.url,
    code: await company.code('AUR'),
    deviceName: 'Bridge',
    administrator: 'Ines Duarte',
  });
  await expectLink(page, 'Online');
  await openUpdates(page, first);
  await look(page);
  await expect(page.getByText(`Version ${next} is there.`).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'What changes' })).toContainText('Faster exports.');
});

test('of the new version it fetches what has changed, and not the rest', async () => {
  const page = await currentPage();
  link.takeRequests();
  await page.getByRole('button', { name: 'Fetch it' }).click();
  await expect(page.getByText(/is fetched, checked, and ready to be installed/)).toBeVisible({
    timeout: 60_000,
  });
  const fetched = link
    .takeRequests()
    .filter((request) => request.path.startsWith(`/updates/${next}/`))
    .reduce((sum, { bytesDown }) => sum + bytesDown, 0);
  const whole = fs.statSync(triedFile(next, 'AppImage')).size;
  console.log(`fetched ${fetched} of ${whole} bytes`);
  expect(fetched).toBeGreaterThan(0);
  expect(fetched).toBeLessThan(whole / 10);
});

test('with a critical incident open it installs nothing', async () => {
  const page = await currentPage();
  await page
    .getByRole('link', { name: /Report incident/ })
    .or(page.getByRole('button', { name: /Report incident/ }))
    .first()
    .click();
  await page.getByLabel('What happened').fill('Fire in engine room');
  await page.getByRole('radio', { name: /Critical/ }).check({ force: true });
  await page.getByLabel('Place').fill('Engine room');
  await page.getByRole('button', { name: 'Report', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Fire in engine room' })).toBeVisible();
  await openUpdates(page, first);
  await expect(page.getByText(/An incident of high or critical severity is open/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Back up and install' })).toBeDisabled();
  await openIncident(page, 'Fire in engine room');
  await page.getByRole('group', { name: 'Actions' }).getByRole('button', { name: 'Resolve' }).click();
  await page.getByRole('dialog').getByLabel('What ended it').fill('Out, separator isolated');
  await page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
  await expect(page.getByLabel('Console status')).toContainText('Nothing waiting');
});

test('when that is over it backs up, hands over, and the new version opens the same store', async () => {
  const page = await currentPage();
  await openUpdates(page, first);
  await page.getByRole('button', { name: 'Back up and install' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Back up and install' }).click();
  await installed?.ended();
  const files = fs.readdirSync(home).filter((name) => name.endsWith('.AppImage'));
  expect(files).toEqual([`Fairlead-${next}-x86_64.AppImage`]);
  expect(await sha512Of(path.join(home, String(files[0])))).toBe(await sha512Of(triedFile(next, 'AppImage')));
  const renewed = await currentPage();
  await submitSignIn(renewed);
  await expectLink(renewed, 'Online');
  await openUpdates(renewed, next);
  const backups = path.join(home, 'data', 'fairlead', 'bridge', 'backups');
  expect(fs.readdirSync(backups).length).toBeGreaterThan(0);
  expect(fs.readdirSync(path.join(home, 'data', 'fairlead')).toSorted()).toEqual(['bridge', 'extracted']);
});

test('it does not go back to an older version, even one that its publisher signed', async () => {
  const page = await currentPage();
  fs.rmSync(company.updatesFolder, { recursive: true });
  await release(first, triedFile(first, 'AppImage'), TRIED_RELEASES.keyFile);
  await look(page);
  await expect(page.getByText('This is the newest version for this console.')).toBeVisible();
});

test('it refuses what somebody else has signed', async () => {
  const page = await currentPage();
  const stranger = path.join(home, 'stranger.pem');
  makeSigningKey(stranger);
  await release('0.2.0', triedFile(next, 'AppImage'), stranger);
  await look(page);
  await expect(page.getByText('The update is not signed by the publisher of this program.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Fetch it' })).toHaveCount(0);
});

function currentPage(): Promise<Page> {
  if (installed === undefined) throw new Error('No console is installed.');
  return installed.page();
}

async function openUpdates(page: Page, version: string): Promise<void> {
  await page.getByRole('link', { name: /^Settings/ }).click();
  await page
    .getByRole('link', { name: /^Updates/ })
    .last()
    .click();
  await expect(page.getByText(`This console runs version ${version}.`)).toBeVisible();
}

async function look(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Look for a newer version' }).click();
}

async function release(version: string, file: string, signingKeyFile: string): Promise<void> {
  const notesFile = path.join(home, 'notes.md');
  fs.writeFileSync(notesFile, 'Faster exports.');
  await publish(
    {
      folder: company.updatesFolder,
      version,
      files: [file],
      channel: 'latest',
      stagingPercentage: 100,
      notesFile,
      signingKeyFile,
    },
    new Date().toISOString(),
  );
}
