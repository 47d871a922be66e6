import { incidentCommands } from '../domains/incidents/commands.ts';
import { incident } from '../domains/incidents/schema.ts';
import { NO_FACTS } from '../domains/incidents/schema/facts.ts';
import type { Person } from '../domains/people/schema.ts';
import { must } from '../kernel/assert.ts';
import { isoOf, msOf } from '../kernel/clock.ts';
import type { Command } from '../kernel/define-command.ts';
import type { CommandRunner } from './command-runner.ts';
import { type Company, named, siteOf } from './company.ts';
import { CURRENT_TEXTS } from './incident-texts-current.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../kernel/durations.ts';

type Run = <Output>(command: Command, input: object, by: Person, afterMs: number) => Output;

/** What is learnt from two of the open incidents: one investigation that is done, and one that has just begun. */
export function drawLessons(company: Company, runner: CommandRunner): void {
  investigateSteeringPump(company, about(company, runner, CURRENT_TEXTS.steeringPump.title));
  investigatePaintStore(company, about(company, runner, CURRENT_TEXTS.paintStoreFire.title));
}

type About = { readonly id: string; readonly reportedMs: number; readonly run: Run };

function about(company: Company, runner: CommandRunner, title: string): About {
  const { id, reportedAt } = must(runner.store.find(incident, { title })[0], title);
  const reportedMs = msOf(reportedAt);
  return {
    id,
    reportedMs,
    run: <Output>(command: Command, input: object, by: Person, afterMs: number) => {
      const at = must(
        company.sites.find((site) => site.id === by.siteId),
        'a person has a site',
      );
      // The caller names the output of the command it runs.
      return runner.run(command, { id, ...input }, by, at, reportedMs + afterMs) as Output;
    },
  };
}

type Why = {
  readonly text: string;
  readonly group: string;
  readonly isRoot?: boolean;
  readonly because?: readonly Why[];
};

function ask({ id, run }: About, whys: readonly Why[], by: Person, afterMs: number, parentId?: string): void {
  for (const { text, group, isRoot = false, because = [] } of whys) {
    const input = parentId === undefined ? { text, group } : { text, group, parentId };
    const { causeId } = run<{ causeId: string }>(incidentCommands.addCause, input, by, afterMs);
    if (isRoot) run(incidentCommands.changeCause, { causeId, isRoot }, by, afterMs);
    ask({ id, reportedMs: 0, run }, because, by, afterMs, causeId);
  }
}

function investigateSteeringPump(company: Company, pump: About): void {
  const safety = named(company, 'safety.aurora');
  const chief = named(company, 'r.nair');
  const { run, reportedMs } = pump;
  run(incidentCommands.startInvestigation, { leadId: safety.id, teamIds: [chief.id] }, safety, 6 * HOUR_MS);
  ask(
    pump,
    [
      {
        text: 'Bearing of pump no. 1 ran dry of clean oil',
        group: 'equipment',
        because: [
          {
            text: 'Filter in bypass since the last bunkering of hydraulic oil',
            group: 'procedure',
            because: [
              { text: 'Nobody is to look at the bypass indicator', group: 'management', isRoot: true },
              { text: 'Oil was taken from an open drum', group: 'people' },
            ],
          },
        ],
      },
    ],
    safety,
    20 * HOUR_MS,
  );
  const statement = 'The gauge stood in the red before we left Algeciras. I took it for the cold oil.';
  const witness = { name: 'Jomar Villanueva', capacity: 'Engineer on watch', statement };
  run(incidentCommands.takeStatement, witness, safety, 9 * HOUR_MS);
  const evidence = {
    description: 'Filter element with metal, bagged',
    keptWhere: 'Engine control room, locker 2',
  };
  run(incidentCommands.takeEvidence, evidence, safety, 10 * HOUR_MS);
  const found = {
    summary: 'Dirty oil by-passed the filter for about nine days and wore the bearing of pump no. 1.',
    lessons: 'A bypass that nobody looks at is no bypass: its indicator belongs on the round of the watch.',
    factors: ['not-checked', 'poor-hand-over'],
    likelihood: 3,
    consequence: 4,
  };
  run(incidentCommands.changeInvestigation, found, safety, 40 * HOUR_MS);
  run(incidentCommands.completeInvestigation, {}, safety, 41 * HOUR_MS);
  const action = (text: string, actionKind: string, dueMs: number) => ({
    text,
    actionKind,
    ownerId: chief.id,
    dueAt: isoOf(reportedMs + dueMs),
  });
  const add = (input: object) =>
    run<{ actionId: string }>(incidentCommands.addAction, input, safety, 42 * HOUR_MS);
  add(action('Renew cartridge and flush the system of pump no. 1', 'corrective', 5 * DAY_MS));
  add(action('Bypass indicator on the checklist of the watch', 'preventive', 9 * DAY_MS));
  const { actionId } = add(action('Close and mark the open drum', 'immediate', 4 * DAY_MS));
  run(
    incidentCommands.completeAction,
    { actionId, outcome: 'Drum emptied and landed.' },
    chief,
    50 * HOUR_MS,
  );
  run(incidentCommands.follow, {}, named(company, 'dpa'), 43 * HOUR_MS);
  const update = {
    kind: 'update',
    text: 'Pump no. 1 is flushed and stands by, no. 2 steers.',
    expected: 'Cartridge comes with the agent in Rotterdam.',
  };
  run(incidentCommands.comment, update, safety, 47 * HOUR_MS);
}

function investigatePaintStore(company: Company, fire: About): void {
  const safety = named(company, 'o.hrytsenko');
  const { run } = fire;
  run(incidentCommands.startInvestigation, { leadId: safety.id }, safety, 48 * MINUTE_MS);
  const why = [{ text: 'Rags with linseed oil were kept in a carton', group: 'procedure' }];
  ask(fire, why, safety, 52 * MINUTE_MS);
  const facts = {
    ...NO_FACTS,
    flagState: 'MT',
    materialDamage: true,
    unseaworthy: true,
    circumstances: 'At sea, 140 miles off Lisbon, wind NW 5. 19 persons on board.',
  };
  run(incidentCommands.assessReportability, facts, safety, 58 * MINUTE_MS);
}

/** Who is on call where: ships by watches, the office by weeks. */
export function foundRotas(company: Company, runner: CommandRunner, atMs: number): void {
  const admin = named(company, 'admin');
  for (const { site, signInNames, ...rota } of ROTAS) {
    const siteId = siteOf(company.sites, site).id;
    const personIds = signInNames.map((signInName) => named(company, signInName).id);
    const input = { siteId, personIds, startsOn: STARTS_ON, ...rota };
    runner.run(incidentCommands.saveRota, input, admin, siteOf(company.sites, 'OFF'), atMs);
  }
}

const STARTS_ON = '2019-03-04';
const WEEK_HOURS = 7 * 24;

const ROTAS = [
  {
    site: 'AUR',
    name: 'Watch on board',
    level: 1,
    signInNames: ['t.wierzbicki', 'safety.aurora'],
    turnHours: 12,
    handOverMinute: 8 * 60,
  },
  {
    site: 'RTM',
    name: 'Shift leads',
    level: 1,
    signInNames: ['shiftlead.rotterdam', 'm.deboer'],
    turnHours: 24,
    handOverMinute: 6 * 60,
  },
  {
    site: 'OFF',
    name: 'Duty week',
    level: 1,
    signInNames: ['s.lekka', 'd.karagiannis', 'a.brandt'],
    turnHours: WEEK_HOURS,
    handOverMinute: 9 * 60,
  },
] as const;
