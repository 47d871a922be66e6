import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import type { Host } from '#host/compose.ts';
import { appRouter } from '#host/api/router.ts';
import type { Connection } from '#host/services.ts';
import { PASSPHRASE } from '../support/console-page.ts';
import { expectAccessible } from '../support/page-look.ts';
import { ServedConsole } from '../support/served-console.ts';
import { signIn } from '../support/sign-in.ts';
import { ADMINISTRATOR, foundAurora, workInside } from '../support/work-inside.ts';

test.describe.configure({ mode: 'serial', timeout: 60_000 });

const FIRST_PASSPHRASE = 'told by the administrator';

let served: ServedConsole;
/** The path of an incident that is none of the team's. */
let elsewhere = '';

test.beforeAll(async () => {
  served = await ServedConsole.start();
  await workInside(served, async (host) => {
    await foundAurora(host);
    await addSomebodyOfTheDeck(host);
  });
});
test.afterAll(async () => {
  await served?.close();
});

/** Nora Bakke sees what is the deck's; two incidents are, one of them reported by herself. */
async function addSomebodyOfTheDeck({ services, store }: Host): Promise<void> {
  const api = appRouter.createCaller({ services, connection: ADMINISTRATOR });
  const command = <Input>(input: Input) => ({ commandId: randomUUID(), input });
  const siteId = store.state.site?.id ?? '';
  const { output: nora } = await api.people.add(
    command({
      siteId,
      name: 'Nora Bakke',
      signInName: 'nora',
      passphrase: FIRST_PASSPHRASE,
      role: 'IP' as const,
      jobProfile: 'crew' as const,
    }),
  );
  const placed = { organisationId: null, providerId: null, teamId: 'Deck', rowScope: 'team' as const };
  await api.people.setPlace(command({ id: nora.id, ...placed }));
  const report = (title: string) => api.incidents.report(command({ title, severity: 'high' as const }));
  const { output: given } = await report('Mooring line parted');
  await api.incidents.assignTeam(command({ id: given.id, teamId: 'Deck' }));
  const { output: other } = await report('Purifier leaks');
  elsewhere = `#/incidents/${other.id}`;
  const hers: Connection = { sessionId: 'nora', kind: 'window' };
  await services.session.signIn(hers, { signInName: 'nora', passphrase: FIRST_PASSPHRASE });
  await services.session.changePassphrase(hers, { current: FIRST_PASSPHRASE, next: PASSPHRASE });
  await appRouter
    .createCaller({ services, connection: hers })
    .incidents.report(command({ title: 'Hatch cover stuck', severity: 'low' as const }));
}

async function openList(page: Page): Promise<void> {
  await page
    .getByRole('link', { name: /^Incidents/ })
    .first()
    .click();
}

test('somebody who sees their team finds its incidents, their numbers, and nothing of the others', async ({
  page,
}) => {
  await signIn(page, served.url, { name: 'nora' });
  await openList(page);
  await expect(page.getByText('Mooring line parted')).toBeVisible();
  await expect(page.getByText('Hatch cover stuck')).toBeVisible();
  await expect(page.getByText('Purifier leaks')).toHaveCount(0);
  await expect(page.getByText('2 incidents')).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('list.png') });
});

test('they open one of their team’s and act on it', async ({ page }) => {
  await signIn(page, served.url, { name: 'nora' });
  await openList(page);
  await page.getByText('Mooring line parted').first().click();
  await expect(page.getByRole('heading', { name: 'Mooring line parted' })).toBeVisible();
  await expect(page.getByText('Assigned to team Deck')).toBeVisible();
  await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await expect(page.getByText('Acknowledged by Nora Bakke').first()).toBeVisible();
  await expectAccessible(page, 'light');
  await page.screenshot({ path: test.info().outputPath('detail.png') });
});

test('by its address, what is not theirs is not there', async ({ page }) => {
  await signIn(page, served.url, { name: 'nora' });
  await page.goto(`${served.url}${elsewhere}`);
  await expect(page.getByText('There is no such incident here, or not for you.')).toBeVisible();
  await expect(page.getByText('Purifier leaks')).toHaveCount(0);
  await page.screenshot({ path: test.info().outputPath('not-yours.png') });
});

test('an incident is given to a team', async ({ page }) => {
  await signIn(page, served.url, { name: 'admin' });
  await page.goto(`${served.url}${elsewhere}`);
  await page.getByRole('button', { name: 'Set team' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Team').fill('Deck');
  await page.screenshot({ path: test.info().outputPath('team.png') });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Assigned to team Deck')).toBeVisible();
});

test('whose people then see it', async ({ page }) => {
  await signIn(page, served.url, { name: 'nora' });
  await openList(page);
  await expect(page.getByText('Purifier leaks')).toBeVisible();
});
