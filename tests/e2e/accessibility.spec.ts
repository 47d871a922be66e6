import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { CSP_NONCE_PLACEHOLDER } from '#shared/kernel/csp.ts';
import { DEMONSTRATION_PASSPHRASE } from '#shared/demo/company.ts';
import { RECOVERY_PATH, recoveryPageAt, workPage } from '../../electron/main/recovery-page.ts';
import { THEME_PLACEHOLDER } from '../../electron/main/plain-page.ts';
import { Company } from '../support/company.ts';
import { journalPage } from '../support/journal-verifier.ts';
import { chooseInPersonMenu } from '../support/console-page.ts';
import { expectAccessible, THEMES, type Theme } from '../support/page-look.ts';
import { ServedConsole } from '../support/served-console.ts';
import { signIn, submitSignIn } from '../support/sign-in.ts';
import { workInside } from '../support/work-inside.ts';

/** Pages and dialogs that no other test looks at with axe. */
test.describe.configure({ timeout: 150_000 });
test.use({ viewport: { width: 1280, height: 800 } });

const PHOTO = path.join(import.meta.dirname, '../fixtures/photo.png');
const LIGHT_AND_DARK = ['light', 'dark'] as const;

/** What is open stays open while the page puts on one theme after the other. */
async function look(page: Page, name: string, themes: readonly Theme[] = LIGHT_AND_DARK): Promise<void> {
  for (const theme of themes) {
    await page.evaluate((vision) => {
      document.documentElement.dataset['vision'] = vision;
      document.documentElement.dataset['mantineColorScheme'] = vision === 'light' ? 'light' : 'dark';
    }, theme);
    await page.screenshot({ path: test.info().outputPath(`${name}-${theme}.png`) });
    await expectAccessible(page, theme);
  }
}

test.describe('before anybody works here', () => {
  let served: ServedConsole;
  test.beforeAll(async () => {
    served = await ServedConsole.start();
  });
  test.afterAll(() => served?.close());

  test('first run, and both ways to begin', async ({ page }) => {
    await page.goto(served.url);
    const join = page.getByRole('button', { name: /Join your company/ });
    await expect(join).toBeVisible();
    await look(page, 'first-run', THEMES);
    await join.click();
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await look(page, 'join');
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('button', { name: /Start a new site here/ }).click();
    await page.getByRole('button', { name: 'Start this site' }).click();
    await look(page, 'found');
  });

  test('the first administrator of a site that has joined', async ({ page }) => {
    const company = await Company.start();
    const joined = await ServedConsole.start();
    try {
      await page.goto(joined.url);
      await page.getByRole('button', { name: /Join your company/ }).click();
      await page.getByLabel('Server address').fill((await company.link()).url);
      await page.getByLabel('One-time code').fill(await company.code('AUR'));
      await page.getByLabel('Name of this console').fill('Bridge');
      await page.getByRole('button', { name: 'Join', exact: true }).click();
      await expect(page.getByRole('button', { name: 'Create administrator' })).toBeVisible();
      await page.getByRole('button', { name: 'Create administrator' }).click();
      await look(page, 'administrator');
    } finally {
      await joined.close();
      await company.close();
    }
  });
});

