import { incidentsDomain } from '../domains/incidents/domain.ts';
import { type Incident, incident, type IncidentEvent, incidentEvent } from '../domains/incidents/schema.ts';
import type { PassphraseHash } from '../domains/people/schema.ts';
import { type Credential, type Person, person } from '../domains/people/schema.ts';
import { site, type SiteRecord } from '../domains/settings/schema.ts';
import { msOf } from '../kernel/clock.ts';
import type { RecordOf } from '../kernel/define-entity.ts';
import { commandRunner } from './command-runner.ts';
import { must } from '../kernel/assert.ts';
import { askForApprovals, draftApprovals } from './approvals.ts';
import { answerTooLate, draftTextMessage } from './calls.ts';
import { tellTheFleet } from './circular.ts';
import { type Company, DEMONSTRATION_ORGANISATION, foundCompany } from './company.ts';
import { draftDrills } from './drills.ts';
import { draftCurrent } from './incident-current.ts';
import { draftHistory } from './incident-history.ts';
import { liveThrough } from './incident-life.ts';
import { drawLessons, foundRotas } from './lessons.ts';
import { type MemoryStore, memoryStore } from './memory-store.ts';
import { draftSilence, muteSilentOne, setMonitorsUp } from './monitors.ts';
import { randomFrom } from './random.ts';
import { recordIds } from './record-ids.ts';

const SEED = 9_074_729;

export type DemonstrationFleet = {
  readonly organisationName: string;
  readonly sites: readonly SiteRecord[];
  readonly people: readonly Person[];
  readonly credentials: readonly Credential[];
  /** In order of report. */
  readonly incidents: readonly Incident[];
  /** In order of time, and of id where two happened in one millisecond. */
  readonly events: readonly IncidentEvent[];
  /** Whatever else lives in the domain: steps of the ladder, actions, investigations, duties, rotas. */
  readonly parts: readonly RecordOf<(typeof PARTS)[number]>[];
};

/**
 * A shipping company with two years behind it. The same `now` and seed give the same records everywhere;
 * sites and people do not depend on `now`.
 */
export function demonstrationFleet(options: {
  /** ISO instant up to which the company has lived. */
  readonly now: string;
  readonly seed?: number;
  /** What the host made of `DEMONSTRATION_PASSPHRASE`. */
  readonly passphrase: PassphraseHash;
}): DemonstrationFleet {
  const { now, seed = SEED, passphrase } = options;
  const nowMs = msOf(now);
  const company = foundCompany(seed, passphrase);
  const store = storeWith(company);
  const runner = commandRunner(store, recordIds(randomFrom(seed, 'incidents')));
  const drafts = [
    ...draftHistory(company, seed, nowMs),
    ...draftDrills(company, seed, nowMs),
    ...draftCurrent(company, seed, nowMs),
    ...draftApprovals(company, seed, nowMs),
    draftSilence(company, seed, nowMs),
    draftTextMessage(company, seed, nowMs),
  ].sort((a, b) => a.reportedMs - b.reportedMs);
  const beganMs = must(drafts[0], 'a first incident').reportedMs;
  foundRotas(company, runner, beganMs);
  askForApprovals(company, runner, beganMs);
  setMonitorsUp(company, runner, { seed, atMs: beganMs });
  // One after the other in order of report: that is the order in which a site gives its numbers.
  for (const draft of drafts) liveThrough(draft, runner, nowMs);
  drawLessons(company, runner);
  tellTheFleet(company, runner);
  muteSilentOne(company, runner, nowMs);
  answerTooLate(company, seed, runner);
  return {
    organisationName: DEMONSTRATION_ORGANISATION,
    ...company,
    incidents: store.all(incident),
    events: store.all(incidentEvent).sort(byTime),
    parts: PARTS.flatMap((entity) => store.all(entity)),
  };
}

const PARTS = incidentsDomain.entities.filter(
  ({ kind }) => kind !== incident.kind && kind !== incidentEvent.kind,
);

function storeWith(company: Company): MemoryStore {
  const store = memoryStore();
  for (const record of company.sites) store.insert(site, record);
  for (const record of company.people) store.insert(person, record);
  return store;
}

function byTime(a: IncidentEvent, b: IncidentEvent): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
