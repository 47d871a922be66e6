import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '#shared/access/can.ts';
import type { JobProfile } from '#shared/access/roles.ts';
import type { CollectionName, StoredRecord } from '#shared/kernel/define-entity.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { draftsOf } from '#host/notify/draft-notices.ts';
import { siteRecord } from '#tests/support/site-record.ts';
import { AURORA, OFFICE, personActor, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { must } from '#shared/kernel/assert.ts';
import { incidentCommands } from '../commands.ts';
import { incidentQueries } from '../queries.ts';
import { defaultPolicy } from '../rules/policy.ts';
import { incident, incidentEvent } from '../schema.ts';
import { incidentApproval } from '../schema/approval.ts';
import type { ApprovalRule } from '../schema/policy.ts';

const { report, resolve, close, advance, reopen, triage, merge, setSeverity, savePolicy } = incidentCommands;
const { approve, refuseApproval, withdrawApproval } = incidentCommands;

let ids = 0;
function somebody(jobProfile: JobProfile, siteId: string, name: string): PersonActor {
  ids += 1;
  const id = `01950000-0000-7000-8000-0000000a${String(ids).padStart(4, '0')}`;
  return { ...personActor(siteId === OFFICE.id ? 'IC' : 'IP', jobProfile, siteId), id, name };
}

let ship: TestConsole;
let office: TestConsole;
let mate: PersonActor;
let master: PersonActor;
let dpa: PersonActor;
beforeEach(() => {
  ship = testConsole();
  office = testConsole({ site: OFFICE, runTimers: false });
  mate = somebody('officer-in-charge', AURORA.id, 'Ana');
  master = somebody('master', AURORA.id, 'Bo');
  dpa = somebody('dpa', OFFICE.id, 'Cy');
  bring(ship, 'settings', siteRecord(OFFICE));
  bring(office, 'settings', siteRecord(AURORA));
  for (const at of [ship, office]) for (const one of [mate, master, dpa]) bring(at, 'people', recordOf(one));
});
afterEach(() => {
  ship.close();
  office.close();
});

/** As an exchange brings it. */
function bring(to: TestConsole, collection: CollectionName, record: object): void {
  // What the tests hand in is made of JSON.
  to.store.receive((writer, changed) => changed(writer.write(collection, record as StoredRecord, false)));
}

function recordOf({ id, name, role, jobProfile, siteId }: PersonActor): object {
  const rights = { role, jobProfile, active: true, granted: [], denied: [] };
  const createdAt = '2026-01-01T00:00:00.000Z';
  return { id, kind: 'person', siteId, name, signInName: name.toLowerCase(), ...rights, createdAt };
}

const DPA_CLOSES: ApprovalRule = { move: 'closed', fromSeverity: 'high', profiles: ['dpa', 'master'] };
function ruled(...approvals: readonly ApprovalRule[]): void {
  const fields = { ...defaultPolicy('vessel', 'any'), approvals: [...approvals] };
  ship.run(
    savePolicy,
    { siteId: AURORA.id, incidentType: 'any', ...fields },
    somebody('dpa', AURORA.id, 'Di'),
  );
}

function resolved(severity = 'high'): RecordId {
  const { id } = ship.run<{ id: RecordId }>(report, { title: 'Leak', severity, type: 'other' }, mate);
  ship.run(resolve, { id, resolution: 'Shut the valve' }, mate);
  return id;
}
const LESSONS = { rootCause: 'A worn seal', correctiveAction: 'Changed it' };
const askToClose = (id: RecordId) =>
  ship.run<{ waitsForApproval: boolean }>(close, { id, ...LESSONS }, mate).waitsForApproval;
const asked = (id: RecordId, at = ship) => at.store.find(incidentApproval, { incidentId: id });
const question = (id: RecordId) => ({ id, approvalId: must(asked(id).at(-1), 'a question').id });
const stageOf = (id: RecordId, at = ship) => at.store.record(incident, id)?.stage;
const story = (id: RecordId) =>
  ship.store
    .find(incidentEvent, { incidentId: id })
    .filter(({ type }) => type === 'approval')
    .map(({ labelKey, byName, text }) => [labelKey.split('.').at(-1), byName, text]);

function refused(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error.details.says?.key.split('.').at(-1) ?? error.code;
    throw error;
  }
  return 'done';
}

