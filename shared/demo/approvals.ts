import { incidentCommands } from '../domains/incidents/commands.ts';
import { defaultPolicy } from '../domains/incidents/rules/policy.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../kernel/durations.ts';
import { castFor } from './cast.ts';
import type { CommandRunner } from './command-runner.ts';
import { type Company, named, siteOf } from './company.ts';
import type { IncidentDraft, Step } from './incident-life.ts';
import { randomFrom } from './random.ts';
import type { IncidentTexts } from './scenario.ts';

const SITE = 'AUR';
const TYPE = 'machinery_failure';
const ASKS = 'r.nair';

/** On AUR a serious failure of machinery is closed when the master or the DPA has approved it. */
export function askForApprovals(company: Company, runner: CommandRunner, atMs: number): void {
  const { id: siteId, siteKind } = siteOf(company.sites, SITE);
  const input = {
    siteId,
    incidentType: TYPE,
    ...defaultPolicy(siteKind, TYPE),
    approvals: [{ move: 'closed', fromSeverity: 'high', profiles: ['dpa', 'master'] }],
  };
  runner.run(incidentCommands.savePolicy, input, named(company, 'admin'), siteOf(company.sites, 'OFF'), atMs);
}

type Told = {
  readonly key: string;
  readonly ageMs: number;
  /** After the report. */
  readonly resolvedAfterMs: number;
  /** Before now. */
  readonly askedMs: number;
  /** What came of it, and when after it was asked for; null: it waits. */
  readonly decided: {
    readonly do: 'approve' | 'refuse';
    readonly afterMs: number;
    readonly text: string;
  } | null;
  readonly texts: IncidentTexts;
};

const TOLD: readonly Told[] = [
  {
    key: 'approved',
    ageMs: 19 * DAY_MS,
    resolvedAfterMs: 9 * HOUR_MS,
    askedMs: 11 * DAY_MS,
    decided: {
      do: 'approve',
      afterMs: 7 * HOUR_MS,
      text: 'Agreed. The same test goes to the sister ships with the next superintendent’s visit.',
    },
    texts: {
      title: 'Emergency generator does not start from the second source',
      description:
        'Weekly test: starts on the battery, does not on the hydraulic accumulator. Hand pump gives 90 bar, needs 180.',
      place: 'Emergency generator room',
      resolution: 'Accumulator recharged, relief valve renewed from spares. Three starts in a row.',
      rootCause: 'Relief valve of the hand pump leaked; the second source was tested on paper only.',
      correctiveAction: 'Both sources are started each week, and the pressure is written down.',
    },
  },
  {
    key: 'refused',
    ageMs: 9 * DAY_MS,
    resolvedAfterMs: 3 * HOUR_MS,
    askedMs: 5 * DAY_MS,
    decided: {
      do: 'refuse',
      afterMs: 6 * HOUR_MS,
      text: 'This says what tripped, not why no. 3 on stand-by took 4 minutes to come on. Find that first, please.',
    },
    texts: {
      title: 'Blackout for four minutes while the anchor was heaved up',
      description:
        'No. 2 generator tripped on overload when windlass and bow thruster ran together. Emergency generator took over in 21 seconds. 1.2 miles to the breakwater.',
      place: 'Engine control room',
      resolution:
        'No. 3 started by hand, switchboard restored, two generators kept on the board for the port.',
      rootCause: 'No. 2 generator tripped on overload.',
      correctiveAction: 'Two generators on the board for every manoeuvre.',
    },
  },
  {
    key: 'waits',
    ageMs: 6 * DAY_MS,
    resolvedAfterMs: 8 * HOUR_MS,
    askedMs: 150 * MINUTE_MS,
    decided: null,
    texts: {
      title: 'Crankcase oil mist alarm of the main engine, engine slowed down',
      description:
        'Detector high at cylinder 4, slow-down by itself. Engine stopped after 12 minutes, crankcase opened when cold. Drifted 3 miles, clear of traffic.',
      place: 'Main engine, cylinder 4',
      resolution:
        'Crosshead bearing of cylinder 4 found wiped and changed. Running-in without alarm for 24 hours.',
      rootCause: 'Oil groove of the bearing was blocked by a rag left there at the last overhaul.',
      correctiveAction: 'Rags and tools are counted in and out of the crankcase, and the list is signed.',
    },
  },
];

/** One closing that waits for its approval at `nowMs`, one that was refused, and one that was approved with a word. */
export function draftApprovals(company: Company, seed: number, nowMs: number): IncidentDraft[] {
  const asks = named(company, ASKS);
  return TOLD.map(({ key, ageMs, resolvedAfterMs, askedMs, decided, texts }): IncidentDraft => {
    const random = randomFrom(seed, `approval ${key}`);
    const scenario = { type: TYPE, category: 'operational', handler: 'chief-engineer' } as const;
    const reportedMs = nowMs - ageMs;
    const askedAtMs = nowMs - askedMs;
    const steps: Step[] = [
      { do: 'triage', severity: null, atMs: reportedMs + 35 * MINUTE_MS },
      { do: 'assign', atMs: reportedMs + 40 * MINUTE_MS },
      { do: 'advance', to: 'under_investigation', atMs: reportedMs + 2 * HOUR_MS },
      { do: 'resolve', atMs: reportedMs + resolvedAfterMs },
      { do: 'close', atMs: askedAtMs },
    ];
    if (decided !== null)
      steps.push({ do: decided.do, text: decided.text, atMs: askedAtMs + decided.afterMs });
    return {
      reportedMs,
      severity: 'high',
      scenario,
      texts,
      cast: { ...castFor(company, { siteCode: SITE, scenario, severity: 'high' }, random), closer: asks },
      steps,
      acknowledgeAfterMinutes: 8,
      random,
    };
  });
}
