import { expect, type Locator, type Page, test } from '@playwright/test';
import { DEMONSTRATION_PASSPHRASE } from '#shared/demo/company.ts';
import { expectAccessible, expectNightColours, THEMES, wearFromStart } from '../support/page-look.ts';
import { ServedConsole } from '../support/served-console.ts';
import { submitSignIn } from '../support/sign-in.ts';

test.describe.configure({ mode: 'serial', timeout: 90_000 });

let served: ServedConsole;
test.beforeAll(async () => {
  served = await ServedConsole.start();
});
test.afterAll(() => served?.close());

/** The first one finds a console that has nothing yet, and takes the demonstration. */
async function signInAs(page: Page, name: string, at = '#/incidents'): Promise<void> {
  await page.goto(served.url);
  const demonstration = page.getByRole('button', { name: /Explore with the demonstration fleet/ });
  await demonstration.or(page.getByLabel('Sign-in name')).waitFor();
  if (await demonstration.isVisible()) await demonstration.click();
  await submitSignIn(page, { name, passphrase: DEMONSTRATION_PASSPHRASE });
  await expect(page.getByRole('navigation')).toBeVisible();
  await page.goto(`${served.url}${at}`);
}

const rows = (page: Page): Locator => page.locator('[data-row]');
const titles = (page: Page): Promise<string[]> => page.getByRole('columnheader').allInnerTexts();

test('columns are chosen, moved and widened, and stay so', async ({ page }) => {
  await signInAs(page, 'master.aurora');
  await expect(rows(page).first()).toBeVisible();
  await page.getByRole('button', { name: 'Columns' }).click();
  const menu = page.getByRole('dialog', { name: 'Columns' });
  await menu.getByRole('checkbox', { name: 'Level' }).uncheck();
  await menu.getByRole('checkbox', { name: 'Place' }).check();
  await menu.getByRole('button', { name: 'Move Title to the left' }).click();
  await page.keyboard.press('Escape');
  const chosen = ['', 'Severity', 'Title', 'Number', 'Deadline', 'Stage', 'Reported', 'Place'];
  await expect.poll(() => titles(page)).toEqual(chosen);

  const number = page.getByRole('columnheader', { name: 'Number' });
  const before = (await number.boundingBox())?.width ?? 0;
  await number.getByRole('button').focus();
  await page.keyboard.press('Alt+Shift+ArrowRight');
  await expect
    .poll(async () => Math.round((await number.boundingBox())?.width ?? 0))
    .toBe(Math.round(before) + 16);
  await page.keyboard.press('Alt+ArrowLeft');
  await page.reload();
  await expect.poll(() => titles(page)).toEqual(['', 'Severity', 'Number', 'Title', ...chosen.slice(4)]);
});

test('who asked for less motion sees nothing half-way, not even for a frame', async ({ page }) => {
  await signInAs(page, 'master.aurora');
  await expect(rows(page).first()).toBeVisible();
  const moving = await page.evaluate(() => {
    const heads = [...document.querySelectorAll<HTMLElement>('[role="row"], [role="columnheader"], button')];
    for (const head of heads) head.getBoundingClientRect();
    for (const head of heads) head.style.paddingLeft = '21px';
    return heads.filter((head) => getComputedStyle(head).paddingLeft !== '21px').length;
  });
  expect(moving).toBe(0);
});

test('a filter is put together, survives the address, and is kept as a shared view', async ({ page }) => {
  await signInAs(page, 'master.aurora', '#/incidents?state=all');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByLabel('Value for What happened').fill("fire' OR 1=1 --");
  await expect(page.getByText('No incident matches')).toBeVisible();
  await page.getByLabel('Value for What happened').fill('FIRE');
  await expect(page.getByText(/^\d+ incidents$/)).toBeVisible();
  const fires = await page.getByText(/^\d+ incidents$/).innerText();
  await page.getByRole('button', { name: 'Add condition' }).click();
  await page.getByRole('combobox', { name: 'Field' }).last().click();
  await page.getByRole('option', { name: 'Severity' }).click();
  await page.getByRole('combobox', { name: 'Value for Severity' }).click();
  await page.getByRole('option', { name: 'High' }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/high/);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Filter: 2 conditions' })).toBeVisible();
  const counted = page.getByText(/^\d+ incidents?$/);
  await expect(counted).not.toHaveText(fires);
  const narrowed = await counted.innerText();

  await page.getByRole('button', { name: 'All rows' }).click();
  await page.getByRole('menuitem', { name: /Save as a new view/ }).click();
  await page.getByLabel('Name', { exact: true }).fill('High fires');
  await page.getByRole('checkbox', { name: /Share with everybody/ }).check();
  await page.getByRole('button', { name: 'Save view' }).click();
  await expect(page.getByRole('button', { name: 'High fires' })).toBeVisible();

  const other = await page.context().browser()?.newPage();
  if (other === undefined) throw new Error('no browser');
  await signInAs(other, 'safety.aurora');
  await other.getByRole('button', { name: 'All rows' }).click();
  await other.getByRole('menuitem', { name: /High fires/ }).click();
  await expect(other.getByText(narrowed, { exact: true })).toBeVisible();
  await expect(other.getByRole('button', { name: 'Filter: 2 conditions' })).toBeVisible();
  await other.close();
});

test('rows are selected by keyboard and acknowledged together, each with its outcome', async ({ page }) => {
  await signInAs(page, 'master.aurora');
  await rows(page).first().focus();
  await page.keyboard.press('Control+a');
  const selected = page.getByRole('group', { name: 'What to do with the selected rows' });
  await expect(selected).toContainText('4 rows selected');
  await page.keyboard.press('Escape');
  await expect(selected).toBeHidden();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(selected).toContainText('2 rows selected');
  await selected.getByRole('button', { name: 'Acknowledge' }).click();
  const dialog = page.getByRole('dialog', { name: /Acknowledge 1 incident/ });
  await expect(dialog).toContainText('One other selected row is left out');
  await dialog.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(dialog.getByRole('status')).toContainText('1 of 1 done');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(selected).toBeHidden();
});