describe('moves that wait for an approval (INC-78)', () => {
  it('are none where no policy names any', () => {
    const id = resolved();
    expect([askToClose(id), stageOf(id), asked(id)]).toEqual([false, 'closed', []]);
  });

  it('are those that the policy names, from its severity on', () => {
    ruled(DPA_CLOSES);
    const [high, medium] = [resolved('high'), resolved('medium')];
    expect([askToClose(high), askToClose(medium)]).toEqual([true, false]);
    expect([stageOf(high), stageOf(medium)]).toEqual(['resolved', 'closed']);
    expect(asked(high)).toMatchObject([
      { move: 'closed', ...LESSONS, profiles: ['dpa', 'master'], askedByName: 'Ana', decision: null },
    ]);
    expect(refused(() => askToClose(high))).toBe('approval-waits');
  });

  it('are not asked for while something else is missing', () => {
    ruled(DPA_CLOSES);
    const id = resolved();
    expect(refused(() => ship.run(close, { id }, mate))).toBe('closed-without-root-cause');
    expect(asked(id)).toEqual([]);
  });

  it('are made where nobody else could approve them, and the timeline says so', () => {
    ruled({ ...DPA_CLOSES, profiles: ['hseq-manager'] });
    const id = resolved();
    expect([askToClose(id), stageOf(id)]).toEqual([false, 'closed']);
    expect(story(id)).toEqual([['approvalByNobody', 'Ana', null]]);
  });

  it('may be any but taking up, escalating and opening again', () => {
    ruled(
      ...(['under_investigation', 'action_required', 'resolved'] as const).map((move) => ({
        ...DPA_CLOSES,
        move,
      })),
    );
    const { id } = ship.run<{ id: RecordId }>(report, { title: 'Leak', severity: 'high' }, mate);
    ship.run(advance, { id, to: 'action_required', reason: 'Parts' }, mate);
    ship.run(approve, question(id), master);
    ship.run(resolve, { id, resolution: 'Tight again' }, mate);
    expect(stageOf(id)).toBe('action_required');
    ship.run(approve, question(id), master);
    expect(ship.store.record(incident, id)).toMatchObject({ stage: 'resolved', resolution: 'Tight again' });
    expect(asked(id).map(({ endedBecause }) => endedBecause)).toEqual(['made', 'made']);
  });
});

describe('who decides (INC-79)', () => {
  it('is somebody else of its jobs, once; the move is made as it was asked for', () => {
    ruled({ ...DPA_CLOSES, profiles: ['officer-in-charge', 'master'] });
    const id = resolved();
    askToClose(id);
    expect(refused(() => ship.run(approve, question(id), mate))).toBe('approved-by-asker');
    const engineer = somebody('chief-engineer', AURORA.id, 'Di');
    expect(refused(() => ship.run(approve, question(id), engineer))).toBe('approval-of-other-jobs');
    ship.run(approve, { ...question(id), note: 'Well done' }, master);
    expect(ship.store.record(incident, id)).toMatchObject({ stage: 'closed', ...LESSONS });
    expect(asked(id)).toMatchObject([{ decision: 'approved', decidedByName: 'Bo', endedBecause: 'made' }]);
    expect(refused(() => ship.run(approve, question(id), master))).toBe('approval-over');
    expect(story(id)).toEqual([
      ['approvalAsked', 'Ana', null],
      ['approvalGiven', 'Bo', 'Well done'],
    ]);
  });

  it('refuses with a reason, and leaves the incident where it is; it may be asked for again', () => {
    ruled(DPA_CLOSES);
    const id = resolved();
    askToClose(id);
    ship.run(refuseApproval, { ...question(id), reason: 'The seal was new' }, master);
    expect([stageOf(id), story(id).at(-1)]).toEqual([
      'resolved',
      ['approvalRefused', 'Bo', 'The seal was new'],
    ]);
    expect(askToClose(id)).toBe(true);
  });

  it('withdraws, if it is whoever asked', () => {
    ruled(DPA_CLOSES);
    const id = resolved();
    askToClose(id);
    expect(refused(() => ship.run(withdrawApproval, question(id), master))).toBe('approval-of-another');
    ship.run(withdrawApproval, question(id), mate);
    expect(asked(id)).toMatchObject([{ decision: null, endedBecause: 'withdrawn' }]);
    expect(refused(() => ship.run(approve, question(id), master))).toBe('approval-over');
  });
});

