import { afterEach, describe, expect, it } from 'vitest';
import type { Actor } from '#shared/access/can.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { MASTER, personActor, recordId, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from './commands.ts';
import { incidentQueries } from './queries.ts';
import { sayEvent } from './say-event.ts';
import { type Incident, incident } from './schema.ts';
import { incidentWords } from './words.ts';

const {
  report,
  acknowledge,
  escalate,
  triage,
  setSeverity,
  amend,
  assign,
  assignTeam,
  comment,
  advance,
  resolve,
  close,
  reopen,
} = incidentCommands;

let board: TestConsole;
afterEach(() => board.close());

function reported(input: object = {}): RecordId {
  board = testConsole();
  const output = board.run<{ id: RecordId }>(report, {
    title: 'Fire in the galley',
    severity: 'critical',
    ...input,
  });
  return output.id;
}

function stand(id: RecordId): Incident {
  const found = board.store.record(incident, id);
  if (found === undefined) throw new Error('the incident is gone');
  return found;
}

function story(id: RecordId): string[] {
  const { timeline } = board.queries.run<ReturnType<typeof incidentQueries.detail.run>>(
    incidentQueries.detail,
    { id },
    MASTER,
  );
  return timeline.map((event) => `${event.at.slice(11, 16)} ${event.labelKey.split('.').at(-1)}`);
}

function said(id: RecordId, type: string): string[] {
  const { timeline } = board.queries.run<ReturnType<typeof incidentQueries.detail.run>>(
    incidentQueries.detail,
    { id },
    MASTER,
  );
  return timeline.filter((event) => event.type === type).map((event) => sayEvent(incidentWords, event));
}

function refusal(act: () => unknown): { code: string; field?: string | undefined } {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, field: error.details.field };
    throw error;
  }
  throw new Error('it was not refused');
}

describe('reporting', () => {
  it('INC-6, INC-8: numbers a critical incident on board and escalates it to level 1 at once', () => {
    const id = reported();
    expect(stand(id)).toMatchObject({
      number: 'AUR-INC-2026-0001',
      stage: 'escalated',
      escalationLevel: 1,
      reportedAt: '2026-03-01T03:10:00.000Z',
      acknowledgeDueAt: '2026-03-01T03:25:00.000Z',
      dueAt: '2026-03-01T07:10:00.000Z',
      atRiskAt: '2026-03-01T06:10:00.000Z',
    });
    expect(story(id)).toEqual(['03:10 reported', '03:10 escalatedAtOnce']);
  });

  it('counts on in the same year and begins again in the next, by the site’s own calendar', () => {
    reported();
    board.run(report, { title: 'Second', severity: 'low' });
    board.clock.advanceMinutes(366 * 24 * 60);
    const { number } = board.run<{ number: string }>(report, { title: 'Next year', severity: 'low' });
    expect(number).toBe('AUR-INC-2027-0001');
  });

  it('INC-8: a second console of the site counts in a series of its own, so that both can report without a link', () => {
    board = testConsole();
    board.run(report, { title: 'At the first console', severity: 'low' });
    board.store.state.station = 2;
    const { number } = board.run<{ number: string }>(report, { title: 'At the second', severity: 'low' });
    expect(number).toBe('AUR.2-INC-2026-0001');
  });

  it('is refused with the field when the title is empty, and leaves nothing behind', () => {
    board = testConsole();
    expect(() => board.run(report, { title: '   ', severity: 'low' })).toThrow('Fill this in.');
    expect(board.store.journal.head().seq).toBe(0);
  });
});

