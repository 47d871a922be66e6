import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { makeBackup } from '../../electron/host/store/backup/make-backup.ts';
import { storeFileKind } from '../../electron/host/store/encryption/store-file-kind.ts';
import { type LaunchedConsole, launchConsole, newDataDir } from '../support/launch-electron.ts';
import { PASSPHRASE } from '../support/console-page.ts';

test.describe.configure({ timeout: 90_000 });

let dataDir: string;
let launched: LaunchedConsole | undefined;
test.beforeEach(() => {
  dataDir = newDataDir();
});
test.afterEach(async () => {
  await launched?.close();
  launched = undefined;
  fs.rmSync(dataDir, { recursive: true, force: true });
});

const file = () => path.join(dataDir, 'console.sqlite');
const keyFile = () => path.join(dataDir, 'store-key.json');

async function start(): Promise<LaunchedConsole> {
  launched = await launchConsole({ dataDir });
  return launched;
}

async function quit(): Promise<void> {
  await launched?.close();
  launched = undefined;
}

async function foundSite(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Start a new site here/ }).click();
  await page.getByLabel('Name of the site').fill('Piraeus office');
  await page.getByLabel('Site code').fill('PIR');
  await page.getByRole('combobox', { name: 'Kind of site' }).click();
  await page.getByRole('option', { name: 'Office' }).click();
  await page.getByLabel('Full name').fill('Henrik Aasland');
  await page.getByLabel('Sign-in name').fill('admin');
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel('Passphrase again').fill(PASSPHRASE);
  await page.getByRole('button', { name: /^(Start|Found|Create)/ }).click();
  await expect(page.getByRole('navigation')).toBeVisible();
}

/**
 * A keychain that keeps secrets, in the place of the one this machine may not have; then the host is ended, so
 * that it is asked. What the console does with it is all its own.
 */
async function withKeychain({ app }: LaunchedConsole): Promise<void> {
  await app.evaluate(({ safeStorage }) => {
    const flip = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
    Object.assign(safeStorage, {
      getSelectedStorageBackend: () => 'gnome_libsecret',
      isEncryptionAvailable: () => true,
      isAsyncEncryptionAvailable: undefined,
      encryptString: (text: string) => flip(Buffer.from(text)),
      decryptString: (encrypted: Buffer) => flip(encrypted).toString(),
      encryptStringAsync: undefined,
      decryptStringAsync: undefined,
    });
  });
  await app.evaluate(({ app: electron }) => {
    const host = electron.getAppMetrics().find(({ name }) => name === 'domain-host');
    if (host === undefined) throw new Error('no host runs');
    process.kill(host.pid, 'SIGKILL');
  });
  await expect.poll(() => fs.existsSync(keyFile())).toBe(true);
}

test('a damaged store is restored by a button, and the damaged file is kept', async () => {
  const info = test.info();
  const first = await start();
  await foundSite(first.page);
  await quit();
  makeBackup({ file: file(), dataFolder: dataDir, takenAtMs: Date.parse('2026-03-01T03:10:00.000Z') }, {});
  fs.writeFileSync(path.join(dataDir, 'backups', 'console-2026-03-02T03-10-00Z.sqlite'), 'scratched');
  const bytes = fs.readFileSync(file());
  bytes.fill(0xff, 4096, 4096 * 6);
  fs.writeFileSync(file(), bytes);

  const { page } = await start();
  await expect(page.getByRole('alert')).toContainText('is damaged');
  await page.screenshot({ path: info.outputPath('recovery.png') });
  const rows = page.getByRole('row');
  await expect(rows.nth(1)).toContainText('can’t be read');
  await expect(rows.nth(2)).toContainText('good');
  await expect(rows.nth(1).getByRole('link')).toHaveCount(0);
  await rows
    .nth(2)
    .getByRole('link', { name: /^Restore the backup of 2026-03-01/ })
    .click();
  await expect(page.getByRole('heading', { name: 'Restore this backup?' })).toBeVisible();
  await page.screenshot({ path: info.outputPath('confirm.png') });
  await page.getByRole('link', { name: 'Back' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  expect(fs.readFileSync(file()).equals(bytes)).toBe(true);
  await rows.nth(2).getByRole('link').click();
  await page.getByRole('link', { name: 'Restore it now' }).click();
  // Sessions are part of the store, but the backup may be from before somebody signed in.
  const isBack = page.getByLabel('Sign-in name').or(page.getByRole('navigation'));
  await expect(isBack).toBeVisible({ timeout: 60_000 });
  const [aside = ''] = fs
    .readdirSync(dataDir)
    .filter((name) => /damaged-[^-]+-[^-]+-[^-]+-[^-]+-\w+$/.test(name));
  expect(fs.readFileSync(path.join(dataDir, aside)).equals(bytes)).toBe(true);
});

test('the key that the keychain keeps is changed from the page', async () => {
  const info = test.info();
  const console = await start();
  const { page } = console;
  await foundSite(page);
  await withKeychain(console);
  await expect.poll(() => storeFileKind(file())).toBe('encrypted');
  const before = fs.readFileSync(keyFile(), 'utf8');
  await page.getByRole('link', { name: 'Store', exact: true }).click();
  const encryption = page.getByRole('region', { name: 'Encryption' });
  await expect(encryption).toContainText('kept by the keychain');
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect(page.getByText(/^Backed up and read back/)).toBeVisible();
  await encryption.getByRole('button', { name: 'Change the key…' }).click();
  await expect(page.getByRole('dialog')).toContainText('all its backups');
  await page.screenshot({ path: info.outputPath('change-key.png') });
  await page.getByRole('button', { name: 'Change it now' }).click();
  await expect(encryption).toContainText('2 files, have a new key');
  await page.screenshot({ path: info.outputPath('changed-key.png') });
  await expect.poll(() => fs.readFileSync(keyFile(), 'utf8')).not.toContain('encryptedNextKey');
  expect(fs.readFileSync(keyFile(), 'utf8')).not.toBe(before);
  // The workers of the built program have done it, and do the rest.
  await page.getByRole('button', { name: 'Verify chain now' }).click();
  await expect(page.getByText(/^The chain of \d+ entr(y|ies) is sound/)).toBeVisible();
  await page.getByRole('button', { name: 'Check integrity now' }).click();
  await expect(page.getByText(/^No damage found/)).toBeVisible();
  await page.getByRole('button', { name: 'Export now' }).click();
  await expect(page.getByText(/\d+ rows of \d+ tables/)).toBeVisible();
});
