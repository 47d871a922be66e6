import { expect, type Locator, type Page, test } from '@playwright/test';
import { DEMONSTRATION_PASSPHRASE } from '#shared/demo/company.ts';
import { Secret, TOTP } from 'otpauth';
import { expectAccessible, expectNightColours, THEMES, wearFromStart } from '../support/page-look.ts';
import { chooseInPersonMenu } from '../support/console-page.ts';
import { ServedConsole } from '../support/served-console.ts';
import { submitSignIn } from '../support/sign-in.ts';
import { workInside } from '../support/work-inside.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

let served: ServedConsole;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  served = await ServedConsole.start();
  await workInside(served, ({ services }) => services.setup.loadDemonstration('AUR'));
});
test.afterAll(async () => {
  await served?.close();
});

async function signInAs(page: Page, name: string): Promise<void> {
  await submitSignIn(page, { name, passphrase: DEMONSTRATION_PASSPHRASE, by: 'Enter' });
  await expect(page.getByRole('navigation').first()).toBeVisible();
}

/** Those whom the sign-in page offers, the last one first. */
const recent = (page: Page): Locator =>
  page.getByRole('region', { name: 'Worked here lately' }).getByRole('button');

test('a sign-in outlives a reload and a host that was killed, under a cookie of its own', async ({
  page,
  context,
}) => {
  await page.goto(served.url);
  const [before] = await context.cookies();
  await signInAs(page, 'master.aurora');
  const [after] = await context.cookies();
  expect(after?.value).not.toBe(before?.value);
  await page.reload();
  await expect(page.getByRole('button', { name: /^Signed in as/ })).toBeVisible();
  await served.kill();
  await served.startAgain();
  await page.reload();
  await expect(page.getByRole('button', { name: /^Signed in as/ })).toBeVisible();
});

test('locks by hand, shows alarms without details, and keeps what was typed', async ({ page }) => {
  await page.goto(served.url);
  await signInAs(page, 'master.aurora');
  await page.goto(`${served.url}#/incidents/new`);
  await page.getByLabel(/What happened/).fill('Smoke from the');
  await chooseInPersonMenu(page, 'Lock now');
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Alarms' })).toContainText(/escalated|overdue/);
  await expect(page.getByText('Smoke from the')).toHaveCount(0);
  await expect(page.getByLabel('Passphrase', { exact: true })).toBeFocused();
  await page.keyboard.type('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'This is not your passphrase.' })).toBeVisible();
  await page.getByLabel('Passphrase', { exact: true }).fill(DEMONSTRATION_PASSPHRASE);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel(/What happened/)).toHaveValue('Smoke from the');
});

test('a watch change: one is parked, another takes over, each with their own drafts', async ({ page }) => {
  await page.goto(served.url);
  await signInAs(page, 'master.aurora');
  await page.goto(`${served.url}#/incidents/new`);
  await page.getByLabel(/What happened/).fill('Typed by the master');
  await chooseInPersonMenu(page, 'Hand over to somebody else');
  await signInAs(page, 'safety.aurora');
  await page.goto(`${served.url}#/incidents/new`);
  await expect(page.getByLabel(/What happened/)).toHaveValue('');
  await chooseInPersonMenu(page, 'Hand over to somebody else');
  await recent(page).last().press('Enter');
  await page.getByLabel('Passphrase', { exact: true }).fill(DEMONSTRATION_PASSPHRASE);
  await page.keyboard.press('Enter');
  await page.goto(`${served.url}#/incidents/new`);
  await expect(page.getByLabel(/What happened/)).toHaveValue('Typed by the master');
});

test('a second factor is set up and asked for, and its recovery codes are shown once', async ({ page }) => {
  await page.goto(served.url);
  await signInAs(page, 'safety.aurora');
  await chooseInPersonMenu(page, 'Sign-in and sessions');
  const panel = page.getByRole('region', { name: 'Second factor' });
  await panel.getByRole('button', { name: 'Set up an authenticator app' }).click();
  await panel.getByLabel('Passphrase', { exact: true }).fill(DEMONSTRATION_PASSPHRASE);
  await panel.getByRole('button', { name: 'Set up an authenticator app' }).click();
  await expect(panel.getByRole('img', { name: /Code to scan/ })).toBeVisible();
  const key = ((await panel.getByText(/^Key:/).textContent()) ?? '').replace(/^Key:|\s/g, '');
  const form = { algorithm: 'SHA1', digits: 6, period: 30, secret: Secret.fromBase32(key) };
  await page.screenshot({ path: test.info().outputPath('second-factor.png'), fullPage: true });
  await panel.getByLabel('Code from your authenticator app').fill(TOTP.generate(form));
  await panel.getByRole('button', { name: 'Confirm' }).click();
  await expect(panel.getByRole('listitem')).toHaveCount(10);
  const recovery = (await panel.getByRole('listitem').first().textContent()) ?? '';
  await panel.getByRole('button', { name: 'I have written them down' }).click();
  await chooseInPersonMenu(page, 'Sign out');
  await recent(page).first().click();
  await page.getByLabel('Passphrase', { exact: true }).fill(DEMONSTRATION_PASSPHRASE);
  await page.keyboard.press('Enter');
  await page.getByLabel('Code from your authenticator app').fill(recovery);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Signed in as/ })).toBeVisible();
});

test('broken glass is loud while it lasts, and ends at a press', async ({ page }) => {
  await page.goto(served.url);
  await signInAs(page, 'a.bautista');
  await chooseInPersonMenu(page, 'Sign-in and sessions');
  await page.getByRole('button', { name: 'Break the glass…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Break the glass' });
  await expect(dialog).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('break-glass.png') });
  await dialog.getByLabel('What you need to do').first().click();
  await page.getByRole('option').first().click();
  await dialog.getByLabel('Why it cannot wait').fill('too short');
  await dialog.getByRole('button', { name: 'Break the glass' }).click();
  await expect(dialog.getByText('At least 10 characters.').last()).toBeVisible();
  await dialog.getByLabel('Why it cannot wait').fill('The chief officer is ashore and the line is dead.');
  await dialog.getByRole('button', { name: 'Break the glass' }).click();
  const banner = page.getByRole('alert').filter({ hasText: 'Glass broken' });
  await expect(banner).toContainText('The chief officer is ashore');
  await page.screenshot({ path: test.info().outputPath('broken-glass.png') });
  await banner.getByRole('button', { name: 'End now' }).press('Enter');
  await expect(page.getByText('Glass broken')).toHaveCount(0);
});

for (const theme of THEMES) {
  test(`is readable and reachable in the ${theme} theme`, async ({ page, context }) => {
    await wearFromStart(page, theme);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(served.url);
    await signInAs(page, 'master.aurora');
    await chooseInPersonMenu(page, 'Sign-in and sessions');
    await expect(page.getByRole('region', { name: 'Where you are signed in' })).toContainText('this one');
    const shots: Buffer[] = [];
    const look = async (name: string) => {
      await expectAccessible(page, theme);
      shots.push(
        await page.screenshot({ path: test.info().outputPath(`${name}-${theme}.png`), fullPage: true }),
      );
    };
    await look('own-page');
    await chooseInPersonMenu(page, 'Lock now');
    await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
    await look('locked');
    await page.getByRole('button', { name: 'Somebody else takes over' }).click();
    await expect(recent(page).first()).toBeVisible();
    await look('who-is-it');
    if (theme === 'night') for (const shot of shots) await expectNightColours(context, shot);
  });
}
