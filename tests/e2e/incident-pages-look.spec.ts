import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { FACTOR_CODES } from '#shared/domains/incidents/rules/factors.ts';
import { NO_FACTS } from '#shared/domains/incidents/schema/facts.ts';
import { workCommands } from '#shared/domains/work/commands.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import type { Host } from '#host/compose.ts';
import { expectAccessible, expectNightColours, THEMES, wearFromStart } from '../support/page-look.ts';
import { ServedConsole } from '../support/served-console.ts';
import { personActor } from '../support/test-console.ts';
import { signIn } from '../support/sign-in.ts';
import { foundAurora, workInside } from '../support/work-inside.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

const {
  addAction,
  addCause,
  addDuty,
  assessReportability,
  changeCause,
  changeInvestigation,
  completeInvestigation,
  report,
  startInvestigation,
  takeEvidence,
  takeStatement,
} = incidentCommands;
const { link } = workCommands;

/** Every tab of an incident that has something on each, and the pages about all incidents, in every theme. */
test.describe.configure({ timeout: 240_000 });

const SIZES = [
  { width: 900, height: 700 },
  { width: 1280, height: 800 },
] as const;

const TABS = ['investigation', 'actions', 'links', 'compliance'] as const;
const PAGES = [
  '/incidents/rota',
  '/incidents/policies',
  '/incidents/monitors',
  '/incidents/actions',
  '/incidents/compliance',
  '/watch',
];

let served: ServedConsole;
let worked: Worked;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  served = await ServedConsole.start();
  await workInside(served, async (host) => {
    await foundAurora(host);
    worked = workedOn(host);
  });
});
test.afterAll(() => served?.close());

/** An incident with causes, risk, a statement, evidence, an action, a link and duties, one of them late. */
function workedOn({ services, store }: Host): Worked {
  const siteId = store.state.site?.id ?? '';
  const master = personActor('IP', 'master', siteId);
  const run = (command: Command, input: object) =>
    Made.parse(services.runCommand(command, { commandId: randomUUID(), input }, master).output);
  const now = Date.now();
  const { id } = run(report, { title: 'Bilge floods in hold 3', severity: 'high' });
  const other = run(report, { title: 'Bilge alarm does not sound', severity: 'low' });
  const end = { collection: 'incidents', kind: 'incident', siteId };
  run(link, {
    from: { ...end, id, label: 'Bilge floods' },
    to: { ...end, id: other.id, label: 'Bilge alarm' },
  });
  run(startInvestigation, { id });
  const { causeId } = run(addCause, { id, text: 'Valve stood open', group: 'people' });
  run(addCause, { id, parentId: causeId, text: 'No check after the transfer', group: 'procedure' });
  run(changeCause, { id, causeId, isRoot: true });
  const factors = FACTOR_CODES.slice(0, 2);
  run(changeInvestigation, { id, likelihood: 3, consequence: 4, summary: 'Found open.', factors });
  run(takeStatement, { id, name: 'Ana Reyes', capacity: 'Oiler', statement: 'I heard a bang.' });
  run(takeEvidence, { id, description: 'Valve wheel', keptWhere: 'Office' });
  run(addAction, { id, text: 'Lock the valve', dueAt: isoOf(now + DAY_MS / 2) });
  run(assessReportability, { id, ...NO_FACTS, flagState: 'US', lostControl: true });
  const late = {
    requirement: 'Port rule 12',
    because: 'In port limits',
    reportDueAt: isoOf(now - DAY_MS / 8),
  };
  run(addDuty, { id, ...late, framework: 'US', authority: 'USCG Sector', mustReport: true, form: null });
  const begun = run(report, { title: 'Crane hook cracked', severity: 'medium' }).id;
  run(startInvestigation, { id: begun });
  const over = run(report, { title: 'Ladder gave way', severity: 'medium' }).id;
  run(startInvestigation, { id: over });
  const rung = run(addCause, { id: over, text: 'Rung was rotten', group: 'equipment' });
  run(changeCause, { id: over, causeId: rung.causeId, isRoot: true });
  run(changeInvestigation, { id: over, likelihood: 2, consequence: 2, summary: 'Rotten.', factors });
  run(completeInvestigation, { id: over });
  return { id, others: [other.id, begun, over] };
}

/** The one with everything, and those whose investigation is not begun, has nothing yet, or is over. */
type Worked = { readonly id: string; readonly others: readonly string[] };

const Made = z.object({ id: z.string().default(''), causeId: z.string().optional() });

for (const theme of THEMES) {
  test(`the tabs of an incident and the pages about all of them can be used by everybody, ${theme}`, async ({
    page,
    context,
  }, info) => {
    await wearFromStart(page, theme);
    await signIn(page, served.url, { by: 'Enter' });
    const tabs = [
      ...TABS.map((tab) => `/incidents/${worked.id}?tab=${tab}`),
      ...worked.others.map((id) => `/incidents/${id}?tab=investigation`),
    ];
    for (const [place, at] of [...tabs, ...PAGES].entries()) {
      await page.goto(`${served.url}#${at}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0);
      for (const size of SIZES) {
        await page.setViewportSize(size);
        const name = `${place}-${at.replace(/^.*[/=]/, '')}-${theme}-${size.width}.png`;
        const picture = await page.screenshot({ path: info.outputPath(name) });
        if (theme === 'night') await expectNightColours(context, picture);
      }
      await test.step(at, () => expectAccessible(page, theme));
    }
  });
}