describe('an approval given at another site (INC-80)', () => {
  function sentAshore(id: RecordId): void {
    const plain = (record: object | undefined) => JSON.parse(JSON.stringify(record)) as object;
    bring(office, 'incidents', plain(ship.store.record(incident, id)));
    for (const one of asked(id)) bring(office, 'incidents', plain(one));
  }
  function broughtBack(id: RecordId): void {
    for (const one of asked(id, office)) bring(ship, 'incidents', JSON.parse(JSON.stringify(one)) as object);
    ship.pass(1);
  }

  it('is on its way until the home site has it and makes the move', () => {
    ruled(DPA_CLOSES);
    const id = resolved();
    askToClose(id);
    sentAshore(id);
    expect(office.run(approve, question(id), dpa)).toEqual({ id, isOnItsWay: true });
    expect(stageOf(id, office)).toBe('resolved');
    broughtBack(id);
    expect(ship.store.record(incident, id)).toMatchObject({ stage: 'closed', ...LESSONS });
    expect(asked(id)).toMatchObject([{ decidedByName: 'Cy', endedBecause: 'made' }]);
    const line = ship.store.find(incidentEvent, { incidentId: id, type: 'stage' }).at(-1);
    expect(line).toMatchObject({ byName: '', labelParams: { to: 'closed', approvedBy: 'Cy' } });
  });

  it('says why where the incident can no longer be moved so (INC-57)', () => {
    ruled(DPA_CLOSES);
    const id = resolved();
    askToClose(id);
    sentAshore(id);
    office.run(approve, question(id), dpa);
    const { addAction } = incidentCommands;
    ship.run(addAction, { id, actionKind: 'corrective', text: 'Check the others' }, mate);
    broughtBack(id);
    expect([stageOf(id), asked(id)[0]?.endedBecause, story(id).at(-1)]).toEqual([
      'resolved',
      'impossible',
      ['approvalFailed', '', expect.stringContaining('still open')],
    ]);
  });

  it('moves nothing that was withdrawn meanwhile', () => {
    ruled(DPA_CLOSES);
    const id = resolved();
    askToClose(id);
    ship.run(withdrawApproval, question(id), mate);
    const [withdrawn] = asked(id);
    const decided = { decision: 'approved', decidedById: dpa.id, decidedByName: dpa.name };
    bring(ship, 'incidents', { ...JSON.parse(JSON.stringify(withdrawn)), ...decided });
    ship.pass(1);
    expect(stageOf(id)).toBe('resolved');
  });
});

describe('what waits for an approval (INC-81)', () => {
  it('waits no longer when the incident goes another way', () => {
    ruled(DPA_CLOSES, { ...DPA_CLOSES, move: 'resolved' });
    const again = resolved('medium');
    ship.run(
      setSeverity,
      { id: ship.run<{ id: RecordId }>(reopen, { id: again, reason: 'Leaks' }, mate).id, severity: 'high' },
      mate,
    );
    ship.run(resolve, { id: again, resolution: 'Tight' }, mate);
    ship.run(triage, { id: again, severity: 'high', type: 'other', category: 'safety' }, mate);
    ship.run(resolve, { id: again, resolution: 'Tight now' }, mate);
    const other = ship.run<{ id: RecordId }>(
      report,
      { title: 'Leak', severity: 'low', type: 'other' },
      mate,
    ).id;
    ship.run(merge, { id: again, intoId: other }, mate);
    expect(asked(again).map(({ endedBecause }) => endedBecause)).toEqual(['moved', 'merged']);
  });

  it('stands on the page of the incident, with what its reader may do', () => {
    ruled(DPA_CLOSES);
    const id = resolved();
    askToClose(id);
    const seen = (actor: PersonActor) =>
      ship.queries
        .run<ReturnType<typeof incidentQueries.detail.run>>(incidentQueries.detail, { id }, actor)
        .approvals.map(({ state, mayDecide, mayWithdraw }) => [state, mayDecide, mayWithdraw]);
    expect([seen(mate), seen(master)]).toEqual([[['asked', false, true]], [['asked', true, false]]]);
    const { closing } = incidentQueries;
    expect(ship.queries.run(closing, { id }, mate)).toMatchObject({ approvedBy: ['dpa', 'master'] });
    ship.run(approve, question(id), master);
    expect(seen(mate)).toEqual([]);
  });
});

describe('who is told (INC-82)', () => {
  it('are those who may approve but not who asks, and then who asked', () => {
    const told: unknown[] = [];
    ship.store.onCommit(({ records }) => {
      for (const { notice, draft } of draftsOf(ship.store, ship.clock, records)) {
        const { profiles, personIds, exceptIds = [] } = draft.audience;
        if (notice.name.includes('approval')) told.push([notice.name, profiles, personIds, exceptIds]);
      }
    });
    ruled(DPA_CLOSES);
    const id = resolved();
    askToClose(id);
    ship.run(refuseApproval, { ...question(id), reason: 'The seal was new' }, master);
    expect(told).toEqual([
      ['incidents.approvalAsked', ['dpa', 'master'], [], [mate.id]],
      ['incidents.approvalDecided', [], [mate.id], []],
    ]);
  });
});

describe('a severity that somebody looked at and left', () => {
  it('keeps the reason as a line', () => {
    const { id } = ship.run<{ id: RecordId }>(report, { title: 'Leak', severity: 'high' }, mate);
    ship.run(setSeverity, { id, severity: 'high' }, mate);
    ship.run(setSeverity, { id, severity: 'high', reason: 'Nobody was hurt' }, mate);
    const lines = ship.store.find(incidentEvent, { incidentId: id, type: 'severity' });
    expect(lines.map(({ labelKey, text }) => [labelKey, text])).toEqual([
      ['incidents.event.severityKept', 'Nobody was hurt'],
    ]);
  });
});
