import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { incidentCommands } from '../../shared/domains/incidents/commands.ts';
import { DEMONSTRATION_PASSPHRASE } from '../../shared/demo/company.ts';
import { expectAccessible, expectNightColours, THEMES, wearFromStart } from '../support/page-look.ts';
import { ServedConsole } from '../support/served-console.ts';
import { personActor } from '../support/test-console.ts';
import { signIn } from '../support/sign-in.ts';
import { workInside } from '../support/work-inside.ts';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

let served: ServedConsole;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  served = await ServedConsole.start();
  await workInside(served, async ({ services, store }) => {
    await services.setup.loadDemonstration('OFF');
    const somebody = personActor('IC', 'dpa', store.state.site?.id);
    for (const title of ['Bilge alarm', 'Lost container', 'Broken gangway']) {
      const request = { commandId: randomUUID(), input: { title, severity: 'low' } };
      services.runCommand(incidentCommands.report, request, somebody);
    }
  });
});
test.afterAll(async () => {
  await served?.close();
});

async function overview(page: Page, search = ''): Promise<void> {
  await signIn(page, served.url, { name: 'dpa', passphrase: DEMONSTRATION_PASSPHRASE });
  await expect(page.getByRole('link', { name: 'Overview', exact: false }).first()).toBeVisible();
  await page.goto(`${served.url}#/overview${search}`);
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Period by period' }).first()).toBeVisible();
}

const header = (page: Page) =>
  page.getByRole('banner').or(page.locator('header')).filter({ hasText: 'incident' });

/** What the list says that it has; "More than 1000" stands for many. */
async function listed(page: Page): Promise<number> {
  await expect(page.getByRole('heading', { name: 'Incidents', level: 1 })).toBeVisible();
  const text = header(page)
    .getByText(/\d incidents?$/)
    .first();
  await expect(text).toBeVisible();
  return Number(/(\d+) incidents?$/.exec((await text.textContent()) ?? '')?.[1]);
}

/** Every number of a region leads to as many rows as it says; those that are no counts are left to other tests. */
async function expectRowsOf(page: Page, region: string, from: string): Promise<number> {
  const links = page.getByRole('region', { name: region, exact: true }).first().getByRole('link');
  await expect(links.first()).toBeVisible();
  const found = await links.evaluateAll((all) =>
    all.map(
      (one) =>
        [one.getAttribute('href') ?? '', ((one.lastElementChild ?? one).textContent ?? '').trim()] as const,
    ),
  );
  const counts = found.flatMap(([href, text]) => {
    const number = /(?:^|\D)(\d+)$/.exec(text)?.[1];
    return number === undefined ? [] : [[href, Number(number)] as const];
  });
  for (const [href, number] of counts.slice(0, 8)) {
    await page.goto(`${served.url}${href.startsWith('#') ? href : `#${href}`}`);
    // The list shows what it had until it has the new rows.
    await expect.poll(() => listed(page), { message: href }).toBe(number);
  }
  await page.goto(`${served.url}#/overview${from}`);
  return counts.length;
}

test('every number of what burns now leads to its incidents', async ({ page }) => {
  await overview(page);
  for (const region of [
    'Open by severity',
    'By category',
    'By escalation level',
    'Open by site',
    'Who has them',
  ]) {
    expect(await expectRowsOf(page, region, '')).toBeGreaterThan(0);
  }
});

test('every number of the history leads to its incidents, and the way back keeps the time', async ({
  page,
}) => {
  const last = new Date(Date.now() + 24 * 60 * 60_000);
  const to = last.toISOString().slice(0, 10);
  const from = new Date(last.getTime() - 60 * 24 * 60 * 60_000).toISOString().slice(0, 10);
  const search = `?period=day&from=${from}&to=${to}`;
  await overview(page, search);
  for (const region of ['By severity', 'Most frequent types', 'Most affected sites']) {
    expect(await expectRowsOf(page, region, search)).toBeGreaterThan(0);
  }
  const reported = page.getByRole('group', { name: 'Reported' }).getByRole('link').first();
  const number = Number(await reported.textContent());
  await reported.click();
  await expect.poll(() => listed(page)).toBe(number);
  await expect(page.getByText(/^Reported .* until /)).toBeVisible();
  await page.getByRole('button', { name: /Show others too: Without drills/ }).click();
  await expect(page).not.toHaveURL(/kinds=/);
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`from=${from}`));
});

test('periods, dates and the site are chosen, and stand in the address', async ({ page }) => {
  await overview(page);
  await page.getByRole('radiogroup', { name: 'Periods' }).getByText('Months').click();
  await expect(page).toHaveURL(/period=month/);
  await page.getByRole('button', { name: 'Earlier' }).click();
  const year = new Date().getUTCFullYear();
  await expect(page.getByLabel('Until', { exact: true })).toHaveValue(new RegExp(`^${year - 1}-`));
  await page.getByRole('button', { name: 'Later' }).click();
  await page.getByRole('region', { name: 'History' }).getByLabel('Site', { exact: true }).first().click();
  await page.getByRole('option', { name: 'MV Aurora' }).click();
  await expect(page).toHaveURL(/site=/);
  await expect(
    page.getByRole('region', { name: 'Most affected sites' }).first().getByRole('row'),
  ).toHaveCount(2);
});

for (const theme of THEMES) {
  test(`the page in the ${theme} theme passes axe`, async ({ page, context }, info) => {
    await wearFromStart(page, theme);
    await page.setViewportSize({ width: 1280, height: 800 });
    await overview(page, '?period=week');
    await expect(page.locator('figure svg').first()).toBeVisible();
    const screenshot = await page.screenshot({ path: info.outputPath(`overview-${theme}.png`) });
    await page.getByRole('heading', { name: 'History' }).scrollIntoViewIfNeeded();
    await page.getByRole('heading', { name: 'Period by period' }).scrollIntoViewIfNeeded();
    await page.screenshot({ path: info.outputPath(`overview-below-${theme}.png`) });
    await page.getByRole('heading', { name: 'History' }).evaluate((one) => one.scrollIntoView());
    await page.screenshot({ path: info.outputPath(`overview-history-${theme}.png`) });
    await expectAccessible(page, theme);
    if (theme === 'night') await expectNightColours(context, screenshot);
  });
}
