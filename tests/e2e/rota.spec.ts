import { expect, type Page, test } from '@playwright/test';
import type { Host } from '#host/compose.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';
import { person } from '#shared/domains/people/schema.ts';
import { startSite } from '../support/console-page.ts';
import { expectAccessible, expectNightColours, THEMES, wear } from '../support/page-look.ts';
import { ServedConsole } from '../support/served-console.ts';
import { signIn } from '../support/sign-in.ts';
import { workInside } from '../support/work-inside.ts';

test.describe.configure({ mode: 'serial', timeout: 240_000 });

let served: ServedConsole;
test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  served = await ServedConsole.start();
  const page = await browser.newPage();
  await page.goto(served.url);
  await startSite(page, { name: 'MV Aurora', code: 'AUR', administrator: 'Ines Duarte' });
  await page.close();
  await workInside(served, bringPeople);
});
test.afterAll(() => served?.close());

/** Two who take turns, as they come from the company. */
function bringPeople({ store }: Host): void {
  store.receive((writer, changed) => {
    for (const [index, name] of ['Magnus Lindqvist', 'Ioanna Papadaki'].entries()) {
      const mate = {
        id: `01950000-0000-7000-8000-00000000030${index}`,
        kind: person.kind,
        siteId: store.state.site?.id ?? '',
        name,
        signInName: name.slice(0, 6).toLowerCase(),
        role: 'IP',
        jobProfile: 'officer-in-charge',
        active: true,
        granted: [],
        denied: [],
      };
      changed(writer.write(person.collection, mate, false));
    }
  });
}

async function looked(page: Page, name: string): Promise<void> {
  for (const theme of THEMES) {
    await wear(page, theme);
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page, theme);
    const path = test.info().outputPath(`${name}-${theme}.png`);
    const picture = await page.screenshot({ path, fullPage: true });
    if (theme === 'night') await expectNightColours(page.context(), picture);
  }
  await wear(page, 'light');
}

async function choose(page: Page, label: string, name: string): Promise<void> {
  await page.getByRole('dialog').getByLabel(label).click();
  await page.getByRole('dialog').getByLabel(label).fill(name);
  await page
    .getByRole('option', { name: new RegExp(`^${name}`) })
    .first()
    .click();
}

