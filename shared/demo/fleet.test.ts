import { describe, expect, it } from 'vitest';
import { ROLE_FEATURES } from '../access/roles.ts';
import { defaultTerms } from '#tests/support/default-terms.ts';
import { NOBODYS_HASH } from '#tests/support/passphrase-hash.ts';
import { numberSeries, slaStatusOf } from '../domains/incidents/rules.ts';
import { deadlinesOf } from '../domains/incidents/rules/clock.ts';
import {
  type Incident,
  incident,
  INCIDENT_TYPES,
  incidentEvent,
  type IncidentEvent,
} from '../domains/incidents/schema.ts';
import { isOpen, STAGES, type Stage, stageTransitions } from '../domains/incidents/states.ts';
import { timersOfAnIncident } from '../domains/incidents/timers.ts';
import { incidentWords } from '../domains/incidents/words.ts';
import { credential, person } from '../domains/people/schema.ts';
import { entityOf } from '../domains/registry.ts';
import { site } from '../domains/settings/schema.ts';
import { must } from '../kernel/assert.ts';
import { mayFollow } from '../kernel/state-machine.ts';
import { DEMONSTRATION_SIGN_INS } from './company.ts';
import { demonstrationFleet } from './fleet.ts';
import { DRILL_COUNT } from './drills.ts';
import { CURRENT_COUNT } from './incident-current.ts';

const NOW = '2026-11-21T08:15:00.000Z';
/** A leap day, a night after a year's end, a summer noon. */
const OTHER_TIMES = ['2028-02-29T12:00:00.000Z', '2027-01-01T00:30:00.000Z', '2026-07-14T11:59:59.999Z'];

const fleet = demonstrationFleet({ now: NOW, passphrase: NOBODYS_HASH });
const eventsByIncident = Map.groupBy(fleet.events, (event) => event.incidentId);
const openOnes = fleet.incidents.filter((record) => isOpen(record.stage));

function siteById(id: string) {
  return must(
    fleet.sites.find((record) => record.id === id),
    `site ${id}`,
  );
}

function historyOf(record: Incident): readonly IncidentEvent[] {
  return eventsByIncident.get(record.id) ?? [];
}

