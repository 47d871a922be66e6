import type { Severity } from '../kernel/fields.ts';
import { castFor } from './cast.ts';
import type { Company, DemonstrationSiteCode } from './company.ts';
import { CURRENT_TEXTS, type CurrentKey } from './incident-texts-current.ts';
import type { IncidentDraft, Step } from './incident-life.ts';
import { randomFrom } from './random.ts';
import { fillTexts } from './scenario.ts';
import { MINUTE_MS } from '../kernel/durations.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

type StepPlan = Step extends infer S ? (S extends Step ? Omit<S, 'atMs'> : never) : never;

type CurrentPlan = {
  readonly site: DemonstrationSiteCode;
  readonly key: CurrentKey;
  readonly severity: Severity;
  /** Minutes between report and now. */
  readonly age: number;
  /** Minutes from the report to its acknowledgement; null: nobody yet. */
  readonly acknowledgedAfter: number | null;
  /** Minutes after the report, and what is done then. */
  readonly steps: readonly (readonly [after: number, step: StepPlan])[];
};

const investigate: StepPlan = { do: 'advance', to: 'under_investigation' };
const act: StepPlan = { do: 'advance', to: 'action_required' };
const triage: StepPlan = { do: 'triage', severity: null };
const assign: StepPlan = { do: 'assign' };

function says(by: 'reporter' | 'handler' | 'follower', text: string): StepPlan {
  return { do: 'comment', by, text };
}