test('a comment calls somebody by name, by keyboard alone', async ({ page }) => {
  await signInAs(page, 'master.aurora');
  await rows(page).first().click();
  const comment = page.getByRole('textbox', { name: 'Comment' });
  await comment.pressSequentially('Sound it again, @ioa');
  await expect(page.getByRole('option', { name: /Ioanna Papadaki/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await comment.pressSequentially('please.');
  await expect(comment).toHaveValue('Sound it again, @Ioanna Papadaki please.');
  await page.getByRole('button', { name: 'Add comment' }).click();
  await expect(page.getByRole('list', { name: 'Timeline' }).locator('strong')).toHaveText('@Ioanna Papadaki');
});

test('charts are read by keyboard, and as a table', async ({ page }) => {
  await signInAs(page, 'master.aurora', '#/overview?period=month');
  const chart = page.getByRole('figure', { name: 'Reported, by severity' });
  await chart.locator('[data-category="0"]').focus();
  await page.keyboard.press('End');
  await expect(chart.locator('[data-category="11"]')).toBeFocused();
  await expect(chart.locator('[data-category="11"]')).toHaveAttribute('aria-label', /Critical \d+, High \d+/);
  await chart.getByText('Table', { exact: true }).click();
  await expect(chart.getByRole('row')).toHaveCount(13);
});

test('the palette offers what was opened last, and keys beside the commands', async ({ page }) => {
  await signInAs(page, 'master.aurora');
  const name = (await rows(page).first().getAttribute('aria-label')) ?? '';
  await rows(page).first().click();
  await expect(page.getByRole('textbox', { name: 'Comment' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.locator('main').press('Control+k');
  const number = name.split(' ')[0] ?? '';
  await expect(page.getByRole('dialog').getByText(number).first()).toBeVisible();
  await page.keyboard.type('preferences');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Preferences' })).toBeVisible();
});

test('a person begins where they chose to', async ({ page }) => {
  await signInAs(page, 'master.aurora', '#/preferences');
  await page.getByRole('combobox', { name: 'After sign-in, open' }).click();
  await page.getByRole('option', { name: 'Watch', exact: true }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.context().clearCookies();
  await page.goto('about:blank');
  await page.goto(served.url);
  await submitSignIn(page, {
    name: 'master.aurora',
    passphrase: DEMONSTRATION_PASSPHRASE,
    by: 'Enter',
  });
  await expect(page.getByRole('heading', { name: 'On watch' })).toBeVisible();
  await page.goto(`${served.url}#/preferences`);
  await page.getByRole('combobox', { name: 'After sign-in, open' }).click();
  await page.getByRole('option', { name: 'Overview', exact: true }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
});

test('a person reads times in their own zone and style', async ({ page }) => {
  await signInAs(page, 'master.aurora', '#/preferences');
  await page.getByRole('combobox', { name: 'Dates' }).click();
  await page.getByRole('option', { name: '2026-11-21' }).click();
  await page.getByRole('combobox', { name: 'Times are shown in' }).click();
  await page.getByRole('option', { name: 'a time zone of my own' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Choose a time zone.')).toBeVisible();
  await page.getByRole('combobox', { name: 'My time zone' }).fill('Tokyo');
  await page.getByRole('option', { name: 'Asia/Tokyo' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.goto(`${served.url}#/incidents`);
  await expect(rows(page).first().locator('time')).toHaveAttribute(
    'title',
    /^\d{4}-\d\d-\d\d \d\d:\d\d \(Asia\/Tokyo\)$/,
  );
});

test('a list is printed as far as it is loaded, on white paper, without what is only for working with', async ({
  page,
}) => {
  await wearFromStart(page, 'night');
  await signInAs(page, 'master.aurora', '#/incidents?state=all');
  await expect(rows(page).first()).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation')).toBeHidden();
  await expect(page.locator('table tbody tr')).toHaveCount(100);
  await expect(page.locator('body')).toHaveCSS('color', 'rgb(23, 33, 43)');
});

test('a camera that is refused is said so, with what to do', async ({ page }) => {
  await signInAs(page, 'master.aurora');
  await rows(page).first().click();
  await page.getByRole('button', { name: 'Take a photo' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText(/camera/);
});

for (const theme of THEMES) {
  test(`every screen of the shell is open to everybody in the ${theme} theme`, async ({ page, context }) => {
    // Six screens, each read by axe from end to end.
    test.setTimeout(240_000);
    await wearFromStart(page, theme);
    await signInAs(page, 'master.aurora', '#/incidents?state=all');
    await expect(rows(page).first()).toBeVisible();
    await page.getByRole('button', { name: /^Filter/ }).click();
    await rows(page).nth(1).focus();
    await look('list', page);
    await page.getByRole('button', { name: 'Columns' }).click();
    await look('columns', page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await look('keys', page);
    await page.keyboard.press('Escape');
    for (const [name, heading] of [
      ['overview', 'Overview'],
      ['sites', 'Sites'],
      ['preferences', 'Preferences'],
    ] as const) {
      await page.goto(`${served.url}#/${name}`);
      await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
      await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0);
      await look(name, page);
    }

    async function look(name: string, shown: Page): Promise<void> {
      await expectAccessible(shown, theme);
      const picture = await shown.screenshot({ path: test.info().outputPath(`${name}.png`) });
      if (theme === 'night') await expectNightColours(context, picture);
    }
  });
}
