import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { add } from '#shared/domains/people/commands.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { saveView } from '#shared/domains/work/commands.ts';
import { NO_FILTER } from '#shared/kernel/filter.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import type { Host } from '#host/compose.ts';
import { hashPassphrase } from '#host/session/passphrase.ts';
import { PASSPHRASE } from '../support/console-page.ts';
import { ServedConsole } from '../support/served-console.ts';
import { signIn } from '../support/sign-in.ts';
import { ADMINISTRATOR, workInside } from '../support/work-inside.ts';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

/** What would show that it ran: a dialog, a mark on the page, a request, a word of the page's own policy. */
const PAYLOADS = [
  `<script>window.__ran=1</script>`,
  `<img src=x onerror="window.__ran=1">`,
  `"><svg onload=alert(1)>`,
  `{{7*7}}\${7*7}<b id=hostile-element>x</b>`,
];
const TITLE = `Hostile ${PAYLOADS.join(' ')}`.slice(0, 155);
const SHORT = `<img src=x onerror=window.__ran=1>`;

const VIEW = { columns: [], sort: null, filter: NO_FILTER, quick: { text: SHORT } };

let served: ServedConsole;
let incidentId: string;
let personId: string;

test.beforeAll(async () => {
  served = await ServedConsole.start();
  await workInside(served, fill);
});
test.afterAll(async () => {
  await served?.close();
});

/** A site where every field that takes text has script in it. */
async function fill({ services }: Host): Promise<void> {
  const { setup, session, runCommand } = services;
  await setup.foundSite(ADMINISTRATOR, {
    code: 'AUR',
    name: SHORT,
    siteKind: 'vessel',
    timeZone: 'UTC',
    administrator: { name: `Ines ${SHORT}`, signInName: 'admin', passphrase: PASSPHRASE },
  });
  const actor = session.mustActor(ADMINISTRATOR);
  const run = (command: Command, input: unknown) =>
    runCommand<{ id: string }>(command, { commandId: randomUUID(), input }, actor).output;
  const all = PAYLOADS.join('\n');
  const reported = { title: TITLE, severity: 'critical', place: SHORT, description: all };
  incidentId = run(incidentCommands.report, reported).id;
  run(incidentCommands.comment, { id: incidentId, text: all, mentions: [] });
  const passphrase = await hashPassphrase(PASSPHRASE);
  const someone = { name: TITLE.slice(0, 78), signInName: 'hostile', role: 'IT', jobProfile: 'broker' };
  const { siteId } = actor;
  personId = run(add, { ...someone, siteId, organisationId: SHORT, passphrase }).id;
  run(saveView, { list: 'incidents.list', name: SHORT, state: VIEW });
}

type Heard = { readonly wrong: string[] };

function listen(page: Page): Heard {
  const wrong: string[] = [];
  page.on('dialog', (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  page.on('console', (message) => {
    const isOfPolicy = /Content.Security.Policy|Refused to|violates/i.test(message.text());
    if (message.type() === 'error' && isOfPolicy) wrong.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith('/x')) wrong.push(`request: ${request.url()}`);
  });
  return { wrong };
}

async function marks(page: Page): Promise<readonly unknown[]> {
  return page.evaluate(() => [
    '__ran' in window,
    document.querySelectorAll(
      '#hostile-element, #root [onerror], #root [onload], #root img[src="x"], #root script',
    ).length,
  ]);
}

test('script in every text field runs on no page of the navigation', async ({ page }) => {
  const heard = listen(page);
  await signIn(page, served.url);
  const links = await page
    .getByRole('navigation')
    .first()
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  expect(links.length).toBeGreaterThan(6);
  const details = [
    `#/incidents/${incidentId}`,
    '#/incidents/new',
    `#/people/${personId}`,
    '#/people/new',
    '#/people/import',
    '#/preferences',
    '#/settings/site',
    '#/notifications/preferences',
    `#/${encodeURIComponent(SHORT)}`,
    `#/people/${encodeURIComponent(SHORT)}`,
  ];
  for (const link of [...links.filter((href) => href !== null), ...details]) {
    await page.goto(new URL(link, served.url).href);
    await expect(page.locator('main').locator('h1, [role=alert]').first()).toBeVisible();
    expect([link, await marks(page), heard.wrong]).toEqual([link, [false, 0], []]);
  }
  await page.goto(`${served.url}#/incidents/${incidentId}`);
  await expect(page.getByRole('heading', { name: TITLE.slice(0, 20) })).toContainText(
    '<script>window.__ran=1</script>',
  );
});

test('the palette and the people list show it as the text it is', async ({ page }) => {
  const heard = listen(page);
  await signIn(page, served.url);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Hostile');
  await expect(page.getByText('<script>', { exact: false }).first()).toBeVisible();
  expect([await marks(page), heard.wrong]).toEqual([[false, 0], []]);
  await page.keyboard.press('Escape');
  await page.goto(`${served.url}#/people`);
  await expect(page.getByRole('row', { name: /Hostile/ })).toContainText('<script>');
  expect([await marks(page), heard.wrong]).toEqual([[false, 0], []]);
});