/** What burns when the demonstration starts: every stage that is open, every state of the clock. */
const CURRENT: readonly CurrentPlan[] = [
  { site: 'AUR', key: 'bilgeAlarm', severity: 'high', age: 22, acknowledgedAfter: null, steps: [] },
  {
    site: 'AUR',
    key: 'hatchHydraulics',
    severity: 'medium',
    age: 19.5 * HOUR,
    acknowledgedAfter: 35,
    steps: [
      [70, triage],
      [85, assign],
      [3 * HOUR, investigate],
      [
        8 * HOUR,
        says('handler', 'Leak is at the swivel of panel 3. Pressure holds for 20 minutes, then falls.'),
      ],
      [
        15 * HOUR,
        says('follower', 'Seal kit can be at the agent’s tomorrow at 0900. Please confirm the part number.'),
      ],
    ],
  },
  {
    site: 'AUR',
    key: 'immersionSuits',
    severity: 'low',
    age: 20 * HOUR,
    acknowledgedAfter: 190,
    steps: [[6 * HOUR, triage]],
  },
  {
    site: 'AUR',
    key: 'steeringPump',
    severity: 'medium',
    age: 3 * DAY,
    acknowledgedAfter: 40,
    steps: [
      [90, triage],
      [95, assign],
      [5 * HOUR, investigate],
      [17 * HOUR, act],
      [26 * HOUR, says('follower', 'Pump cartridge left the maker today, airway bill follows.')],
      [50 * HOUR, act],
      [71 * HOUR, says('handler', 'Running on no. 2 only, no. 1 kept as emergency. Tested every watch.')],
    ],
  },
  {
    site: 'BOR',
    key: 'paintStoreFire',
    severity: 'critical',
    age: 70,
    acknowledgedAfter: 6,
    steps: [
      [
        9,
        says(
          'reporter',
          'General alarm given. 19 of 19 mustered. Ventilation shut, boundary cooling started.',
        ),
      ],
      [24, says('handler', 'CO₂ of the paint store released. Temperature of the bulkhead falling.')],
      [38, investigate],
      [40, assign],
      [
        55,
        says('follower', 'Emergency room is manned. Flag and P&I informed. Report every 30 minutes, please.'),
      ],
    ],
  },
  {
    site: 'BOR',
    key: 'charterersFuel',
    severity: 'high',
    age: 10 * HOUR,
    acknowledgedAfter: 14,
    steps: [
      [35, triage],
      [40, assign],
      [2 * HOUR, investigate],
      [6 * HOUR, act],
      [
        7 * HOUR,
        says('handler', 'Both purifiers in parallel at minimum flow. Filter opened twice this watch.'),
      ],
    ],
  },
  { site: 'BOR', key: 'pilotLadder', severity: 'low', age: 3 * HOUR, acknowledgedAfter: null, steps: [] },
  {
    site: 'CAS',
    key: 'reeferSocket',
    severity: 'high',
    age: 13 * HOUR,
    acknowledgedAfter: 9,
    steps: [
      [25, triage],
      [30, assign],
      [80, investigate],
      [3 * HOUR, says('handler', '11 boxes on the spare sockets of bay 10. Two stay without supply.')],
      // Twelve hours were not enough: its ladder rose, and they went on.
      [12.4 * HOUR, investigate],
    ],
  },
  {
    site: 'CAS',
    key: 'garbageRecord',
    severity: 'low',
    age: 39 * HOUR,
    acknowledgedAfter: 150,
    steps: [
      [20 * HOUR, triage],
      [30 * HOUR, assign],
    ],
  },
  {
    site: 'CAS',
    key: 'freshWater',
    severity: 'medium',
    age: 9 * DAY,
    acknowledgedAfter: 30,
    steps: [
      [80, triage],
      [4 * HOUR, investigate],
      [11 * HOUR, { do: 'resolve' }],
      [3 * DAY, { do: 'close' }],
      [
        9 * DAY - 100,
        { do: 'reopen', text: 'Salinity is up again since the last filling, 38 ppm this morning.' },
      ],
    ],
  },
  {
    site: 'RTM',
    key: 'vaccinePallets',
    severity: 'high',
    age: 2 * HOUR,
    acknowledgedAfter: 7,
    steps: [
      [15, triage],
      [18, assign],
      [40, investigate],
      [75, act],
      [
        90,
        says(
          'handler',
          'Six pallets in the cool room, blocked. Loggers read out: 9.4 °C at most for 52 minutes.',
        ),
      ],
    ],
  },
  {
    site: 'RTM',
    key: 'customsScan',
    severity: 'medium',
    age: 20 * HOUR,
    acknowledgedAfter: 45,
    steps: [
      [2 * HOUR, triage],
      [3 * HOUR, investigate],
      [16 * HOUR, says('handler', 'Customs wants the packing list in Dutch. Broker is on it.')],
    ],
  },
  {
    site: 'RTM',
    key: 'dockPlate',
    severity: 'low',
    age: 5 * HOUR,
    acknowledgedAfter: 60,
    steps: [[4 * HOUR, says('reporter', 'Door 8 closed with cones. Door 7 takes its trucks.')]],
  },
  {
    site: 'RTM',
    key: 'missingPallet',
    severity: 'low',
    age: 52 * HOUR,
    acknowledgedAfter: 200,
    steps: [
      [9 * HOUR, triage],
      [20 * HOUR, investigate],
      [
        40 * HOUR,
        says('handler', 'Aisles 9 to 14 counted, not there. Footage of the outbound lanes is asked for.'),
      ],
      [50 * HOUR, investigate],
    ],
  },
  {
    site: 'OFF',
    key: 'certificatePortal',
    severity: 'medium',
    age: 3 * HOUR,
    acknowledgedAfter: 20,
    steps: [
      [45, triage],
      [50, assign],
      [
        2 * HOUR,
        says(
          'handler',
          'Class portal answers, our import does not. Certificates can be had from the class page meanwhile.',
        ),
      ],
    ],
  },
  {
    site: 'OFF',
    key: 'wrongRecipient',
    severity: 'low',
    age: 26 * HOUR,
    acknowledgedAfter: 110,
    steps: [
      [5 * HOUR, triage],
      [22 * HOUR, investigate],
    ],
  },
];
export const CURRENT_COUNT = CURRENT.length;

/** The incidents that are open at `nowMs`, told one by one. */
export function draftCurrent(company: Company, seed: number, nowMs: number): IncidentDraft[] {
  return CURRENT.map((plan): IncidentDraft => {
    const random = randomFrom(seed, `current ${plan.key}`);
    const scenario = CURRENT_TEXTS[plan.key];
    const reportedMs = nowMs - plan.age * MINUTE_MS;
    return {
      reportedMs,
      severity: plan.severity,
      scenario,
      texts: fillTexts(scenario, random),
      cast: castFor(company, { siteCode: plan.site, scenario, severity: plan.severity }, random),
      steps: plan.steps.map(([after, step]) => ({ ...step, atMs: reportedMs + after * MINUTE_MS })),
      acknowledgeAfterMinutes: plan.acknowledgedAfter,
      random,
    };
  });
}
