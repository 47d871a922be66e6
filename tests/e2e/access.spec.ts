import { expect, type Locator, type Page, test } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { PASSPHRASE } from '../support/console-page.ts';
import { expectAccessible, expectNightColours, THEMES, wearFromStart } from '../support/page-look.ts';
import { ServedConsole } from '../support/served-console.ts';
import { signIn } from '../support/sign-in.ts';
import { foundAurora, workInside } from '../support/work-inside.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

let served: ServedConsole;

test.beforeAll(async () => {
  served = await ServedConsole.start();
  await workInside(served, foundAurora);
});
test.afterAll(async () => {
  await served?.close();
});

async function signInAs(page: Page, name: string): Promise<void> {
  await signIn(page, served.url, { name });
  await expect(page.getByRole('link', { name: 'People', exact: true })).toBeVisible();
}

const panel = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true }).first();

async function openPerson(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await page.getByRole('row', { name }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

async function policyPage(page: Page): Promise<void> {
  await page.goto(`${served.url}#/settings/sign-in`);
  await expect(page.getByRole('heading', { name: 'Sign-in policy', level: 1 })).toBeVisible();
}

/** At the page that stands in the way until it is done. */
async function setUpFactor(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Set up a second factor' })).toBeVisible();
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
  const key = ((await page.getByText(/^Key:/).textContent()) ?? '').replace(/^Key:|\s/g, '');
  const form = { algorithm: 'SHA1', digits: 6, period: 30, secret: Secret.fromBase32(key) };
  await page.getByLabel('Code from your authenticator app').fill(TOTP.generate(form));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByRole('listitem')).toHaveCount(10);
  await page.getByRole('button', { name: 'I have written them down' }).click();
}

async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
}

test('an administrator adds somebody', async ({ page }) => {
  await signInAs(page, 'admin');
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByLabel('Full name').fill('Tom Hale');
  await page.getByLabel('Sign-in name').fill('t.hale');
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel('Passphrase again').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Tom Hale', level: 1 })).toBeVisible();
  await expect(panel(page, 'Person')).toContainText('Their own site');
  await expect(panel(page, 'Person')).toContainText('Not at this console');
  await expect(panel(page, 'Changes')).toContainText('Added Tom Hale');
});

test('why not is told rule by rule, and a grant with a reason changes the answer', async ({ page }) => {
  await signInAs(page, 'admin');
  await openPerson(page, 'Tom Hale');
  await choose(page, 'Command or feature', /^Close incidents/);
  const why = panel(page, 'Why may they, why not');
  await expect(why).toContainText(
    'Not allowed. Neither the role Crew nor the job Crew includes "Close incidents", and nobody granted it to Tom Hale.',
  );
  await expect(why.getByRole('list').getByRole('listitem')).toHaveCount(6);
  await panel(page, 'Rights')
    .getByRole('button', { name: 'Change "Close incidents" for this person' })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Grant', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Fill this in.')).toBeVisible();
  await dialog.getByLabel('Reason').fill('Stands in for the mate.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(why).toContainText('Allowed. "Close incidents" was granted to Tom Hale personally.');
  await expect(panel(page, 'Rights').getByRole('row', { name: /^Close incidents/ })).toContainText(
    'Stands in for the mate.',
  );
  await page.screenshot({ path: test.info().outputPath('person.png') });
});