test('a rota is set up, and says who is on call now, next and for four weeks', async ({ page }) => {
  await signIn(page, served.url, { at: '#/incidents/rota' });
  const levels = page.getByRole('region', { name: 'Now', exact: true });
  await expect(levels.getByText('No rota: everybody with the job is called').first()).toBeVisible();
  await page.getByRole('button', { name: 'New rota' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Bridge watch');
  await choose(page, 'People, in the order of their turns', 'Magnus Lindqvist');
  await choose(page, 'People, in the order of their turns', 'Ioanna Papadaki');
  // On its first day a rota begins at the hour of hand-over, which may be still to come.
  const yesterday = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
  await page.getByRole('dialog').getByLabel('First day').fill(yesterday);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  const weeks = page.getByRole('region', { name: 'Bridge watch' });
  await expect(weeks.getByRole('list')).toHaveCount(4);
  await expect(levels.getByText(/(Magnus Lindqvist|Ioanna Papadaki) takes over in/)).toBeVisible();
  await looked(page, 'rota');
});

test('the watch is handed over with a note, and whom it calls changes at once', async ({ page }) => {
  await signIn(page, served.url, { at: '#/incidents/rota' });
  const level1 = page.getByRole('region', { name: 'Now', exact: true }).locator('[data-called-by]').first();
  const before = (await level1.getByText(/takes over in/).innerText()).split(' takes over')[0] ?? '';
  await level1.getByRole('button', { name: 'Hand over now' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Open here now')).toBeVisible();
  await dialog.getByLabel('What the next one needs to know').fill('Gyro is off: steer by magnetic compass.');
  await expectAccessible(page, 'light');
  await dialog.getByRole('button', { name: 'Hand over now' }).click();
  await expect(dialog).toBeHidden();
  await expect(level1.getByText('Gyro is off')).toBeVisible();
  await expect(level1.getByText(before, { exact: true })).toBeVisible();
  await expect(level1.getByText(/in place of/)).toBeVisible();
});

test('what holds for fires is set at this site, and taken back', async ({ page }) => {
  await signIn(page, served.url, { at: '#/incidents/policies' });
  const fire = page.getByRole('row', { name: /^Fire/ });
  await expect(fire).toContainText('by the program');
  await looked(page, 'policies');
  await fire.getByRole('button', { name: /^Change/ }).click();
  const high = page.getByRole('dialog').getByRole('group', { name: 'High' });
  await high.getByLabel('Resolved within (h)').fill('6');
  await expectAccessible(page, 'light');
  await choose(page, 'Closed is approved by one of', 'DPA');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(fire).toContainText('6 h');
  await expect(fire).toContainText('Closed after approval: DPA');
  await expect(fire).toContainText('at this site');
  await fire.getByRole('button', { name: /^Take back/ }).click();
  await expect(fire).toContainText('by the program');
});

test('the ladder shows who was called; one acknowledges with an answer, and the clock is paused', async ({
  page,
}) => {
  await signIn(page, served.url, { at: '#/incidents/new' });
  await page.getByLabel('What happened').fill('Bow thruster trips');
  await page.getByRole('radio', { name: 'Critical' }).check({ force: true });
  await page
    .getByRole('button', { name: /^Report/ })
    .last()
    .click();
  await expect(page.getByRole('heading', { name: 'Bow thruster trips' })).toBeVisible();
  const ladder = page.getByRole('region', { name: /Escalation|Ladder/i }).first();
  await expect(ladder.getByText(/^Called /)).toBeVisible();
  await expect(ladder.getByRole('list', { name: 'How they were told' }).first()).toBeVisible();
  await ladder.getByText('Time and answer').click();
  await ladder.getByText('1 h', { exact: true }).click();
  await ladder.getByLabel(/What you do about it/).fill('Starting the standby pump');
  await looked(page, 'ladder-waiting');
  await ladder.getByText('Time and answer').click();
  await ladder.getByText('1 h', { exact: true }).click();
  await ladder.getByLabel(/What you do about it/).fill('Starting the standby pump');
  await ladder.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(ladder.getByText(/stands for (59|60):|stands for 1:00:00/)).toBeVisible();
  await expect(ladder.getByText('Starting the standby pump').first()).toBeVisible();
  await expect(ladder.getByRole('button', { name: /Acknowledge/ })).toBeHidden();
  await page.getByRole('button', { name: 'Pause clock' }).click();
  await page.getByRole('dialog').getByLabel('Note').fill('Coast guard must clear the anchorage');
  await page.getByRole('dialog').getByRole('button', { name: 'Pause clock' }).click();
  await expect(page.getByText(/Paused, .* left, waiting for an authority/)).toBeVisible();
  await expect(page.getByText('Clock stopped: waiting for an authority')).toBeVisible();
  await looked(page, 'ladder-paused');
  await page.getByRole('button', { name: 'Resume clock' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Resume clock' }).click();
  await expect(page.getByText('Clock goes on')).toBeVisible();
  await page.getByRole('button', { name: 'Escalate' }).first().click();
  const escalation = page.getByRole('dialog', { name: /Escalate/ });
  await escalation.getByRole('textbox', { name: 'Reason' }).fill('It spreads');
  await escalation.getByRole('button', { name: 'Escalate' }).click();
  await ladder.getByText('Call off, started by mistake').first().click();
  await ladder.getByLabel('Why it is called off').fill('Wrong incident');
  await ladder.getByRole('button', { name: 'Call off, started by mistake' }).click();
  await expect(ladder.getByText(/called off by/)).toBeVisible();
  await expect(page.getByText(/called off, started by mistake: back at level/)).toBeVisible();
});
