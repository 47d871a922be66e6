import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import type { Host } from '#host/compose.ts';
import { DEMONSTRATION_PASSPHRASE } from '#shared/demo/company.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incidentRota } from '#shared/domains/incidents/schema/rota.ts';
import { notificationCommands } from '#shared/domains/notifications/commands.ts';
import { actorOfPerson } from '#shared/domains/people/actor.ts';
import { person } from '#shared/domains/people/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { MailRelay } from '../support/mail-relay.ts';
import { expectAccessible, expectNightColours, THEMES, wearFromStart } from '../support/page-look.ts';
import { ServedConsole } from '../support/served-console.ts';
import { signIn } from '../support/sign-in.ts';
import { workInside } from '../support/work-inside.ts';

test.describe.configure({ mode: 'serial', timeout: 60_000 });

let served: ServedConsole;
let relay: MailRelay;

test.beforeAll(async () => {
  relay = await MailRelay.start();
  served = await ServedConsole.start(relay.deliverySettings);
  await workInside(served, async (host) => {
    await host.services.setup.loadDemonstration('AUR');
    fillInbox(host, 'master.aurora');
    callByJob(host);
  });
});
test.afterAll(async () => {
  await served?.close();
  await relay?.stop();
});

const LINES = 260;

/** A year of news that somebody never looked at. */
function fillInbox(host: Host, signInName: string): void {
  const [whom] = host.store.records(person, 'SELECT data FROM person WHERE signInName = :signInName', {
    signInName,
  });
  const { id: personId, siteId } = must(whom, signInName);
  const text = { subject: '', body: '' };
  for (let n = 1; n <= LINES; n += 1) {
    const about = `news-${n}`;
    const told = {
      occurrence: about,
      severity: n % 100 === 0 ? 'high' : 'low',
      category: 'notifications.jobFailed',
      titleKey: 'notifications.jobFailed.title',
      titleParams: { job: `number ${n}` },
      bodyKey: 'notifications.jobFailed.body',
      bodyParams: { problem: 'The disk was full.' },
      linkKind: '',
      linkId: about,
      route: '/jobs',
      dedupeKey: about,
      groupKey: about,
      texts: { email: text, sms: text, push: text },
      carriers: { email: null, sms: null, push: null },
    };
    const input = { told, personIds: [personId] };
    host.services.runCommand(
      notificationCommands.raise,
      { commandId: randomUUID(), input },
      { type: 'system', id: 'seed', siteId },
    );
  }
}

/** Whose watch it is depends on the time of day; with no rota the ladder calls everybody who has the job. */
function callByJob(host: Host): void {
  const [admin] = host.store.records(person, `SELECT data FROM person WHERE signInName = 'admin'`);
  for (const { id: rotaId } of host.store.records(incidentRota, 'SELECT data FROM incident_rota')) {
    host.services.runCommand(
      incidentCommands.removeRota,
      { commandId: randomUUID(), input: { rotaId } },
      actorOfPerson(must(admin, 'admin')),
    );
  }
}

const signInAs = (page: Page, name: string): Promise<void> =>
  signIn(page, served.url, { name, passphrase: DEMONSTRATION_PASSPHRASE });

async function inbox(page: Page): Promise<void> {
  await page
    .getByRole('banner')
    .getByRole('link', { name: /^Notifications/ })
    .click();
  await expect(page.getByRole('heading', { name: 'Notifications', level: 1 })).toBeVisible();
}

async function report(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: 'Report incident' }).first().click();
  await page.getByLabel('What happened').fill(title);
  await page.getByRole('radio', { name: /Critical/ }).check({ force: true });
  await page.getByRole('button', { name: 'Report', exact: true }).click();
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
}

test('a person says where they want to be told, and wrong addresses are refused at their field', async ({
  page,
}) => {
  await signInAs(page, 'safety.aurora');
  await inbox(page);
  await page.getByRole('link', { name: 'How I am told' }).click();
  await page.getByLabel('E-mail', { exact: true }).fill('not an address');
  await page.getByLabel('Mobile number').fill('12');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('An address such as name@example.com.')).toBeVisible();
  await expect(page.getByText(/With country code and no spaces/)).toBeVisible();
  await page.getByLabel('E-mail', { exact: true }).fill('safety@example.com');
  await page.getByLabel('Mobile number').fill('');
  await page.getByLabel('Keep everything but what is critical until the morning').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
});

