import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { DEMONSTRATION_PASSPHRASE } from '../../shared/demo/company.ts';
import { brightestChannels } from '../support/pixels.ts';
import { ServedConsole } from '../support/served-console.ts';
import { signIn, submitSignIn } from '../support/sign-in.ts';
import { expectAccessible, THEMES, type Theme, wearFromStart } from '../support/page-look.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

let served: ServedConsole;
test.beforeAll(async () => {
  served = await ServedConsole.start();
});
test.afterAll(async () => {
  await served?.close();
});

const MASTER = { name: 'master.aurora', passphrase: DEMONSTRATION_PASSPHRASE };

test('a new console shows three ways to begin; the demonstration is one click and a sign-in away', async ({
  page,
}) => {
  await page.goto(served.url);
  await expect(page.getByRole('heading', { name: 'Set up this console' })).toBeVisible();
  await expect(page.getByRole('button', { name: /Join your company/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /Start a new site here/ })).toBeVisible();
  await page.getByRole('button', { name: /Explore with the demonstration fleet/ }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible({ timeout: 30_000 });
  await submitSignIn(page, MASTER);
  await page
    .getByRole('link', { name: /^Incidents/ })
    .first()
    .click();
  await expect(page.getByText(/AUR-INC-\d{4}-\d{4}/).first()).toBeVisible();
});

test('a wrong passphrase is refused, then made to wait', async ({ page }) => {
  const refused = page.getByText('Name and passphrase do not match.').first();
  const waits = page.getByText(/Too many wrong passphrases/);
  // The waiting grows with each failure; who types slowly needs more of them to run into it.
  for (let wrong = 0; wrong < 10 && !(await waits.isVisible()); wrong += 1) {
    await page.goto(served.url);
    await submitSignIn(page, { name: 'safety.aurora', passphrase: 'not the passphrase' });
    await expect(refused.or(waits).first()).toBeVisible();
  }
  await expect(waits).toBeVisible();
  await expect(page.getByText(/Wait \d+ s/)).toBeVisible();
});

test('bad input is named at its field, a program called photo.jpg and a film are refused, and nothing is lost', async ({
  page,
}, info) => {
  await signIn(page, served.url, MASTER);
  await page.getByRole('link', { name: 'Report incident' }).click();
  await page.getByRole('button', { name: 'Report', exact: true }).click();
  await expect(page.getByText('Fill this in.').first()).toBeVisible();
  await page.getByLabel('What happened').fill('Mooring line parted');

  const program = info.outputPath('photo.jpg');
  writeFileSync(program, 'MZ this is a program, whatever it is called');
  await page.locator('input[type=file]').setInputFiles(program);
  await expect(page.getByText(/JPEG, PNG, WebP/i).last()).toBeVisible();
  const film = info.outputPath('film.png');
  writeFileSync(film, Buffer.alloc(21 * 1024 * 1024));
  await page.locator('input[type=file]').setInputFiles(film);
  await expect(page.getByText(/20 MB/).last()).toBeVisible();
  await expect(page.getByLabel('What happened')).toHaveValue('Mooring line parted');
});

test('what was typed outlives the engine, a reload and a sign-out', async ({ page }) => {
  await signIn(page, served.url, MASTER);
  await page.getByRole('link', { name: 'Report incident' }).click();
  await page.getByLabel('What happened').fill('Gangway net torn');
  await served.kill();
  await expect(page.getByText('What you saved is safe.')).toBeVisible({ timeout: 30_000 });
  await served.startAgain();
  await expect(page.getByText('What you saved is safe.')).toBeHidden({ timeout: 30_000 });
  await page.reload();
  await expect(page.getByLabel('What happened')).toHaveValue('Gangway net torn');
  await page.getByRole('radio', { name: /Low/ }).check({ force: true });
  await page.getByRole('button', { name: 'Report', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Gangway net torn' })).toBeVisible();
});

test('crew see an incident without the buttons for what only officers may do', async ({ page }) => {
  const actions = page.getByRole('group', { name: 'Actions' });
  await signIn(page, served.url, MASTER);
  await page
    .getByRole('link', { name: /^Incidents/ })
    .first()
    .click();
  await page.getByText('Gangway net torn').first().click();
  await expect(actions.getByRole('button', { name: 'Resolve' })).toBeVisible();
  const address = page.url();
  await page.getByRole('button', { name: /Magnus Lindqvist/ }).click();
  await page.getByRole('menuitem', { name: /Sign out/ }).click();
  await submitSignIn(page, { name: 'a.bautista', passphrase: DEMONSTRATION_PASSPHRASE });
  await page.goto(address);
  await expect(page.getByRole('heading', { name: 'Gangway net torn' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add comment' })).toBeVisible();
  await expect(actions).toHaveCount(0);
  await page.goto(`${served.url}#/incidents?state=all&reporter=me`);
  await expect(page.getByRole('checkbox', { name: 'Reported by me' })).toBeChecked();
  await expect(page.getByText('Gangway net torn')).toHaveCount(0);
});

const PAGES = [
  ['overview', '#/overview'],
  ['list', '#/incidents'],
  ['report', '#/incidents/new'],
  ['people', '#/people'],
  ['attention', '#/attention'],
] as const;

for (const theme of THEMES) {
  test(`every page in the ${theme} theme is accessible, breaks no rule of the policy, and keeps its colours`, async ({
    page,
    context,
  }, info) => {
    const broken: string[] = [];
    page.on('console', (message) => message.type() === 'error' && broken.push(message.text()));
    page.on('pageerror', (error) => broken.push(error.message));
    await wearFromStart(page, theme);
    await page.goto(served.url);
    await look(page, theme, 'sign-in');
    await submitSignIn(page, MASTER);
    await expect(page.getByRole('navigation')).toBeVisible();
    for (const [name, hash] of PAGES) {
      await page.goto(`${served.url}${hash}`);
      await expect(page.getByRole('main')).toBeVisible();
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
      // Rows are there as soon as their number is: not with the next change of status.
      if (name === 'list') await expect(page.getByRole('row').nth(1)).toBeVisible({ timeout: 2_000 });
      await look(page, theme, name);
    }
    await page.goto(`${served.url}#/incidents`);
    await page
      .getByText(/AUR-INC-\d{4}-\d{4}/)
      .first()
      .click();
    await expect(page.getByRole('list', { name: 'Timeline' })).toBeVisible();
    await look(page, theme, 'detail');
    expect(broken).toEqual([]);

    async function look(on: Page, as: Theme, name: string): Promise<void> {
      const screenshot = await on.screenshot({ path: path.join(info.outputDir, `${name}-${as}.png`) });
      await expectAccessible(on, as);
      if (as !== 'night') return;
      const { red, green, blue } = await brightestChannels(context, screenshot);
      expect.soft({ name, green: green > 8, blue: blue > 8 }).toEqual({ name, green: false, blue: false });
      expect.soft(red).toBeGreaterThan(100);
    }
  });
}