describe('the ladder', () => {
  it('INC-3, INC-7, INC-19: goes to level 2 and 3 when nobody acknowledges, and calls that again four times', () => {
    const id = reported();
    board.pass(14);
    expect(stand(id).escalationLevel).toBe(1);
    board.pass(1);
    expect(stand(id).escalationLevel).toBe(2);
    board.pass(15);
    expect(stand(id)).toMatchObject({
      escalationLevel: 3,
      acknowledgeDueAt: '2026-03-01T03:55:00.000Z',
    });
    board.pass(120);
    expect(stand(id)).toMatchObject({ escalationLevel: 3, acknowledgeDueAt: null });
    expect(story(id)).toEqual([
      '03:10 reported',
      '03:10 escalatedAtOnce',
      '03:25 escalatedUnacknowledged',
      '03:40 escalatedUnacknowledged',
      '03:55 calledAgain',
      '04:10 calledAgain',
      '04:25 calledAgain',
      '04:40 calledAgain',
    ]);
  });

  it('stops when somebody acknowledges; a second acknowledgement leaves the first standing', () => {
    const id = reported();
    board.pass(6);
    board.run(acknowledge, { id });
    board.run(acknowledge, { id }, personActor('IC', 'dpa'));
    board.pass(60);
    expect(stand(id)).toMatchObject({ escalationLevel: 1, acknowledgedByName: 'IP master' });
  });

  it('INC-5: waits again when an acknowledged incident was not moved for 24 hours', () => {
    const id = reported({ severity: 'low' });
    board.run(acknowledge, { id });
    board.pass(24 * 60 - 1);
    expect(stand(id).acknowledgedAt).not.toBeNull();
    board.pass(1);
    expect(story(id).at(-1)).toBe('03:10 ladderRestarted');
    expect(stand(id).acknowledgedAt).toBeNull();
  });

  it('INC-2: a missed deadline is noted once and raises the level by one', () => {
    const id = reported({ severity: 'high' });
    board.run(acknowledge, { id });
    board.pass(12 * 60 + 5);
    expect(stand(id)).toMatchObject({ overdueAt: '2026-03-01T15:10:00.000Z', escalationLevel: 1 });
    expect(story(id).filter((line) => line.endsWith('overdue'))).toHaveLength(1);
  });

  it('runs once, late, for everything missed while the console was off', () => {
    const id = reported();
    board.clock.advanceMinutes(120);
    board.timers.runDue();
    expect(story(id)).toEqual(['03:10 reported', '03:10 escalatedAtOnce', '05:10 escalatedUnacknowledged']);
    expect(stand(id)).toMatchObject({ escalationLevel: 2, acknowledgeDueAt: '2026-03-01T05:25:00.000Z' });
  });

  it('is raised by hand with a reason, straight to a level, never downwards', () => {
    const id = reported({ severity: 'low' });
    board.run(escalate, { id, toLevel: 2, reason: 'Spreading' });
    expect(stand(id)).toMatchObject({ escalationLevel: 2, stage: 'escalated' });
    expect(refusal(() => board.run(escalate, { id, toLevel: 1, reason: 'x' }))).toEqual({
      code: 'rule-broken',
      field: 'toLevel',
    });
    expect(() => board.run(escalate, { id, reason: '' })).toThrow('Say why, for those who are woken.');
  });
});

