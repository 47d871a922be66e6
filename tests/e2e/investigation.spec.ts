import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import type { Host } from '#host/compose.ts';
import { actorOfPerson } from '#shared/domains/people/actor.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { defaultPolicy } from '#shared/domains/incidents/rules/policy.ts';
import { peopleCommands } from '#shared/domains/people/commands.ts';
import { person } from '#shared/domains/people/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import { appRouter } from '#host/api/router.ts';
import { expectAccessible } from '../support/page-look.ts';
import { ServedConsole } from '../support/served-console.ts';
import { NOBODYS_HASH } from '../support/passphrase-hash.ts';
import { signIn } from '../support/sign-in.ts';
import { ADMINISTRATOR, foundAurora, workInside } from '../support/work-inside.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

const PHOTO = path.join(import.meta.dirname, '../fixtures/photo.png');

let served: ServedConsole;
let page: Page;
/** Paths of the incident that is investigated, and of one that turns out to be the same. */
let leak = '';
let smell = '';
/** Of one that somebody else wants to close. */
let asked = '';

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  served = await ServedConsole.start();
  await workInside(served, async (host) => {
    await foundAurora(host);
    leak = await report(host, 'Separator leaks');
    smell = await report(host, 'Smell of fuel at the separator');
    asked = askedToClose(host);
  });
  page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  await signIn(page, served.url);
});
test.afterAll(async () => {
  await page?.context().close();
  await served?.close();
});

async function report({ services }: Host, title: string): Promise<string> {
  const api = appRouter.createCaller({ services, connection: ADMINISTRATOR });
  const input = { title, severity: 'low' as const };
  const { output } = await api.incidents.report({ commandId: randomUUID(), input });
  return `#/incidents/${output.id}`;
}

/** By a mate, where closing a detention waits for the administrator's approval. */
function askedToClose({ services, store }: Host): string {
  const known = store.records(person, 'SELECT data FROM person ORDER BY id LIMIT 1');
  const admin = actorOfPerson(must(known[0], 'the administrator'));
  const run = (command: Command, input: object, actor = admin) =>
    services.runCommand<{ id: string }>(command, { commandId: randomUUID(), input }, actor).output;
  const who = { name: 'Ola Berg', signInName: 'o.berg', role: 'IP', jobProfile: 'officer-in-charge' };
  const { id: mateId } = run(peopleCommands.add, { ...who, siteId: admin.siteId, passphrase: NOBODYS_HASH });
  const mate = actorOfPerson(must(store.record(person, mateId), 'the mate'));
  const approvals = [{ move: 'closed', fromSeverity: 'low', profiles: [admin.jobProfile] }];
  const rule = { ...defaultPolicy('vessel', 'detention'), approvals };
  run(incidentCommands.savePolicy, { siteId: admin.siteId, incidentType: 'detention', ...rule });
  const { id } = run(
    incidentCommands.report,
    { title: 'Detained', severity: 'low', type: 'detention' },
    mate,
  );
  run(incidentCommands.resolve, { id, resolution: 'Released' }, mate);
  run(incidentCommands.close, { id, rootCause: 'Old chart', noActionBecause: 'Replaced' }, mate);
  return `#/incidents/${id}`;
}

async function open(incident: string, tab = ''): Promise<void> {
  await page.goto(`${served.url}${incident}${tab === '' ? '' : `?tab=${tab}`}`);
  await expect(page.getByRole('tab', { name: 'Summary' })).toBeVisible();
}

const dialog = (): Locator => page.getByRole('dialog');
const panel = (name: string): Locator => page.getByRole('region', { name, exact: true });

test('an action is asked for, listed with all that are open, done, and not verified by its owner', async () => {
  await open(leak, 'actions');
  await expect(page.getByText('No actions yet')).toBeVisible();
  await page.getByRole('button', { name: 'Add action' }).click();
  await dialog().getByLabel('What is to be done').fill('Check all gaskets in the store');
  await dialog().getByLabel('By which day').fill('2026-01-05');
  await dialog().getByLabel('By whom').click();
  await page.getByRole('option', { name: /Ines Duarte/ }).click();
  await dialog().getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/overdue since 5 Jan 2026/)).toBeVisible();

  await page.goto(`${served.url}#/incidents/actions?mine=1&overdue=1`);
  await page.getByRole('link', { name: 'Check all gaskets in the store' }).click();
  await page.getByRole('button', { name: 'Done', exact: true }).click();
  await dialog().getByLabel('What was done').fill('Two were wrong');
  await dialog().getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('Two were wrong')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Verify' })).toBeHidden();
});

