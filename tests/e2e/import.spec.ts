import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, expectNightColours, THEMES, wearFromStart } from '../support/page-look.ts';
import { ServedConsole } from '../support/served-console.ts';
import { signIn } from '../support/sign-in.ts';
import { foundAurora, workInside } from '../support/work-inside.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

const HEAD = 'Name;Sign-in name;Role;Job';
let served: ServedConsole;

test.beforeAll(async () => {
  served = await ServedConsole.start();
  await workInside(served, foundAurora);
});
test.afterAll(async () => {
  await served?.close();
});

async function openImport(page: Page): Promise<void> {
  await signIn(page, served.url);
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Import people' })).toBeVisible();
}

async function choose(page: Page, lines: readonly string[]): Promise<void> {
  const buffer = Buffer.from([HEAD, ...lines].join('\r\n'));
  await page.locator('input[type=file]').setInputFiles({ name: 'crew.csv', mimeType: 'text/csv', buffer });
}

test('ten thousand wrong lines are all reported, page by page and as a file, and nothing is applied', async ({
  page,
}) => {
  await openImport(page);
  await choose(
    page,
    Array.from({ length: 10_000 }, (_, index) => `=cmd|${index};p.${index};Captain;Crew`),
  );
  await expect(page.getByText(/^10.?000 lines are wrong and would be left out/)).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText(/^1 to 50 of 10.?000$/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Import \d/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Later' }).click();
  await expect(page.getByRole('cell', { name: '52', exact: true })).toBeVisible();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the list as CSV' }).click();
  const parts: Buffer[] = [];
  for await (const part of await (await saving).createReadStream()) parts.push(Buffer.from(part));
  const saved = Buffer.concat(parts).toString('utf8').trimEnd().split('\r\n');
  expect(saved).toHaveLength(10_001);
  expect(saved.at(-1)).toContain('10001,Role,Captain,There is no such role.');
});

test('right lines are imported after a confirmation, passphrases are shown, and it is undone', async ({
  page,
}) => {
  await openImport(page);
  await choose(page, ['Mara Lind;m.lind;IT;Crew', 'Tom Hale;t.hale;Crew;Engineer', 'Nobody;admin;IT;Crew']);
  await expect(page.getByText('2 lines are right.')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('Ines Duarte signs in as admin at this site already.')).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Import 2 people' }).click();
  await expect(page.getByText('2 people were added.')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('row', { name: /Mara Lind/ })).toContainText(/([a-z2-9]{4}-){3}[a-z2-9]{4}/);
  await page.getByRole('button', { name: 'Undo the import' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo the import' }).click();
  await expect(page.getByText('2 were deactivated again.')).toBeVisible({ timeout: 30_000 });
  // The passphrases of people who were deactivated are nobody's: there is nothing to ask about.
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('row', { name: /Ines Duarte/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /Mara Lind/ })).toHaveCount(0);
});

for (const theme of THEMES) {
  test(`the import in the ${theme} theme passes axe`, async ({ page, context }, info) => {
    await wearFromStart(page, theme);
    await page.setViewportSize({ width: 1280, height: 800 });
    await openImport(page);
    await expect(page.getByRole('rowheader', { name: 'Sign-in name' })).toBeVisible();
    await page.screenshot({ path: info.outputPath(`empty-${theme}.png`) });
    await expectAccessible(page, theme);
    await choose(page, [`Ann Ray;a.ray.${theme};IT;Crew`, 'Nobody;admin;Captain;Crew']);
    await expect(page.getByText('There is no such role.')).toBeVisible({ timeout: 30_000 });
    await page.screenshot({ path: info.outputPath(`found-${theme}.png`) });
    await expectAccessible(page, theme);
    await page.getByRole('button', { name: 'Import 1 person' }).click();
    await expect(page.getByText('1 person was added.')).toBeVisible({ timeout: 30_000 });
    const outcome = await page.screenshot({ path: info.outputPath(`outcome-${theme}.png`) });
    await expectAccessible(page, theme);
    if (theme === 'night') await expectNightColours(context, outcome);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Forget them' }).click();
  });
}