test.describe('at work', () => {
  let served: ServedConsole;
  test.beforeAll(async () => {
    test.setTimeout(180_000);
    served = await ServedConsole.start();
    await workInside(served, ({ services }) => services.setup.loadDemonstration('AUR'));
  });
  test.afterAll(() => served?.close());

  const signInAs = (page: Page, name: string, at = '#/overview'): Promise<void> =>
    signIn(page, served.url, { name, passphrase: DEMONSTRATION_PASSPHRASE, by: 'Enter', at });

  test('a page that is not there, one that is not for everybody, and joining later', async ({
    page,
    browser,
  }) => {
    await signInAs(page, 'master.aurora', '#/no/such/page');
    await expect(page.getByText('There is no such page')).toBeVisible();
    await look(page, 'not-found');
    await page.goto(`${served.url}#/join`);
    await expect(page.getByLabel('Server address')).toBeVisible();
    await look(page, 'join-later');
    const crew = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
    await signInAs(crew, 'a.bautista', '#/store');
    await expect(crew.getByText('This is not open to you')).toBeVisible();
    await look(crew, 'forbidden');
    await crew.context().close();
  });

  test('the list of people with its filter and its columns', async ({ page }) => {
    await signInAs(page, 'master.aurora', '#/people');
    await page.getByRole('columnheader', { name: 'Role' }).getByRole('button').first().click();
    await expect(page).toHaveURL(/sort=role/);
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByLabel('Value for Name').fill('a');
    await look(page, 'people');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('menuitem', { name: /^CSV/ }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(page, 'people-export');
  });

  test('the palette, empty and with what was found', async ({ page }) => {
    await signInAs(page, 'master.aurora');
    await page.keyboard.press('Control+k');
    const search = page.getByRole('dialog').getByRole('textbox');
    await expect(search).toBeFocused();
    await look(page, 'palette', THEMES);
    await search.fill('fire');
    await expect(
      page
        .getByRole('dialog')
        .getByText(/AUR-INC/)
        .first(),
    ).toBeVisible();
    await look(page, 'palette-found');
  });

  test('every dialog of an incident, and the one for several', async ({ page }) => {
    test.setTimeout(360_000);
    await signInAs(page, 'master.aurora', '#/incidents');
    await page.locator('[data-row]').first().focus();
    await page.keyboard.press('Control+a');
    await page
      .getByRole('group', { name: 'What to do with the selected rows' })
      .getByRole('button', { name: 'Acknowledge' })
      .click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(page, 'bulk');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    const seen = new Set<string>();
    for (const state of ['open', 'done'] as const) {
      await page.goto(`${served.url}#/incidents?state=${state}`);
      await page.locator('[data-row]').first().click();
      const group = page.getByRole('group', { name: 'Actions' });
      await expect(group.getByRole('button').first()).toBeVisible();
      for (const name of await group.getByRole('button').allInnerTexts()) {
        if (seen.has(name)) continue;
        seen.add(name);
        await group.getByRole('button', { name, exact: true }).click();
        await expect(page.getByRole('dialog')).toBeVisible();
        await look(page, `action-${name.toLowerCase().replaceAll(' ', '-')}`);
        await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }
    }
    expect(seen.size).toBeGreaterThanOrEqual(7);
  });

  test('the camera, and a picture seen large', async ({ page }) => {
    // A picture that moves stands for the camera that this machine need not have.
    await page.addInitScript(() => {
      const stream = () => {
        const canvas = document.createElement('canvas');
        canvas.getContext('2d')?.fillRect(0, 0, 1, 1);
        return Promise.resolve(canvas.captureStream(5));
      };
      Object.defineProperty(navigator.mediaDevices, 'getUserMedia', { value: stream });
    });
    await signInAs(page, 'master.aurora', '#/incidents/new');
    await page.getByLabel('What happened').fill('Cracked hatch coaming');
    await page.getByRole('radio', { name: /Low/ }).check({ force: true });
    await page.getByRole('button', { name: 'Take a photo' }).click();
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Take', exact: true })).toBeEnabled();
    await look(page, 'camera');
    await page.keyboard.press('Escape');
    await page.locator('input[type=file]').first().setInputFiles(PHOTO);
    await expect(page.getByText('photo.png')).toBeVisible();
    await page.getByRole('button', { name: 'Report', exact: true }).click();
    await page.getByRole('button', { name: /^Open photo/ }).click();
    await expect(page.getByRole('dialog').getByAltText(/^photo/)).toBeVisible();
    await look(page, 'picture');
  });

  test('breaking the glass', async ({ page }) => {
    await signInAs(page, 'a.bautista');
    await chooseInPersonMenu(page, 'Sign-in and sessions');
    await page.getByRole('button', { name: 'Break the glass…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Break the glass' });
    await expect(dialog).toBeVisible();
    await dialog.getByRole('button', { name: 'Break the glass' }).click();
    await look(page, 'break-glass');
  });

  test('what stands in the way after a sign-in: a passphrase of one’s own, a second factor', async ({
    page,
    browser,
  }) => {
    await signInAs(page, 'master.aurora', '#/people/new');
    await page.getByLabel('Full name').fill('Nadia Rahman');
    await page.getByLabel('Sign-in name').fill('n.rahman');
    await page.getByLabel('Passphrase', { exact: true }).fill(DEMONSTRATION_PASSPHRASE);
    await page.getByLabel('Passphrase again').fill(DEMONSTRATION_PASSPHRASE);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Nadia Rahman', level: 1 })).toBeVisible();
    await page.getByRole('button', { name: 'Set a new passphrase' }).click();
    const dialog = page.getByRole('dialog');
    await look(page, 'set-passphrase');
    await dialog.getByLabel('Passphrase', { exact: true }).fill('for this one time');
    await dialog.getByLabel('Passphrase again').fill('for this one time');
    await dialog.getByRole('button', { name: 'Set a new passphrase' }).click();
    await expect(dialog).toHaveCount(0);

    const nadia = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
    await nadia.goto(served.url);
    await submitSignIn(nadia, { name: 'n.rahman', passphrase: 'for this one time', by: 'Enter' });
    await expect(nadia.getByRole('heading', { name: 'Choose a passphrase of your own' })).toBeVisible();
    await look(nadia, 'own-passphrase');
    await nadia.context().close();

    await page.goto(`${served.url}#/settings/sign-in`);
    await page.getByRole('checkbox', { name: 'Crew' }).check();
    await page.getByRole('button', { name: 'Save' }).last().click();
    const crew = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
    await crew.goto(served.url);
    await submitSignIn(crew, { name: 'a.bautista', passphrase: DEMONSTRATION_PASSPHRASE, by: 'Enter' });
    await expect(crew.getByRole('heading', { name: 'Set up a second factor' })).toBeVisible();
    await look(crew, 'second-factor');
    await crew.context().close();
  });
});

test.describe('beside the console', () => {
  const failure = {
    code: 'store-corrupt',
    message: 'The store of this console is damaged.',
    remedy: 'Choose a backup below.',
    copies: [
      {
        name: 'console-2026-03-01T03-10-00Z.sqlite',
        takenAt: '2026-03-01T03:10:00.000Z',
        sizeBytes: 4_096_000,
        kind: 'backup' as const,
        state: 'good' as const,
      },
      {
        name: 'console-2026-02-28T03-10-00Z.sqlite',
        takenAt: '2026-02-28T03:10:00.000Z',
        sizeBytes: 4_000_000,
        kind: 'before-upgrade' as const,
        state: 'unreadable' as const,
      },
    ],
  };
  const OWN_PAGES = {
    recovery: recoveryPageAt(RECOVERY_PATH, failure) ?? '',
    confirm: recoveryPageAt(`${RECOVERY_PATH}/confirm/${failure.copies[0]?.name}`, failure) ?? '',
    // Nothing can be done on it and nothing is lost when it asks for its newer state.
    work: workPage({ type: 'work', what: 'restore', done: 3, total: 10 }).replace(
      /<meta http-equiv[^>]*>/,
      '',
    ),
  };

  for (const [name, html] of Object.entries(OWN_PAGES)) {
    test(`main’s own page: ${name}`, async ({ page }) => {
      for (const theme of LIGHT_AND_DARK) {
        await page.emulateMedia({ colorScheme: theme });
        await page.setContent(
          html.replaceAll(THEME_PLACEHOLDER, theme).replaceAll(CSP_NONCE_PLACEHOLDER, 'test'),
        );
        await expect(page.getByRole('heading').first()).toBeVisible();
        await look(page, name, [theme]);
      }
    });
  }

  test('the page that proves a journal', async ({ page }) => {
    const file = test.info().outputPath('verify-journal.html');
    fs.writeFileSync(file, journalPage());
    for (const theme of LIGHT_AND_DARK) {
      await page.emulateMedia({ colorScheme: theme });
      await page.goto(`file://${file}`);
      await look(page, 'verify-journal', [theme]);
    }
  });
});
