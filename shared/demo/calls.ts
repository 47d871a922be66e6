import { can } from '../access/can.ts';
import type { Feature } from '../access/features.ts';
import { incidentCommands } from '../domains/incidents/commands.ts';
import { type Incident, incident } from '../domains/incidents/schema.ts';
import { incidentCall } from '../domains/incidents/schema/call.ts';
import { actorOfPerson } from '../domains/people/actor.ts';
import type { Person } from '../domains/people/schema.ts';
import type { SiteRecord } from '../domains/settings/schema.ts';
import { must } from '../kernel/assert.ts';
import { isoOf, msOf } from '../kernel/clock.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../kernel/durations.ts';
import type { RecordId } from '../kernel/ids.ts';
import { castFor } from './cast.ts';
import type { CommandRunner } from './command-runner.ts';
import { type Company, named, siteOf } from './company.ts';
import type { IncidentDraft } from './incident-life.ts';
import { randomFrom } from './random.ts';
import { recordIds } from './record-ids.ts';
import type { IncidentTexts } from './scenario.ts';

const SITE = 'RTM';
const REPORTED_BEFORE_MS = 4 * DAY_MS;
const ACKNOWLEDGED_AFTER_MS = 4 * MINUTE_MS;
const RESOLVED_AFTER_MS = 4 * HOUR_MS;
const TITLE = 'Forklift hit the sprinkler pipe in aisle 7, water on the pallets';
const TEXTS: IncidentTexts = {
  title: TITLE,
  description: TITLE,
  place: 'Rack aisle 7',
  resolution: 'Valve of the zone shut, pipe mended, zone filled and tested. 14 pallets set aside.',
  rootCause: 'Mast was left up while turning; the pipe has no guard at the end of the aisle.',
  correctiveAction: 'Guards at all aisle ends; mast height is limited while driving.',
};
/** Ofcom keeps 07700 900000 to 900999 for stories. */
const WITNESS_NUMBER = '+447700900146';
const SHIFT_LEAD_NUMBER = '+447700900382';
const MANAGER_NUMBER = '+447700900517';

/** Reported from the floor by text message, and acknowledged by another on the way there. */
export function draftTextMessage(company: Company, seed: number, nowMs: number): IncidentDraft {
  const random = randomFrom(seed, 'text message');
  const scenario = { type: 'cargo_damage', category: 'operational' } as const;
  const reportedMs = nowMs - REPORTED_BEFORE_MS;
  const cast = castFor(company, { siteCode: SITE, scenario, severity: 'high' }, random);

  return {
    reportedMs,
    severity: 'high',
    scenario,
    texts: TEXTS,
    cast,
    steps: [
      { do: 'triage', severity: null, atMs: reportedMs + 20 * MINUTE_MS },
      { do: 'assign', atMs: reportedMs + 22 * MINUTE_MS },
      { do: 'advance', to: 'action_required', atMs: reportedMs + 50 * MINUTE_MS },
      { do: 'resolve', atMs: reportedMs + RESOLVED_AFTER_MS },
      { do: 'close', atMs: reportedMs + 3 * DAY_MS },
    ],
    acknowledgeAfterMinutes: ACKNOWLEDGED_AFTER_MS / MINUTE_MS,
    random,
    arrives(runner) {
      const newId = recordIds(randomFrom(seed, 'text message ids'));
      comesIn(runner, {
        id: newId(reportedMs),
        by: named(company, 'a.ferreira'),
        fromNumber: WITNESS_NUMBER,
        said: `${SITE}: ${TITLE}`,
        site: cast.site,
        atMs: reportedMs,
      });
      const { number } = reportedByText(runner);
      const atMs = reportedMs + ACKNOWLEDGED_AFTER_MS;
      comesIn(runner, {
        id: newId(atMs),
        by: named(company, 'shiftlead.rotterdam'),
        fromNumber: SHIFT_LEAD_NUMBER,
        said: `ACK ${number}`,
        site: cast.site,
        atMs,
      });
    },
  };
}

/** Read after a meeting: by then there is nothing to acknowledge. */
export function answerTooLate(company: Company, seed: number, runner: CommandRunner): void {
  const { number, resolvedAt } = reportedByText(runner);
  const atMs = msOf(must(resolvedAt, 'it is over')) + 25 * MINUTE_MS;
  comesIn(runner, {
    id: recordIds(randomFrom(seed, 'late text message'))(atMs),
    by: named(company, 'm.deboer'),
    fromNumber: MANAGER_NUMBER,
    said: `ACK ${number}`,
    site: siteOf(company.sites, SITE),
    atMs,
  });
}

function reportedByText(runner: CommandRunner): Incident {
  return must(runner.store.find(incident, { title: TITLE })[0], TITLE);
}

type TextMessage = {
  readonly id: RecordId;
  readonly by: Person;
  readonly fromNumber: string;
  readonly said: string;
  readonly site: SiteRecord;
  readonly atMs: number;
};

/** The company's server puts down what a gateway handed to it, and the site takes it. */
function comesIn(runner: CommandRunner, { id, by, fromNumber, said, site, atMs }: TextMessage): void {
  const actor = actorOfPerson(by);
  const may = (feature: Feature) => can(actor, feature, { siteId: site.id, ownerId: by.id }).allowed;
  runner.store.insert(incidentCall, {
    id,
    siteId: site.id,
    callKind: 'sms',
    fromNumber,
    said,
    claimedId: by.id,
    claimedName: by.name,
    mayReport: may('incidents.report'),
    mayAcknowledge: may('incidents.acknowledge'),
    receivedAt: isoOf(atMs),
    handledAt: null,
    outcome: 'waiting',
    incidentId: null,
  });
  runner.run(incidentCommands.takeCall, { id }, 'console', site, atMs);
}
