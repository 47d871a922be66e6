import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '#shared/access/can.ts';
import type { CollectionName, StoredRecord } from '#shared/kernel/define-entity.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { siteRecord } from '#tests/support/site-record.ts';
import { AURORA, MASTER, OFFICE, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { incidentQueries } from '../queries.ts';
import { defaultPolicy } from '../rules/policy.ts';
import { type Incident, incident } from '../schema.ts';
import { incidentAcknowledgement } from '../schema/escalation.ts';
import { rotaOverride } from '../schema/rota.ts';

const { report, acknowledge, escalate, resolve, reopen, setSeverity, assignTeam } = incidentCommands;

let ship: TestConsole;
let office: TestConsole | undefined;
beforeEach(() => {
  ship = testConsole();
});
afterEach(() => {
  ship.close();
  office?.close();
  office = undefined;
});

/** Records as an exchange brings them. */
function receive(at: TestConsole, collection: CollectionName, ...records: object[]): void {
  at.store.receive((writer, changed) => {
    // What the tests hand in is made of JSON.
    for (const record of records) changed(writer.write(collection, record as StoredRecord, false));
  });
}

let ids = 0;
function newId(): string {
  ids += 1;
  return `01950000-0000-7000-8000-0000000a${String(ids).padStart(4, '0')}`;
}

function person(name: string, jobProfile: string, more: object = {}): PersonActor & { siteId: string } {
  const record = {
    id: newId(),
    kind: 'person',
    siteId: AURORA.id,
    name,
    signInName: name.toLowerCase(),
    role: 'IP',
    jobProfile,
    active: true,
    granted: [],
    denied: [],
    createdAt: '2026-01-01T00:00:00.000Z',
    ...more,
  };
  receive(ship, 'people', record);
  const { id, siteId } = record;
  return { ...MASTER, id, name, siteId, jobProfile: jobProfile === 'dpa' ? 'dpa' : 'crew' };
}

function rota(level: number, people: readonly { id: string }[], more: object = {}): string {
  const id = newId();
  receive(ship, 'incidents', {
    id,
    kind: 'incident-rota',
    siteId: AURORA.id,
    name: `Level ${level}`,
    level,
    personIds: people.map((one) => one.id),
    turnHours: 12,
    startsOn: '2026-03-01',
    handOverMinute: 0,
    isActive: true,
    ...more,
  });
  return id;
}

function reported(severity = 'critical', more: object = {}): RecordId {
  return ship.run<{ id: RecordId }>(report, { title: 'Fire in the galley', severity, ...more }).id;
}

function stand(id: RecordId, at: TestConsole = ship): Incident {
  const found = at.store.record(incident, id);
  if (found === undefined) throw new Error('the incident is gone');
  return found;
}

type Ladder = ReturnType<typeof incidentQueries.ladder.run>;
function ladder(id: RecordId): Ladder {
  return ship.queries.run<Ladder>(incidentQueries.ladder, { id }, MASTER);
}
function calls(id: RecordId) {
  return ladder(id).escalations.map(({ level, trigger, calledBy, calledNames, skippedLevels }) => ({
    level,
    trigger,
    calledBy,
    calledNames,
    skippedLevels,
  }));
}
function story(id: RecordId): string[] {
  const { timeline } = ship.queries.run<ReturnType<typeof incidentQueries.detail.run>>(
    incidentQueries.detail,
    { id },
    MASTER,
  );
  return timeline.map((event) => `${event.at.slice(11, 16)} ${event.labelKey.split('.').at(-1)}`);
}

describe('who is called', () => {
  it('INC-12: those on call, else everybody with the job; at the last level also those at the offices', () => {
    const [ada, ben] = [person('Ada', 'officer-in-charge'), person('Ben', 'officer-in-charge')];
    rota(1, [ben, ada]);
    person('Mona', 'master');
    receive(ship, 'settings', { ...siteRecord(OFFICE) });
    person('Dora', 'dpa', { siteId: OFFICE.id });
    const id = reported();
    ship.pass(30);
    expect(calls(id)).toEqual([
      { level: 1, trigger: 'critical_report', calledBy: 'rota', calledNames: ['Ben'], skippedLevels: [] },
      { level: 2, trigger: 'unacknowledged', calledBy: 'jobs', calledNames: ['Mona'], skippedLevels: [] },
      { level: 3, trigger: 'unacknowledged', calledBy: 'jobs', calledNames: ['Dora'], skippedLevels: [] },
    ]);
    expect(ladder(id).escalations.map(({ isActive, endedBecause }) => [isActive, endedBecause])).toEqual([
      [false, 'next_level'],
      [false, 'next_level'],
      [true, null],
    ]);
  });

  it('INC-12: are all with the job where the one on call has left, and whoever took over where somebody did', () => {
    const [ada, ben] = [person('Ada', 'officer-in-charge'), person('Ben', 'officer-in-charge')];
    const gone = person('Gus', 'officer-in-charge', { active: false });
    const rotaId = rota(1, [gone]);
    expect(calls(reported())[0]?.calledNames).toEqual(['Ada', 'Ben']);
    const override = {
      id: newId(),
      kind: 'incident-rota-override',
      siteId: AURORA.id,
      rotaId,
      personId: ben.id,
      personName: ben.name,
      fromAt: '2026-03-01T00:00:00.000Z',
      toAt: '2026-03-01T04:00:00.000Z',
      reason: '',
      handOverNote: null,
      madeAt: '2026-03-01T00:00:00.000Z',
      madeById: ada.id,
      madeByName: ada.name,
      withdrawnAt: null,
    };
    receive(ship, 'incidents', override);
    expect(calls(reported())[0]?.calledNames).toEqual(['Ben']);
    ship.pass(50);
    // Its time is over: those on call are not looked for among years of them.
    expect(ship.store.record(rotaOverride, override.id)?.endedAt).toBe('2026-03-01T04:00:00.000Z');
    expect(calls(reported())[0]?.calledNames).toEqual(['Ada', 'Ben']);
  });

  it('INC-13: an empty level is passed over at once and noted, also straight to a level', () => {
    const mona = person('Mona', 'master');
    rota(3, [mona]);
    const id = reported();
    expect(calls(id)).toMatchObject([{ level: 2, calledNames: ['Mona'], skippedLevels: [1] }]);
    expect(story(id)).toEqual(['03:10 reported', '03:10 levelSkipped', '03:10 escalatedAtOnce']);
    const other = reported('low');
    expect(ship.run(escalate, { id: other, toLevel: 1, reason: 'Spreading' })).toEqual({
      id: other,
      level: 2,
    });
  });

  it('INC-13: where nobody is left above, no level is passed over: stand-ins are told at each', () => {
    const id = reported();
    ship.pass(15);
    expect(calls(id)).toMatchObject([
      { level: 1, calledBy: 'nobody', skippedLevels: [] },
      { level: 2, calledBy: 'nobody', skippedLevels: [] },
    ]);
  });

  it('INC-11: follows the most particular policy: its jobs, and its times', () => {
    const { severities, ...policy } = defaultPolicy('vessel', 'fire');
    receive(ship, 'incidents', {
      ...policy,
      id: newId(),
      kind: 'incident-policy',
      siteId: AURORA.id,
      incidentType: 'fire',
      severities: { ...severities, high: { ...severities.high, acknowledgeMinutes: 5 } },
      steps: [{ profiles: ['crew'] }, { profiles: ['master'] }, { profiles: ['dpa'] }],
    });
    person('Cleo', 'crew');
    const fire = reported('high', { type: 'fire' });
    const other = reported('high');
    expect([stand(fire).acknowledgeDueAt, stand(other).acknowledgeDueAt]).toEqual([
      '2026-03-01T03:15:00.000Z',
      '2026-03-01T03:40:00.000Z',
    ]);
    ship.pass(5);
    expect(calls(fire)).toMatchObject([{ level: 1, calledNames: ['Cleo'] }]);
  });
});

describe('acknowledging', () => {
  it('INC-15: reminds after three quarters of the time that was given, then the ladder waits again', () => {
    const id = reported();
    ship.run(acknowledge, { id, minutes: 60, response: 'On my way' });
    expect(stand(id)).toMatchObject({
      acknowledgedUntil: '2026-03-01T04:10:00.000Z',
      acknowledgeDueAt: null,
    });
    expect(ladder(id)).toMatchObject({
      escalations: [{ isActive: false, endedBecause: 'acknowledged', response: 'On my way' }],
      acknowledgements: [{ byName: 'IP master', state: 'standing', response: 'On my way' }],
    });
    ship.pass(60);
    expect(story(id).slice(2)).toEqual(['03:10 acknowledged', '03:55 reminded', '04:10 ladderRestarted']);
    expect(ladder(id)).toMatchObject({
      escalations: [{ isActive: false }, { level: 1, trigger: 'stale', isActive: true }],
      acknowledgements: [{ state: 'over' }],
    });
    expect(stand(id)).toMatchObject({ acknowledgedAt: null, acknowledgeDueAt: '2026-03-01T04:25:00.000Z' });
  });

  it('INC-15: moving the incident renews it, and its reminder', () => {
    const id = reported();
    ship.run(acknowledge, { id, minutes: 60 });
    ship.pass(50);
    ship.run(assignTeam, { id, teamId: 'deck' });
    ship.pass(60);
    expect(story(id).slice(3)).toEqual([
      '03:55 reminded',
      '04:00 assignedTeam',
      '04:45 reminded',
      '05:00 ladderRestarted',
    ]);
  });

  it('several people may: the first stays named, and it stands until the last of them has ended', () => {
    const id = reported();
    const ben = { ...MASTER, id: newId(), name: 'Ben' };
    ship.run(acknowledge, { id, minutes: 15 });
    ship.run(acknowledge, { id, minutes: 60 }, ben);
    ship.pass(16);
    expect(stand(id)).toMatchObject({
      acknowledgedByName: 'IP master',
      acknowledgedUntil: '2026-03-01T04:10:00.000Z',
    });
    expect(ladder(id).acknowledgements.map(({ byName, state }) => [byName, state])).toEqual([
      ['IP master', 'over'],
      ['Ben', 'standing'],
    ]);
    expect(story(id).slice(-2)).toEqual(['03:22 reminded', '03:25 acknowledgementExpired']);
  });

  it('again takes the place of one’s own', () => {
    const id = reported();
    ship.run(acknowledge, { id, minutes: 15 });
    ship.pass(10);
    ship.run(acknowledge, { id, minutes: 60 });
    ship.pass(45);
    expect(stand(id).acknowledgedAt).toBe('2026-03-01T03:10:00.000Z');
    expect(ladder(id).acknowledgements.map(({ state }) => state)).toEqual(['over', 'standing']);
    expect(story(id).at(-1)).toBe('04:05 reminded');
  });

  it('INC-16: calls and acknowledgements end when it is resolved, and nothing is left of them when it is reopened', () => {
    const id = reported();
    ship.run(resolve, { id, resolution: 'Out' });
    expect(ladder(id).escalations).toMatchObject([{ isActive: false, endedBecause: 'resolved' }]);
    ship.run(reopen, { id, reason: 'Smoke again' });
    ship.run(acknowledge, { id });
    ship.run(resolve, { id, resolution: 'Out' });
    ship.pass(24 * 60);
    expect(ladder(id).acknowledgements).toMatchObject([{ state: 'over', remindedAt: null }]);
  });
});

describe('acknowledging at another site (INC-14)', () => {
  const DORA: PersonActor = { ...MASTER, role: 'AD', name: 'Dora', siteId: OFFICE.id, id: newId() };

  /** The office sees how things stand on board, and acknowledges there. */
  function acknowledgedAshore(id: RecordId): { deliver(): void } {
    office = testConsole({ site: OFFICE, clock: ship.clock, runTimers: false });
    receive(office, 'incidents', stand(id));
    const sent: StoredRecord[] = [];
    office.store.onCommit(({ records }) =>
      sent.push(...records.map(({ document: { _deleted, ...record } }) => withoutMeta(record))),
    );
    office.run(acknowledge, { id, minutes: 60 }, DORA);
    return {
      deliver() {
        receive(ship, 'incidents', ...sent.filter(({ kind }) => kind !== incident.kind));
        ship.timers.runDue();
      },
    };
  }

  it('is on its way until the ship has it, and stops the ladder then', () => {
    const id = reported();
    const { deliver } = acknowledgedAshore(id);
    expect(office && stand(id, office)).toMatchObject({
      acknowledgedAt: null,
      acknowledgedElsewhereAt: '2026-03-01T03:10:00.000Z',
    });
    ship.pass(20);
    expect(stand(id).escalationLevel).toBe(2);
    deliver();
    expect(stand(id)).toMatchObject({
      acknowledgedByName: 'Dora',
      acknowledgedAt: '2026-03-01T03:10:00.000Z',
      acknowledgedUntil: '2026-03-01T04:10:00.000Z',
      acknowledgeDueAt: null,
    });
    expect(ladder(id).acknowledgements).toMatchObject([
      { state: 'standing', consoleSiteName: 'Head office', countedAt: '2026-03-01T03:30:00.000Z' },
    ]);
    expect(story(id).slice(-2)).toEqual(['03:25 escalatedUnacknowledged', '03:30 acknowledgementCounted']);
  });

  it('never takes the place of one that stands on board', () => {
    const id = reported();
    const { deliver } = acknowledgedAshore(id);
    ship.pass(5);
    ship.run(acknowledge, { id, minutes: 15 });
    deliver();
    expect(stand(id)).toMatchObject({
      acknowledgedByName: 'IP master',
      acknowledgedAt: '2026-03-01T03:15:00.000Z',
      acknowledgedUntil: '2026-03-01T04:10:00.000Z',
    });
    expect(story(id).at(-1)).toBe('03:15 acknowledgementAdded');
  });

  it('does nothing any more when it comes too late', () => {
    const id = reported();
    const { deliver } = acknowledgedAshore(id);
    ship.pass(5);
    ship.run(escalate, { id, toLevel: 3, reason: 'Spreading' });
    deliver();
    expect(stand(id)).toMatchObject({ acknowledgedAt: null, escalationLevel: 3 });
    expect(ladder(id).acknowledgements).toMatchObject([{ state: 'over' }]);
  });

  it('is refused by the server when it claims to have stopped the ladder there', () => {
    const before = { siteId: AURORA.id, acknowledgedAt: null };
    const claim = (after: object, site = OFFICE) => ({
      actor: DORA,
      site,
      isFounder: false,
      hasPeople: true,
      peopleAt: () => [],
      // Only the fields that are looked at.
      writes: [{ kind: 'incident', op: 'patch', id: 'i', before, after: { ...before, ...after } }] as never,
    });
    const stopped = { acknowledgedAt: '2026-03-01T03:10:00.000Z' };
    expect(() => acknowledge.check?.(claim(stopped))).toThrow('Only the site where it happened');
    expect(() => acknowledge.check?.(claim(stopped, AURORA))).not.toThrow();
    expect(() =>
      acknowledge.check?.(claim({ acknowledgedElsewhereAt: stopped.acknowledgedAt })),
    ).not.toThrow();
  });

  it('names whoever made it, and nobody else, when the home site counts it (INC-62)', () => {
    const made = { incidentId: 'i', byId: DORA.id, byName: DORA.name };
    const claim = (acknowledgedById: string) => ({
      actor: MASTER,
      site: AURORA,
      isFounder: false,
      hasPeople: true,
      peopleAt: () => [],
      // Only the fields that are looked at.
      writes: [
        {
          kind: 'incident',
          op: 'patch',
          id: 'i',
          after: { acknowledgedById, acknowledgedByName: DORA.name },
        },
        { kind: 'incident-acknowledgement', op: 'patch', id: 'a', before: made, after: made },
      ] as never,
    });
    const { countAcknowledgement } = incidentCommands;
    expect(() => countAcknowledgement.check?.(claim(MASTER.id))).toThrow('Only whoever acknowledged');
    expect(() => countAcknowledgement.check?.(claim(DORA.id))).not.toThrow();
  });
});

describe('what the ladder asks for (INC-17)', () => {
  it('is asked for once: when it is critical, and when somebody escalates it', () => {
    const id = reported();
    ship.run(escalate, { id, reason: 'Spreading' });
    ship.run(escalate, { id, reason: 'Still spreading' });
    expect(asked(id)).toEqual([
      'immediate_review',
      'assign_investigation_team',
      'notify_management',
      'assign_resolution_team',
    ]);
  });

  it('an incident that becomes critical is called at level 1 as if it had been reported so', () => {
    const id = reported('low');
    expect(asked(id)).toEqual([]);
    ship.run(setSeverity, { id, severity: 'critical' });
    expect(stand(id)).toMatchObject({ escalationLevel: 1, stage: 'escalated' });
    expect(asked(id)).toHaveLength(3);
  });

  function asked(id: RecordId): string[] {
    return ship.store.db
      .prepare(
        "SELECT code FROM incident_action WHERE incidentId = ? AND actionKind = 'required' ORDER BY id",
      )
      .pluck()
      .all(id)
      .map(String);
  }
});

it('an acknowledgement that the home site has not counted is no one’s to end', () => {
  const id = reported();
  receive(ship, 'incidents', {
    id: newId(),
    kind: 'incident-acknowledgement',
    siteId: OFFICE.id,
    incidentId: id,
    level: 1,
    byId: newId(),
    byName: 'Dora',
    consoleSiteId: OFFICE.id,
    consoleSiteName: OFFICE.name,
    at: '2026-03-01T03:10:00.000Z',
    standsMs: 60_000,
    expiresAt: '2026-03-01T03:11:00.000Z',
    lookAt: '2026-03-01T03:10:45.000Z',
    response: '',
    countedAt: null,
    remindedAt: null,
    endedAt: null,
  });
  ship.run(resolve, { id, resolution: 'Out' });
  const [made] = ship.store.records(incidentAcknowledgement, 'SELECT data FROM incident_acknowledgement');
  expect(made?.endedAt).toBeNull();
});

function withoutMeta(record: { readonly [field: string]: unknown }): StoredRecord {
  const entries = Object.entries(record).filter(([field]) => !field.startsWith('_'));
  // A document without what the store keeps beside it is the record.
  return Object.fromEntries(entries) as StoredRecord;
}