describe('from triage to closing', () => {
  it('INC-1, INC-9: goes the whole way and needs root cause and corrective action to close', () => {
    const id = reported({ severity: 'medium' });
    board.run(triage, { id, severity: 'high', type: 'fire', category: 'safety' });
    board.run(advance, { id, to: 'under_investigation' });
    board.run(advance, { id, to: 'action_required' });
    expect(
      refusal(() => board.run(close, { id, rootCause: 'Grease', correctiveAction: 'Cleaned' })).code,
    ).toBe('stage-not-allowed');
    board.run(resolve, { id, resolution: 'Fire is out' });
    expect(() => board.run(close, { id, rootCause: 'Grease' })).toThrow(
      'Its investigation is not completed.',
    );
    board.run(incidentCommands.waiveInvestigation, { id, because: 'Seen at once' });
    expect(() => board.run(close, { id, rootCause: '', correctiveAction: 'Cleaned' })).toThrow(
      'Name the root cause.',
    );
    board.run(close, { id, rootCause: 'Grease in the duct', correctiveAction: 'Duct cleaned monthly' });
    expect(stand(id)).toMatchObject({ stage: 'closed', rootCause: 'Grease in the duct' });
    board.pass(600);
    board.run(reopen, { id, reason: 'Smoke again' });
    expect(stand(id)).toMatchObject({ stage: 'reopened', resolvedAt: null, escalationLevel: 0 });
    board.run(setSeverity, { id, severity: 'critical' });
    expect(stand(id).dueAt).toBe('2026-03-01T17:10:00.000Z');
  });

  it('counts the deadlines anew from the report when the severity changes', () => {
    const id = reported({ severity: 'low' });
    board.pass(30);
    board.run(setSeverity, { id, severity: 'critical' });
    expect(stand(id)).toMatchObject({
      severityRank: 4,
      dueAt: '2026-03-01T07:10:00.000Z',
      acknowledgeDueAt: '2026-03-01T03:55:00.000Z',
    });
  });

  it('sets only the fields that were changed, so that two people can mend different ones', () => {
    const id = reported();
    const before = board.store.journal.head().seq;
    board.run(amend, { id, title: 'Fire in the galley duct', place: '' });
    const entry = JSON.parse(board.store.journal.row(before + 1)?.entry ?? '{}');
    expect(entry.changes[0].fields).toEqual({ title: 'Fire in the galley duct' });
    board.run(amend, { id, title: 'Fire in the galley duct' });
    expect(board.store.journal.head().seq).toBe(before + 1);
  });

  it('corrects what came of it and when it happened, and says of each what it was', () => {
    const id = reported({ injured: 1, affected: 'Galley' });
    board.pass(5);
    board.run(amend, {
      id,
      title: 'Fire in the galley',
      occurredAt: '2026-03-01T02:50:00.000Z',
      impact: 'major',
      injured: 2,
      dead: 1,
      affected: 'Galley and mess',
    });
    expect(stand(id)).toMatchObject({
      occurredAt: '2026-03-01T02:50:00.000Z',
      impact: 'major',
      injured: 2,
      dead: 1,
      affected: 'Galley and mess',
    });
    expect(said(id, 'amended')).toEqual([
      'When it happened corrected from 2026-03-01 03:10 to 2026-03-01 02:50',
      'Impact corrected from not known to major',
      'Injured corrected from 1 to 2',
      'Dead corrected from 0 to 1',
      'What is affected corrected from “Galley” to “Galley and mess”',
    ]);
    board.run(amend, { id, impact: null, dead: 0, affected: '' });
    expect(said(id, 'amended').slice(5)).toEqual([
      'Impact corrected from major to not known',
      'Dead corrected from 1 to 0',
      'What is affected corrected from “Galley and mess” to “–”',
    ]);
  });

  it('corrects nothing to what is as it was, nor to what is still to come', () => {
    const id = reported();
    const before = board.store.journal.head().seq;
    board.run(amend, { id, injured: 0, dead: 0, impact: null, occurredAt: null, affected: '' });
    expect(board.store.journal.head().seq).toBe(before);
    expect(refusal(() => board.run(amend, { id, occurredAt: '2026-03-02T00:00:00.000Z' }))).toEqual({
      code: 'invalid-input',
      field: 'occurredAt',
    });
  });

  it('keeps why it was triaged, moved on or given another severity, where somebody said so', () => {
    const id = reported({ severity: 'medium' });
    board.run(triage, {
      id,
      severity: 'high',
      type: 'fire',
      category: 'safety',
      reason: 'Smoke in the duct',
    });
    board.run(advance, { id, to: 'under_investigation', reason: 'Class attends' });
    board.run(setSeverity, { id, severity: 'low', reason: 'It was steam' });
    board.run(setSeverity, { id, severity: 'medium' });
    const { timeline } = board.queries.run<ReturnType<typeof incidentQueries.detail.run>>(
      incidentQueries.detail,
      { id },
      MASTER,
    );
    const changes = timeline.filter(({ type }) => type === 'stage' || type === 'severity');
    expect(changes.map(({ labelParams: { to }, text }) => [to, text])).toEqual([
      ['triaging', 'Smoke in the duct'],
      ['high', null],
      ['under_investigation', 'Class attends'],
      ['low', 'It was steam'],
      ['medium', null],
    ]);
  });

  it('says what is wrong: nobody to assign, an unknown incident, a comment without words', () => {
    const id = reported();
    const nobody = recordId('01950000-0000-7000-8000-00000000dead');
    expect(refusal(() => board.run(assign, { id, assigneeId: nobody })).code).toBe('not-found');
    expect(refusal(() => board.run(acknowledge, { id: nobody })).code).toBe('not-found');
    expect(() => board.run(comment, { id, text: '  ' })).toThrow('Fill this in.');
  });
});