describe('the demonstration company', () => {
  it('comes out the same, byte for byte, for the same moment and seed', () => {
    const again = demonstrationFleet({ now: NOW, passphrase: NOBODYS_HASH });
    expect(JSON.stringify(again) === JSON.stringify(fleet)).toBe(true);
  });

  it('comes out differently for another seed', () => {
    const other = demonstrationFleet({ now: NOW, seed: 1, passphrase: NOBODYS_HASH });
    expect(other.people[0]?.id).not.toBe(fleet.people[0]?.id);
    expect(other.incidents[0]).not.toEqual(fleet.incidents[0]);
  });

  it('keeps its sites and people whatever the day, so that consoles started apart agree', () => {
    const later = demonstrationFleet({ now: '2027-03-01T00:00:00.000Z', passphrase: NOBODYS_HASH });
    expect([later.sites, later.people, later.credentials]).toEqual([
      fleet.sites,
      fleet.people,
      fleet.credentials,
    ]);
  });

  it('has five sites and thirty people, each with a passphrase and a sign-in name of their own', () => {
    expect(fleet.sites.map(({ code, siteKind }) => `${code} ${siteKind}`)).toEqual([
      'AUR vessel',
      'BOR vessel',
      'CAS vessel',
      'OFF office',
      'RTM warehouse',
    ]);
    expect(fleet.people).toHaveLength(30);
    expect(new Set(fleet.people.map((one) => one.signInName)).size).toBe(30);
    expect(new Set(fleet.people.map((one) => one.name)).size).toBe(30);
    expect(fleet.credentials.map((one) => one.personId)).toEqual(fleet.people.map((one) => one.id));
  });

  it('has every documented sign-in', () => {
    for (const { siteCode, signInName, name } of DEMONSTRATION_SIGN_INS) {
      const found = must(
        fleet.people.find((one) => one.signInName === signInName),
        signInName,
      );
      expect([siteById(found.siteId).code, found.name]).toEqual([siteCode, name]);
    }
  });

  it('gives its ships IMO numbers with the right check digit', () => {
    const numbers = fleet.sites.flatMap((record) => record.imoNumber ?? []);
    const checked = numbers.map((text) => {
      const digits = text.split('').map(Number);
      const sum = digits.slice(0, 6).reduce((total, digit, at) => total + digit * (7 - at), 0);
      return sum % 10 === digits[6];
    });
    expect(checked).toEqual([true, true, true]);
  });

  it('consists of records that their schemas take unchanged and whose invariants hold', () => {
    const { sites, people, credentials, incidents, events } = fleet;
    const groups = [
      [site, sites],
      [person, people],
      [credential, credentials],
      [incident, incidents],
      [incidentEvent, events],
    ] as const;
    for (const [entity, records] of groups) {
      for (const record of records) expect(entity.schema.parse(record)).toEqual(record);
    }
    expect(incidents.flatMap((record) => incident.invariant(record) ?? [])).toEqual([]);
  });

  it('never gives one id twice', () => {
    const { sites, people, credentials, incidents, events, parts } = fleet;
    const ids = [sites, people, credentials, incidents, events, parts].flatMap((group) =>
      group.map((record) => record.id),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('what lies beside its incidents', () => {
  const count = (kind: string) => fleet.parts.filter((record) => record.kind === kind).length;

  it('is enough for every page to show something', () => {
    const some = [
      'incident-escalation',
      'incident-acknowledgement',
      'incident-action',
      'incident-investigation',
      'incident-cause',
      'incident-witness',
      'incident-evidence',
      'incident-facts',
      'incident-compliance',
      'incident-rota',
      'incident-follower',
      'incident-circular',
      'incident-circular-receipt',
      'incident-policy',
      'incident-approval',
      'incident-monitor',
      'incident-call',
    ];
    expect(some.filter((kind) => count(kind) === 0)).toEqual([]);
    expect(fleet.incidents.filter(({ isDrill = false }) => isDrill)).toHaveLength(DRILL_COUNT);
  });

  it('belongs to incidents that are there, and is what its schema takes', () => {
    const known = new Set<string>(fleet.incidents.map(({ id }) => id));
    const lost = fleet.parts.filter(
      (part) => 'incidentId' in part && part.incidentId !== null && !known.has(part.incidentId),
    );
    expect(lost).toEqual([]);
    for (const part of fleet.parts)
      expect(must(entityOf(part.kind), part.kind).schema.parse(part)).toEqual(part);
  });
});

describe('its incidents', () => {
  it('are as many, as severe and as late as in two ordinary years', () => {
    const total = fleet.incidents.length;
    const share = (count: (record: Incident) => boolean) => fleet.incidents.filter(count).length / total;
    const critical = share((record) => record.severity === 'critical');
    const late = share((record) => record.resolvedAt !== null && record.resolvedAt >= record.dueAt);
    const closed = share((record) => record.stage === 'closed');
    expect(total).toBeGreaterThanOrEqual(900);
    expect(total).toBeLessThanOrEqual(1_200);
    expect(critical).toBeGreaterThan(0.01);
    expect(critical).toBeLessThan(0.04);
    // Of the low and medium ones few: their clock counts working hours.
    expect(late).toBeGreaterThan(0.01);
    expect(late).toBeLessThan(0.15);
    expect(closed).toBeGreaterThan(0.95);
  });

  it('are numbered per site and year without gaps, in order of report', () => {
    const bySeries = Map.groupBy(fleet.incidents, (record) => {
      const { code, timeZone } = siteById(record.siteId);
      return numberSeries(code, 1, record.reportedAt, timeZone);
    });
    expect(bySeries.size).toBe(15);
    for (const [series, records] of bySeries) {
      expect(records.map((record) => record.number)).toEqual(
        records.map((_record, index) => `${series}-${String(index + 1).padStart(4, '0')}`),
      );
      expect(records.map((record) => record.reportedAt)).toEqual(
        records.map((record) => record.reportedAt).sort(),
      );
    }
  });

  it('are of types that their kind of site knows', () => {
    for (const record of fleet.incidents) {
      const kind = siteById(record.siteId).siteKind;
      expect([...INCIDENT_TYPES[kind], 'other']).toContain(record.type);
    }
  });

  it('carry the deadlines of their severity, counted from the report or from the last reopening', () => {
    for (const record of fleet.incidents) {
      const reopened = historyOf(record).findLast((event) => event.labelParams['to'] === 'reopened');
      expect(record).toMatchObject(
        deadlinesOf(
          defaultTerms(record.severity, siteById(record.siteId).timeZone),
          reopened?.at ?? record.reportedAt,
        ),
      );
    }
  });

  it('never have the same title twice running, at a site or in the fleet', () => {
    const sites = Map.groupBy(fleet.incidents, (record) => record.siteId);
    for (const records of [fleet.incidents, ...sites.values()]) {
      const repeated = records.filter((record, index) => record.title === records[index - 1]?.title);
      expect(repeated.map((record) => record.title)).toEqual([]);
    }
  });

  it('have texts with every slot filled', () => {
    const texts = fleet.incidents.flatMap((record) => [
      record.title,
      record.description,
      record.place,
      record.resolution ?? '',
      record.rootCause ?? '',
      record.correctiveAction ?? '',
    ]);
    expect(texts.filter((text) => /[{}|]/.test(text))).toEqual([]);
    expect(new Set(fleet.incidents.map((record) => record.title)).size).toBeGreaterThan(400);
  });

  it.each([NOW, ...OTHER_TIMES])('leave the same ones open at %s, in every state of the clock', (now) => {
    const { incidents } = demonstrationFleet({ now, passphrase: NOBODYS_HASH });
    const open = incidents.filter((record) => isOpen(record.stage));
    const states = { on_track: 0, at_risk: 0, overdue: 0 };
    for (const record of open) states[slaStatusOf(record, now)] += 1;
    const unseenAndSerious = open.filter(
      (record) => record.severityRank >= 3 && record.acknowledgedAt === null,
    );
    expect(open).toHaveLength(CURRENT_COUNT);
    // How many are in which depends on the hour: those of working hours stand still at night.
    expect(Object.entries(states).filter(([, count]) => count === 0)).toEqual([]);
    expect(unseenAndSerious.map((record) => record.severity)).toEqual(['high']);
  });

  it('are open in every stage that can be seen before the first timer fires', () => {
    const stages = new Set(openOnes.map((record) => record.stage));
    expect([...stages].sort()).toEqual(
      ['action_required', 'reopened', 'reported', 'triaging', 'under_investigation'].sort(),
    );
  });

  it('leave no timer that should have fired before now', () => {
    const missed = fleet.incidents.flatMap((record) =>
      timersOfAnIncident.flatMap((timer) => {
        const due = timer.due(record);
        return due !== undefined && due.at <= NOW ? [`${record.number} ${timer.name} ${due.at}`] : [];
      }),
    );
    expect(missed).toEqual([]);
  });
});

describe('their timelines', () => {
  it('stand in order of time and end before now', () => {
    const keys = fleet.events.map((event) => `${event.at} ${event.id}`);
    expect(keys).toEqual([...keys].sort());
    expect(must(fleet.events.at(-1), 'a last event').at <= NOW).toBe(true);
    expect(fleet.incidents.every((record) => record.reportedAt <= NOW)).toBe(true);
  });

  it('begin with the report and take allowed steps only, up to the stage the incident is in', () => {
    for (const record of fleet.incidents) {
      const events = historyOf(record);
      expect(events[0]).toMatchObject({ type: 'reported', at: record.reportedAt });
      let stage: Stage = 'reported';
      for (const event of events) {
        const next = stageAfter(event, stage);
        if (event.type === 'stage') expect(event.labelParams['from']).toBe(stage);
        if (next !== stage)
          expect([record.number, mayFollow(stageTransitions, stage, next)]).toEqual([record.number, true]);
        stage = next;
      }
      expect(stage).toBe(record.stage);
    }
  });

  it('tell of every kind of thing that happens to an incident', () => {
    const types = new Set(fleet.events.map((event) => event.type));
    const keys = new Set(fleet.events.map((event) => event.labelKey));
    expect([...types].sort()).toEqual(
      [
        'reported',
        'severity',
        'assigned',
        'acknowledged',
        'escalated',
        'ladder_restarted',
        'overdue',
        'stage',
        'commented',
        'at_risk',
        'action',
        'reminded',
        'investigation',
        'witness',
        'evidence',
        'compliance',
        'approval',
        'linked',
      ].sort(),
    );
    expect([...keys].filter((key) => key.startsWith('incidents.event.escalated')).sort()).toEqual([
      'incidents.event.escalatedAtOnce',
      'incidents.event.escalatedByHand',
      'incidents.event.escalatedOverdue',
      'incidents.event.escalatedUnacknowledged',
    ]);
    expect([...keys].filter((key) => !(key in incidentWords))).toEqual([]);
  });

  it('are written by people who exist and may report, or by the console of the site', () => {
    const authors = new Set(fleet.events.map((event) => event.byId));
    const known = new Set<string>([
      ...fleet.sites.map((record) => record.id),
      ...fleet.people
        .filter((one) => ROLE_FEATURES[one.role].includes('incidents.report'))
        .map((one) => one.id),
    ]);
    expect([...authors].filter((id) => !known.has(id))).toEqual([]);
  });
});

function stageAfter(event: IncidentEvent, before: Stage): Stage {
  if (event.type === 'escalated') return 'escalated';
  if (event.type !== 'stage') return before;
  return must(
    STAGES.find((stage) => stage === event.labelParams['to']),
    'a stage',
  );
}