test('somebody is deactivated after a confirmation with a reason, and comes back', async ({ page }) => {
  await signInAs(page, 'admin');
  await openPerson(page, 'Tom Hale');
  await page.getByRole('button', { name: 'Deactivate' }).click();
  const dialog = page.getByRole('dialog', { name: 'Deactivate Tom Hale?' });
  await expect(dialog).toContainText('They are signed out');
  await dialog.getByLabel('Reason').fill('On leave.');
  await dialog.getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.locator('main header', { hasText: 'Tom Hale' })).toContainText('Deactivated');
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await expect(page.getByRole('row', { name: 'Tom Hale' })).toHaveCount(0);
  await page.getByRole('switch', { name: 'Show deactivated people' }).click();
  await expect(page.getByRole('row', { name: 'Tom Hale' })).toContainText('Deactivated');
  await page.getByRole('row', { name: 'Tom Hale' }).click();
  await page.getByRole('button', { name: 'Reactivate' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('Back.');
  await page.getByRole('dialog').getByRole('button', { name: 'Reactivate' }).click();
  await expect(page.getByRole('button', { name: 'Deactivate' })).toBeVisible();
});

test('somebody without the right sees people and reasons, and can change nothing', async ({ page }) => {
  await signInAs(page, 't.hale');
  await openPerson(page, 'Ines Duarte');
  await expect(page.getByRole('button', { name: 'Rename' })).toHaveCount(0);
  await expect(panel(page, 'Rights').getByRole('button')).toHaveCount(0);
  await choose(page, 'Command or feature', /^Manage people/);
  await expect(panel(page, 'Why may they, why not')).toContainText('Allowed. The role');
});

test('a second factor is asked of a role, set up, and taken away again with a reason', async ({
  page,
  browser,
}) => {
  await signInAs(page, 'admin');
  const tom = await (await browser.newContext()).newPage();
  await signInAs(tom, 't.hale');
  await policyPage(page);
  await expect(page.getByText('Nobody has to set one up.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Crew' }).check();
  await expect(page.getByText('1 person has to set one up')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).last().click();
  const toast = page.getByRole('alert').filter({ hasText: 'Saved' });
  await expect(toast.getByRole('button', { name: 'Close' })).toBeVisible();

  await setUpFactor(tom);
  await expect(tom.getByRole('button', { name: /^Signed in as/ })).toBeVisible();
  await openPerson(page, 'Tom Hale');
  await page.getByRole('button', { name: 'Reset second factor' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reset the second factor of Tom Hale?' });
  await dialog.getByRole('button', { name: 'Reset second factor' }).click();
  await expect(dialog.getByText('Fill this in.')).toBeVisible();
  await dialog.getByLabel('Reason').fill('The telephone fell overboard.');
  await dialog.getByRole('button', { name: 'Reset second factor' }).click();
  await expect(page.getByRole('button', { name: 'Reset second factor' })).toHaveCount(0);
  await expect(tom.getByRole('heading', { name: 'Set up a second factor' })).toBeVisible();

  await policyPage(page);
  await page.getByRole('checkbox', { name: 'Crew' }).uncheck();
  await page.getByRole('button', { name: 'Save' }).last().click();
  await expect(tom.getByRole('button', { name: /^Signed in as/ })).toBeVisible();
  await tom.context().close();
});

test('a new passphrase signs its owner out at once, and nobody waits for wrong ones', async ({
  page,
  browser,
}) => {
  await signInAs(page, 'admin');
  const tom = await (await browser.newContext()).newPage();
  await signInAs(tom, 't.hale');
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(served.url);
  await elsewhere.getByLabel('Sign-in name').fill('t.hale');
  const wait = elsewhere.getByRole('alert').filter({ hasText: /Too many wrong|Wait \d+ s/ });
  await expect(async () => {
    await elsewhere.getByLabel('Passphrase', { exact: true }).fill('forgotten');
    await elsewhere.keyboard.press('Enter');
    await expect(wait).toBeVisible({ timeout: 1_000 });
  }).toPass();

  await openPerson(page, 'Tom Hale');
  await page.getByRole('button', { name: 'Set a new passphrase' }).click();
  const dialog = page.getByRole('dialog', { name: 'A new passphrase for Tom Hale' });
  await dialog.getByLabel('Passphrase', { exact: true }).fill('for this one time');
  await dialog.getByLabel('Passphrase again').fill('for this one time');
  await dialog.getByRole('button', { name: 'Set a new passphrase' }).click();
  await expect(dialog).toHaveCount(0);

  await expect(tom.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await elsewhere.getByLabel('Passphrase', { exact: true }).fill('for this one time');
  await elsewhere.keyboard.press('Enter');
  await expect(elsewhere.getByRole('heading', { name: 'Choose a passphrase of your own' })).toBeVisible();
  await Promise.all([tom.context().close(), elsewhere.context().close()]);
});

test('a duty person whom no alarm would reach is marked in the list and on their page', async ({ page }) => {
  await signInAs(page, 'admin');
  await openPerson(page, 'Tom Hale');
  await expect(page.getByText('Can’t be reached')).toHaveCount(0);
  await page.getByRole('button', { name: 'Change role or job' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Job' }).click();
  await page.getByRole('option', { name: 'Safety officer' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(panel(page, 'Person')).toContainText('Can’t be reached');
  await expect(page.getByRole('status').filter({ hasText: 'Tom Hale is called when' })).toBeVisible();
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await expect(page.getByRole('row', { name: 'Tom Hale' })).toContainText('Can’t be reached');
  await page.getByRole('link', { name: 'Who can be reached' }).click();
  await expect(page.getByRole('row', { name: 'Tom Hale' })).toBeVisible();
});

for (const theme of THEMES) {
  test(`people, person and roles in the ${theme} theme pass axe`, async ({ page, context }, info) => {
    await wearFromStart(page, theme);
    await page.setViewportSize({ width: 1280, height: 800 });
    await signInAs(page, 'admin');
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await expect(page.getByRole('row', { name: 'Tom Hale' })).toBeVisible();
    await page.screenshot({ path: info.outputPath(`people-${theme}.png`) });
    await expectAccessible(page, theme);
    await openPerson(page, 'Tom Hale');
    await choose(page, 'Command or feature', /^Look after the store/);
    await expect(panel(page, 'Why may they, why not')).toContainText('Not allowed.');
    const person = await page.screenshot({ path: info.outputPath(`person-${theme}.png`) });
    await expectAccessible(page, theme);
    await page.getByRole('link', { name: 'Roles', exact: true }).click();
    await expect(page.getByRole('columnheader', { name: 'Coordinator' })).toBeVisible();
    await page.screenshot({ path: info.outputPath(`roles-${theme}.png`) });
    await expectAccessible(page, theme);
    await page.getByRole('radiogroup').getByText('Jobs', { exact: true }).click();
    await expect(page.getByRole('columnheader', { name: 'Customs broker' })).toBeVisible();
    await page.screenshot({ path: info.outputPath(`jobs-${theme}.png`) });
    await policyPage(page);
    await expect(page.getByRole('checkbox', { name: 'Crew' })).toBeVisible();
    await page.screenshot({ path: info.outputPath(`policy-${theme}.png`) });
    await expectAccessible(page, theme);
    await page.goto(`${served.url}#/people/new`);
    await expect(page.getByRole('heading', { name: 'Add a person' })).toBeVisible();
    await page.screenshot({ path: info.outputPath(`add-${theme}.png`) });
    await expectAccessible(page, theme);
    if (theme === 'night') await expectNightColours(context, person);
  });
}