describe('permission', () => {
  it('lets an inspector read and nothing else, and names the reason', () => {
    const id = reported();
    const inspector = personActor('IN', 'auditor');
    expect(refusal(() => board.run(acknowledge, { id }, inspector)).code).toBe('forbidden');
    expect(board.queries.run<{ total: number }>(incidentQueries.list, {}, inspector).total).toBe(1);
  });

  it('keeps people of another site away from this site’s incidents', () => {
    const id = reported();
    const stranger = personActor('IP', 'master', recordId('01950000-0000-7000-8000-00000000beef'));
    expect(refusal(() => board.run(acknowledge, { id }, stranger)).code).toBe('forbidden');
    expect(board.queries.run<{ total: number }>(incidentQueries.list, {}, stranger).total).toBe(0);
  });

  it('lets a denial beat the role', () => {
    const id = reported();
    const denied = { ...MASTER, denied: ['incidents.acknowledge' as const] };
    expect(refusal(() => board.run(acknowledge, { id }, denied)).code).toBe('forbidden');
  });
});

describe('whose an incident is', () => {
  const mate: Actor = { ...personActor('IC'), teamId: 'deck', rowScope: 'team' };
  const fitter: Actor = { ...personActor('AD'), teamId: 'engine', rowScope: 'team' };

  it('is at first the team’s, the provider’s and the partner’s of who reported it', () => {
    board = testConsole();
    const placed = { teamId: 'deck', providerId: 'lanes', organisationId: '' };
    const { id } = board.run<{ id: RecordId }>(
      report,
      { title: 'Hatch cover stuck', severity: 'low' },
      { ...personActor('IP'), ...placed },
    );
    const { teamId, providerId, organisationId } = stand(id);
    expect({ teamId, providerId, organisationId }).toEqual({ teamId: 'deck', providerId: 'lanes' });
  });

  it('goes from team to team, with those who may act on it', () => {
    const id = reported();
    expect(refusal(() => board.run(acknowledge, { id }, mate))).toMatchObject({ code: 'forbidden' });
    board.run(assignTeam, { id, teamId: 'deck' });
    board.run(acknowledge, { id }, mate);
    board.run(assignTeam, { id, teamId: 'engine' }, mate);
    expect(refusal(() => board.run(comment, { id, text: 'Ours?' }, mate))).toMatchObject({
      code: 'forbidden',
    });
    board.run(assignTeam, { id, teamId: null }, fitter);
    const steps = story(id).map((line) => line.split(' ')[1]);
    expect([stand(id).teamId, steps.slice(-4)]).toEqual([
      null,
      ['assignedTeam', 'acknowledged', 'assignedTeam', 'noTeam'],
    ]);
  });

  it('changes nothing when it is the team’s already', () => {
    const id = reported();
    board.run(assignTeam, { id, teamId: null });
    expect(story(id).join()).not.toContain('noTeam');
  });
});