test('those who follow it are told how it stands, and the last update stands at the top', async () => {
  await open(leak);
  await page.getByRole('button', { name: 'Follow', exact: true }).click();
  await expect(panel('Followers').getByText('Ines Duarte')).toBeVisible();
  await page.getByRole('textbox', { name: 'Comment' }).fill('Isolated, no leak any more');
  await page.getByLabel('Kind', { exact: true }).selectOption('update');
  await page.getByLabel('What is expected next').fill('New gasket tomorrow');
  await page.getByRole('button', { name: 'Add comment' }).click();
  await expect(page.getByRole('note').filter({ hasText: 'Last update' })).toContainText(
    'New gasket tomorrow',
  );
});

test('why it happened is asked with the keyboard alone, down to a root cause', async () => {
  await open(leak, 'investigation');
  await page.getByRole('button', { name: 'Start investigation' }).click();
  await dialog().getByRole('button', { name: 'Start investigation' }).click();
  await page.getByRole('button', { name: 'Add a cause' }).click();
  await answer('Gasket failed');
  const tree = page.getByRole('tree', { name: 'Tree of causes' });
  await tree.getByRole('treeitem', { name: /^Gasket failed/ }).focus();
  await page.keyboard.press('Enter');
  await answer('Bolts were loose');
  await tree.getByRole('treeitem', { name: /^Gasket failed/ }).focus();
  await page.keyboard.press('Insert');
  await answer('Wrong gasket fitted');
  await tree.getByRole('treeitem', { name: /^Gasket failed/ }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(tree.getByRole('treeitem', { name: /^Wrong gasket fitted/ })).toBeFocused();
  await expect(tree.getByRole('treeitem', { name: /^Wrong gasket fitted/ })).toHaveAttribute(
    'aria-level',
    '2',
  );
  await page.keyboard.press('r');
  await expect(tree.getByRole('treeitem', { name: /Wrong gasket fitted.*Root cause/ })).toBeVisible();
  await page.keyboard.press('End');
  await page.keyboard.press('Delete');
  await dialog().getByRole('button', { name: 'Remove' }).click();
  await expect(tree.getByRole('treeitem')).toHaveCount(2);
});

async function answer(text: string): Promise<void> {
  await dialog().getByLabel('Cause').fill(text);
  await dialog().getByRole('button', { name: 'Save' }).click();
  await expect(dialog()).toBeHidden();
  await expect(page.getByRole('treeitem', { name: new RegExp(`^${text}`) })).toBeVisible();
}

test('risk, factors, a statement and evidence are kept, and the investigation is completed', async () => {
  await page.getByRole('button', { name: '12: likelihood 3, consequence 4, High' }).click();
  await expect(panel('Risk').getByText('Possible, Major')).toBeVisible();
  await page.getByRole('combobox', { name: 'Contributing factors' }).click();
  await page.getByRole('option', { name: 'Wrong or poor spare part' }).click();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Take statement' }).click();
  await dialog().getByLabel('Name', { exact: true }).fill('Ana Reyes');
  await dialog().getByLabel('In what capacity').fill('Oiler on watch');
  await dialog().getByLabel('Statement').fill('I heard a bang.');
  await dialog().getByRole('button', { name: 'Save' }).click();
  await expect(panel('Witnesses').getByText('Oiler on watch')).toBeVisible();
  await expect(page.getByText('Ana Reyes')).toBeHidden();
  await page.getByRole('button', { name: 'Read statement' }).click();
  await expect(dialog().getByText('I heard a bang.')).toBeVisible();
  await page.keyboard.press('Escape');

  await open(leak);
  await page.locator('input[type=file]').first().setInputFiles(PHOTO);
  await expect(page.getByText('photo.png').first()).toBeVisible();
  await open(leak, 'investigation');
  await page.getByRole('button', { name: 'Take evidence' }).click();
  await dialog().getByLabel('What it is').fill('Gasket, photographed');
  await dialog().getByLabel('File of the incident').click();
  await page.getByRole('option', { name: 'photo.png' }).click();
  await dialog().getByRole('button', { name: 'Take evidence' }).click();
  await expect(panel('Evidence').getByText(/^SHA-256 [0-9a-f]{16}$/)).toBeVisible();
  await page.getByRole('button', { name: 'Hand over' }).click();
  await dialog().getByLabel('To whom').fill('Chief engineer');
  await dialog().getByRole('button', { name: 'Hand over' }).click();
  await expect(panel('Evidence').getByText(/Ines Duarte handed it over to Chief engineer/)).toBeVisible();

  await page.getByRole('button', { name: 'Complete', exact: true }).click();
  await expect(page.getByText('The summary is empty.')).toBeVisible();
  await panel('Summary').getByRole('textbox').fill('Spares were mixed up in the store.');
  await panel('Summary').getByRole('button', { name: 'Save' }).click();
  await expect(panel('Summary').getByRole('button', { name: 'Save' })).toBeDisabled();
  await expectAccessible(page, 'light');
  await page.getByRole('button', { name: 'Complete', exact: true }).click();
  await expect(panel('Investigation').getByText(/^Completed/)).toBeVisible();
});

test('two records are linked, and each leads to the other', async () => {
  await open(leak, 'links');
  await page.getByRole('button', { name: 'Add link' }).click();
  await dialog().getByLabel('Link to').fill('smell');
  await page.getByRole('option', { name: /Smell of fuel/ }).click();
  await dialog().getByRole('button', { name: 'Add link' }).click();
  await page.getByRole('link', { name: /Smell of fuel/ }).click();
  await open(smell, 'links');
  await expect(page.getByRole('link', { name: /Separator leaks/ })).toBeVisible();
  await expectAccessible(page, 'light');
});

test('a duplicate is merged, says of what, and is freed again', async () => {
  await open(smell);
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  await dialog().getByLabel('Same as').click();
  await page.getByRole('option', { name: /Separator leaks/ }).click();
  await dialog().getByRole('button', { name: 'Merge' }).click();
  await expect(page.getByText('It is kept as it was, and counts in no statistics.')).toBeVisible();
  await expect(page.getByRole('link', { name: /Separator leaks/ })).toBeVisible();
  await page.getByRole('button', { name: 'Undo merge' }).click();
  await expect(page.getByText('It is kept as it was, and counts in no statistics.')).toBeHidden();
});

test('what somebody else wants to close waits for approval, and is closed with it', async () => {
  await open(asked);
  await expect(page.getByText('Waits for approval before it is closed.')).toBeVisible();
  await expectAccessible(page, 'light');
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(page.getByText('Waits for approval before it is closed.')).toBeHidden();
  await expect(page.getByText('Moved from resolved to closed')).toBeVisible();
});

test('closing says what is still missing, with the way to it, and takes the rest from the tree', async () => {
  await open(leak, 'actions');
  await page.getByRole('button', { name: 'Reopen' }).click();
  await dialog().getByLabel('Why it is opened again').fill('A third one');
  await dialog().getByRole('button', { name: 'Reopen' }).click();
  await expect(dialog()).toBeHidden();
  await page.getByRole('button', { name: 'Resolve', exact: true }).click();
  await dialog().getByLabel('What ended it').fill('Gasket changed');
  await dialog().getByRole('button', { name: 'Resolve' }).click();
  await page.getByRole('button', { name: 'Close incident' }).click();
  await expect(dialog().getByRole('button', { name: 'Close incident' })).toBeDisabled();
  await dialog().getByRole('link', { name: 'One required or corrective action is still open.' }).click();
  await page.getByRole('button', { name: 'Done', exact: true }).click();
  await dialog().getByRole('button', { name: 'Done' }).click();
  await expect(dialog()).toBeHidden();
  await page.getByRole('button', { name: 'Close incident' }).click();
  await expect(dialog().getByText('Nothing is missing.')).toBeVisible();
  await dialog().getByRole('button', { name: 'Close incident' }).click();
  await open(leak);
  await expect(page.getByText('Wrong gasket fitted').first()).toBeVisible();
  await expect(page.getByText('Check all gaskets in the store').first()).toBeVisible();
});
