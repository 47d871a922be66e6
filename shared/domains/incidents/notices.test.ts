import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '#shared/access/can.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import { draftsOf } from '#host/notify/draft-notices.ts';
import { recipientsAt } from '#host/notify/recipients.ts';
import { recordOf } from '#host/store/record-writer.ts';
import { receive } from '#tests/support/receive.ts';
import { siteRecord } from '#tests/support/site-record.ts';
import { AURORA, MASTER, OFFICE, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { type Person, person as personEntity } from '../people/schema.ts';
import { incidentCommands } from './commands.ts';
import { incidentNotices } from './notices.ts';
import { defaultPolicy } from './rules/policy.ts';
import type { IncidentPolicy } from './schema/policy.ts';

const { report, acknowledge, assign, advance, escalate, merge, resolve, reopen, close } = incidentCommands;
const { waiveInvestigation, comment, follow, unfollow } = incidentCommands;

let ship: TestConsole;
let office: TestConsole;
/** `name: notice severity text` for each person at whose console something was told. */
let told: string[];

beforeEach(() => {
  told = [];
  ship = testConsole();
  office = testConsole({ site: OFFICE, clock: ship.clock, runTimers: false });
  for (const at of [ship, office]) {
    receive(at, 'settings', siteRecord(AURORA), siteRecord(OFFICE));
    at.store.onCommit(({ records }) => {
      for (const { notice, draft, subject } of draftsOf(at.store, at.clock, records)) {
        if (!TOLD.includes(notice.name)) continue;
        const people = peopleAt(at);
        const ids = recipientsAt(siteOf(at), people, { siteId: subject.siteId, audience: draft.audience });
        for (const id of ids) {
          const name = people.find((one) => one.id === id)?.name ?? '';
          const [what, says] = [notice.name, draft.body.key].map((key) => key.split('.').at(-1));
          told.push(`${name}: ${what} ${draft.severity} ${says}`);
        }
      }
    });
  }
  // What happens on board arrives at the office.
  ship.store.onCommit(({ records, entry }) => {
    if (entry === undefined) return;
    receive(office, 'incidents', ...records.map(({ document }) => recordOf(document)));
  });
});
afterEach(() => {
  ship.close();
  office.close();
});

const TOLD = [
  'incidents.reported',
  'incidents.over',
  'incidents.reporter',
  'incidents.update',
  'incidents.updateDue',
];
const siteOf = (at: TestConsole) => (at === ship ? AURORA : OFFICE);
const peopleAt = (at: TestConsole): readonly Person[] =>
  at.store.find(personEntity, { siteId: siteOf(at).id, active: true });

let ids = 0;
function newId(): string {
  ids += 1;
  return `01950000-0000-7000-8000-0000000b${String(ids).padStart(4, '0')}`;
}

function person(name: string, jobProfile: string, { siteId = AURORA.id, role = 'IP' } = {}): PersonActor {
  const id = newId();
  const record = {
    id,
    kind: 'person',
    siteId,
    name,
    signInName: name.toLowerCase(),
    role,
    jobProfile,
    active: true,
    granted: [],
    denied: [],
    createdAt: '2026-01-01T00:00:00.000Z',
  };
  for (const at of [ship, office]) receive(at, 'people', record);
  return { ...MASTER, id, name, siteId };
}

function policy(fields: Partial<IncidentPolicy>): void {
  const record = {
    ...defaultPolicy('vessel', 'any'),
    id: newId(),
    kind: 'incident-policy',
    siteId: AURORA.id,
    incidentType: 'any',
    ...fields,
  };
  for (const at of [ship, office]) receive(at, 'incidents', record);
}

function reported(severity: string, by: PersonActor, more: object = {}): string {
  return ship.run<{ id: string }>(report, { title: 'Smoke', severity, ...more }, by).id;
}

/** What was told since the last look. */
function news(): string[] {
  return told.splice(0).toSorted();
}

describe('when an incident is reported (INC-23)', () => {
  it('the jobs of the first step are told in its severity, whatever it is, but not who reported it', () => {
    const officer = person('Ada', 'officer-in-charge');
    person('Sam', 'safety-officer');
    person('Cleo', 'crew');
    person('Oda', 'safety-officer', { siteId: OFFICE.id });
    reported('low', officer);
    reported('high', officer);
    expect(news()).toEqual(['Sam: reported high reported', 'Sam: reported low reported']);
  });

  it('where nobody has such a job, the administrators of the site are', () => {
    const crew = person('Cleo', 'crew');
    person('Ines', 'crew', { role: 'AD' });
    reported('medium', crew);
    expect(news()).toEqual(['Ines: reported medium reported']);
  });

  it('those whom the ladder calls at that moment are called, and not told as well', () => {
    const [ada, crew] = [person('Ada', 'officer-in-charge'), person('Cleo', 'crew')];
    person('Ben', 'officer-in-charge');
    reported('critical', crew);
    expect(news()).toEqual([]);
    receive(ship, 'incidents', {
      id: newId(),
      kind: 'incident-rota',
      siteId: AURORA.id,
      name: 'Watch',
      level: 1,
      personIds: [ada.id],
      turnHours: 12,
      startsOn: '2026-03-01',
      handOverMinute: 0,
      isActive: true,
    });
    reported('critical', crew);
    expect(news()).toEqual(['Ben: reported critical reported']);
  });

  it('jobs that a policy names for its type are told in their place, at the offices too', () => {
    const crew = person('Cleo', 'crew');
    person('Sam', 'safety-officer');
    person('Mona', 'master');
    person('Dora', 'dpa', { siteId: OFFICE.id });
    policy({ incidentType: 'fire', toldAtReport: ['master', 'dpa'] });
    policy({ incidentType: 'injury', toldAtReport: [] });
    reported('low', crew, { type: 'fire' });
    reported('low', crew, { type: 'injury' });
    expect(news()).toEqual(['Dora: reported low reported', 'Mona: reported low reported']);
  });
});

describe('when it is over (INC-24)', () => {
  it('those who were called hear so quietly, wherever they are, but not who ended it', () => {
    const [ada, reporter] = [person('Ada', 'officer-in-charge'), person('Cleo', 'crew')];
    const mona = person('Mona', 'master');
    person('Dora', 'dpa', { siteId: OFFICE.id });
    const id = reported('critical', reporter);
    ship.pass(30);
    ship.run(acknowledge, { id }, mona);
    news();
    ship.run(resolve, { id, resolution: 'Out' }, ada);
    expect(news()).toEqual([
      'Cleo: reporter low resolved',
      'Dora: over low resolved',
      'Mona: over low resolved',
    ]);
    ship.run(waiveInvestigation, { id, because: 'Seen at once' }, mona);
    closeAll(id);
    news();
    ship.run(close, { id, rootCause: 'Grease', correctiveAction: 'Cleaned' }, mona);
    expect(news()).toEqual(['Ada: over low closed', 'Cleo: reporter low closed', 'Dora: over low closed']);
  });

  it('nobody who was called by none hears anything, and a merge is an end too', () => {
    const [ada, ben] = [person('Ada', 'officer-in-charge'), person('Ben', 'officer-in-charge')];
    const [one, other] = [reported('low', ada), reported('low', ada)];
    news();
    ship.run(resolve, { id: reported('low', ada), resolution: 'Over' }, ada);
    expect(news()).toEqual(['Ben: reported low reported']);
    ship.run(escalate, { id: one, reason: 'Spreading' }, ada);
    ship.run(merge, { id: one, intoId: other }, ben);
    expect(news()).toEqual(['Ada: reporter low merged']);
    ship.run(escalate, { id: other, reason: 'Spreading' }, ada);
    ship.run(resolve, { id: other, resolution: 'Over' }, ada);
    expect(news()).toEqual(['Ben: over low resolved']);
  });

  it('stand-ins hear it where nobody was there to be called', () => {
    const crew = person('Cleo', 'crew');
    person('Ines', 'crew', { role: 'AD' });
    const id = reported('critical', crew);
    ship.run(resolve, { id, resolution: 'Over' }, crew);
    expect(news()).toEqual(['Ines: over low resolved']);
  });
});

describe('how it goes on (INC-25)', () => {
  it('is told to its reporter: who has it, each stage, its end, and nothing else', () => {
    const [ada, reporter] = [person('Ada', 'officer-in-charge'), person('Cleo', 'crew')];
    const id = reported('high', reporter);
    ship.run(acknowledge, { id }, ada);
    ship.run(assign, { id, assigneeId: ada.id }, ada);
    ship.run(comment, { id, text: 'Looking' }, ada);
    ship.run(advance, { id, to: 'under_investigation' }, ada);
    ship.run(resolve, { id, resolution: 'Out' }, ada);
    ship.run(reopen, { id, reason: 'It is back' }, ada);
    expect(news().filter((line) => line.startsWith('Cleo'))).toEqual([
      'Cleo: reporter low acknowledged',
      'Cleo: reporter low moved',
      'Cleo: reporter low moved',
      'Cleo: reporter low resolved',
    ]);
  });

  it('is told to nobody where the reporter did it, or is not named', () => {
    const ada = person('Ada', 'officer-in-charge');
    const id = reported('low', ada);
    ship.run(acknowledge, { id }, ada);
    ship.run(resolve, { id, resolution: 'Over' }, ada);
    const { draft } = incidentNotices.find(({ name }) => name === 'incidents.reporter') ?? {};
    const event = { type: 'stage', labelParams: { to: 'resolved' }, byId: ada.id };
    // Only what is looked at.
    const about = { record: event, subject: { reportedById: 'unknown', isAnonymous: true } } as never;
    expect([news(), draft?.(about)]).toEqual([[], undefined]);
  });

  it('is told once where somebody acknowledged at another site', () => {
    const reporter = person('Cleo', 'crew');
    const dora = person('Dora', 'dpa', { siteId: OFFICE.id, role: 'AD' });
    const id = reported('high', reporter);
    const sent: StoredRecord[] = [];
    office.store.onCommit(({ records, entry }) => {
      if (entry !== undefined) sent.push(...records.map(({ document }) => recordOf(document)));
    });
    office.run(acknowledge, { id }, { ...dora, role: 'AD' });
    receive(ship, 'incidents', ...sent.filter(({ kind }) => kind !== 'incident'));
    ship.timers.runDue();
    expect(news()).toEqual(['Cleo: reporter low acknowledged']);
  });
});

describe('those who follow it (INC-64)', () => {
  const update = (id: string, by: PersonActor, more: object = {}) =>
    ship.run(comment, { id, text: 'Pumped dry', kind: 'update', ...more }, by);

  it('hear each update and the end quietly, with the jobs that the policy names, but not who said it', () => {
    const [ada, cleo] = [person('Ada', 'safety-officer'), person('Cleo', 'crew')];
    person('Dora', 'dpa', { siteId: OFFICE.id });
    policy({ stakeholders: ['dpa', 'safety-officer'], toldAtReport: [] });
    const id = reported('low', ada);
    ship.run(follow, { id }, cleo);
    ship.run(comment, { id, text: 'Seen' }, ada);
    update(id, ada);
    ship.run(resolve, { id, resolution: 'Over' }, ada);
    expect(news()).toEqual([
      'Cleo: update low resolved',
      'Cleo: update low update',
      'Dora: update low resolved',
      'Dora: update low update',
    ]);
    ship.run(unfollow, { id }, cleo);
    update(id, ada);
    expect(news()).toEqual(['Dora: update low update']);
  });

  it('hear the end once, though they reported it or were called', () => {
    const [ada, ben] = [person('Ada', 'officer-in-charge'), person('Ben', 'officer-in-charge')];
    const id = reported('critical', ben);
    for (const one of [ada, ben]) ship.run(follow, { id }, one);
    news();
    ship.run(resolve, { id, resolution: 'Over' }, person('Mona', 'master'));
    expect(news()).toEqual(['Ada: over low resolved', 'Ben: reporter low resolved']);
  });

  it('get the update that was promised, of which its author and who has the incident are reminded (INC-65)', () => {
    const [ada, ben] = [person('Ada', 'safety-officer'), person('Ben', 'engineer')];
    person('Cleo', 'safety-officer');
    const id = reported('medium', ada);
    ship.run(assign, { id, assigneeId: ben.id }, ada);
    news();
    const nextUpdateAt = new Date(ship.clock.now() + 10 * 60_000).toISOString();
    update(id, ada, { nextUpdateAt });
    ship.pass(10);
    expect(news()).toEqual(['Ada: updateDue medium updateDue', 'Ben: updateDue medium updateDue']);
  });
});

/** Nothing that was asked for stands in the way of closing. */
function closeAll(id: string): void {
  for (const actionId of ship.store.db
    .prepare("SELECT id FROM incident_action WHERE incidentId = ? AND state = 'open'")
    .pluck()
    .all(id)) {
    ship.run(incidentCommands.cancelAction, { actionId, reason: 'Not needed' });
  }
}