test('a critical incident rings the bell, is mailed, and is settled for everybody when one acknowledges', async ({
  page,
}) => {
  await signInAs(page, 'safety.aurora');
  await report(page, 'Smoke in the engine room');
  const bell = page.getByRole('banner').getByRole('link', { name: /^Notifications: \d+ not read/ });
  await expect(bell).toBeVisible();
  await inbox(page);
  const line = page.getByRole('article', { name: /Smoke in the engine room/ });
  await expect(line).toContainText('Escalated incidents');
  await line.getByRole('button', { name: /^What was sent/ }).click();
  await expect(line).toContainText(/safety@example.com\s*Handed to the relay/, { timeout: 20_000 });
  expect(relay.mails.map(({ to }) => to)).toEqual([['safety@example.com']]);
  await line.focus();
  await page.keyboard.press('a');
  await expect(line).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Show' }).click();
  await page.getByRole('option', { name: 'Everything' }).click();
  await expect(line).toContainText(/Acknowledged by/);
  await line.getByRole('button', { name: /^What was sent/ }).click();
  await expect(line).toContainText(/Opened/);
});

test('texts are the site’s own to change, look as they will be read, and can be tried out', async ({
  page,
}) => {
  await signInAs(page, 'safety.aurora');
  await inbox(page);
  await page.getByRole('link', { name: 'Texts' }).click();
  await page.getByLabel('Text', { exact: true }).fill('Ahoy! {title} {nonsense}');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('{nonsense} is no placeholder.')).toBeVisible();
  await page.getByLabel('Text', { exact: true }).fill('Ahoy! {title}');
  await expect(page.getByRole('region', { name: 'So it looks' })).toContainText('Ahoy! AUR-INC-2026-0007');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Your site’s own text', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Send me a test' }).click();
  await expect
    .poll(() => relay.mails.some(({ text }) => text.includes('Ahoy!')), { timeout: 20_000 })
    .toBe(true);
  await page.getByRole('button', { name: 'Use the built-in text' }).click();
  await expect(page.getByText('The built-in text', { exact: true })).toBeVisible();
});

test('who can’t be reached is shown by name', async ({ page }) => {
  await signInAs(page, 'master.aurora');
  await inbox(page);
  await page.getByRole('link', { name: 'Who can be reached' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Can’t be reached' }).first()).toBeVisible();
});

test('an inbox of any length is scrolled to its end by key, and never drawn whole', async ({ page }) => {
  await signInAs(page, 'master.aurora');
  await inbox(page);
  const lines = page.getByRole('article');
  const newest = page.getByRole('article', { name: `A job needs a person: number ${LINES}`, exact: true });
  await newest.focus();
  const oldest = page.getByRole('article', { name: 'A job needs a person: number 1', exact: true });
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(oldest).toBeFocused({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  expect(await lines.count()).toBeLessThan(60);
  await page.keyboard.press('r');
  await expect(oldest).not.toContainText('Not read yet');
  await page.keyboard.press('d');
  await expect(oldest).toHaveCount(0);
  await expect(
    page.getByRole('article', { name: 'A job needs a person: number 2', exact: true }),
  ).toBeFocused();
  await expect(async () => {
    await page.keyboard.press('Home');
    await expect(newest).toBeVisible({ timeout: 1_000 });
    await expect(lines.first()).toBeFocused({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
});

test('lines can be kept to what was not read, and all of them marked as read at once', async ({ page }) => {
  await signInAs(page, 'master.aurora');
  await inbox(page);
  const show = page.getByRole('combobox', { name: 'Show' });
  const choose = async (name: string) => {
    await show.click();
    await page.getByRole('option', { name, exact: true }).click();
  };
  await choose('Critical');
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  await choose('Not read');
  await expect(page.getByRole('article').first()).toBeVisible();
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Notifications: all read' })).toBeVisible();
  await choose('Everything');
  await expect(page.getByRole('article').first()).toBeVisible();
});

for (const theme of THEMES) {
  test(`the pages in the ${theme} theme pass axe`, async ({ page, context }, info) => {
    await wearFromStart(page, theme);
    await page.setViewportSize({ width: 1280, height: 800 });
    await signInAs(page, 'safety.aurora');
    await report(page, `Fire in hold 2 (${theme})`);
    // Without what the shell says of the report.
    await page.reload();
    await expect(page.getByRole('navigation')).toBeVisible();
    await inbox(page);
    await page
      .getByRole('button', { name: /^What was sent/ })
      .first()
      .click();
    const screenshot = await page.screenshot({ path: info.outputPath(`inbox-${theme}.png`) });
    await expectAccessible(page, theme);
    if (theme === 'night') await expectNightColours(context, screenshot);
    for (const [link, name] of [
      ['How I am told', 'preferences'],
      ['Texts', 'texts'],
      ['Who can be reached', 'people'],
    ] as const) {
      await inbox(page);
      await page.getByRole('link', { name: link }).click();
      await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Notifications');
      await page.screenshot({ path: info.outputPath(`${name}-${theme}.png`), fullPage: true });
      await expectAccessible(page, theme);
    }
  });
}
