import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { draftsOf } from '#host/notify/draft-notices.ts';
import type { ClaimedWrite } from '#shared/kernel/define-command.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { AURORA, MASTER, personActor, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { person } from '../people/schema.ts';
import { incidentCommands as commands } from './commands.ts';
import { incidentQueries as queries } from './queries.ts';
import { type Incident, incident } from './schema.ts';
import { type IncidentAction, incidentAction } from './schema/action.ts';

type Investigation = ReturnType<typeof queries.investigation.run>;
type Open = ReturnType<typeof queries.openActions.run>;

const SHA = 'a'.repeat(64);
const FITTER = { ...personActor('IT', 'engineer'), id: '01950000-0000-7000-8000-000000000201' };
const DPA = personActor('IC', 'dpa');

let board: TestConsole;
let id: RecordId;
beforeEach(() => {
  board = testConsole();
  board.store.receive((writer, changed) => {
    const known = { createdAt: '2026-01-01T00:00:00.000Z', active: true, granted: [], denied: [] };
    for (const { id: personId, name, role, jobProfile, siteId } of [FITTER, MASTER, DPA]) {
      const base = { id: personId, kind: person.kind, siteId, name, role, jobProfile };
      changed(writer.write('people', { ...base, ...known, signInName: name.replace(' ', '.') }, false));
    }
  });
  id = reported('Gasket of the separator leaks');
});
afterEach(() => board.close());

function reported(title: string, input: object = {}): RecordId {
  return board.run<{ id: RecordId }>(commands.report, { title, severity: 'low', ...input }).id;
}

function stand(of: RecordId = id): Incident {
  const found = board.store.record(incident, of);
  if (found === undefined) throw new Error('the incident is gone');
  return found;
}

function actionOf(actionId: RecordId): IncidentAction {
  const found = board.store.record(incidentAction, actionId);
  if (found === undefined) throw new Error('the action is gone');
  return found;
}

function add(input: object = {}): RecordId {
  const made = { id, text: 'Check all gaskets in the store', ...input };
  return board.run<{ actionId: RecordId }>(commands.addAction, made).actionId;
}

const story = (of: RecordId = id) =>
  board.queries
    .run<ReturnType<typeof queries.detail.run>>(queries.detail, { id: of }, MASTER)
    .timeline.map(({ labelKey }) => labelKey.split('.').at(-1));
const asked = () => board.queries.run<Investigation>(queries.investigation, { id }, MASTER);
const open = (input: object = {}, actor = MASTER) =>
  board.queries.run<Open>(queries.openActions, input, actor).rows.map(({ text }) => text);

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return `${error.code} ${error.details.field ?? ''}`.trim();
    throw error;
  }
  throw new Error('it was not refused');
}

describe('an action', () => {
  it('is done by its owner, verified by somebody else, and opened again when it does not hold (INC-30)', () => {
    const actionId = add({ ownerId: FITTER.id, dueAt: '2026-03-10T12:00:00.000Z' });
    board.run(commands.completeAction, { actionId, outcome: 'Two were wrong' }, FITTER);
    const verify =
      (actor = MASTER) =>
      () =>
        board.run(commands.verifyAction, { actionId }, actor);
    expect(refusal(verify({ ...FITTER, role: 'IP' }))).toBe('forbidden');
    verify()();
    expect(actionOf(actionId)).toMatchObject({ state: 'verified', outcome: 'Two were wrong' });
    board.run(commands.reopenAction, { actionId, reason: 'A third one' });
    expect(actionOf(actionId)).toMatchObject({ state: 'open', outcome: 'A third one' });
    expect(story().slice(1)).toEqual(['actionGiven', 'actionDone', 'actionVerified', 'actionReopened']);
  });

  it('is not verified by who did it for its owner', () => {
    const actionId = add({ ownerId: FITTER.id });
    board.run(commands.completeAction, { actionId });
    expect(refusal(() => board.run(commands.verifyAction, { actionId }))).toBe('forbidden');
    board.run(commands.verifyAction, { actionId }, DPA);
    expect(actionOf(actionId).state).toBe('verified');
  });

  it('of somebody else is completed only by who handles incidents', () => {
    const actionId = add({ ownerId: MASTER.id });
    expect(refusal(() => board.run(commands.completeAction, { actionId }, FITTER))).toBe('forbidden');
  });

  it('asks the server the same of a console that was tampered with (INC-30)', () => {
    const before = { ...actionOf(add({ ownerId: MASTER.id })) };
    const write = (after: object): ClaimedWrite =>
      ({
        kind: incidentAction.kind,
        op: 'patch',
        id: before.id,
        before,
        after: { ...before, ...after },
      }) as never;
    const claim = (actor: typeof MASTER, after: object) =>
      ({
        actor,
        site: AURORA,
        isFounder: false,
        hasPeople: true,
        peopleAt: () => [],
        writes: [write(after)],
      }) as never;
    expect(refusal(() => commands.completeAction.check?.(claim(FITTER, { state: 'done' })))).toBe(
      'forbidden',
    );
    expect(refusal(() => commands.verifyAction.check?.(claim(MASTER, { state: 'verified' })))).toBe(
      'forbidden',
    );
    expect(() => commands.verifyAction.check?.(claim(DPA, { state: 'verified' }))).not.toThrow();
  });

  it('is changed while it is open, cancelled with a reason, and gone from the open ones then', () => {
    const actionId = add();
    board.run(commands.changeAction, { actionId, ownerId: FITTER.id, text: 'Check two' });
    expect([open(), open({ mine: true }), open({ mine: true }, FITTER)]).toEqual([
      ['Check two'],
      [],
      ['Check two'],
    ]);
    board.run(commands.cancelAction, { actionId, reason: 'Store was emptied' });
    expect(open()).toEqual([]);
    expect(refusal(() => board.run(commands.changeAction, { actionId, text: 'x' }))).toBe(
      'stage-not-allowed state',
    );
    expect(story().slice(1)).toEqual(['actionAdded', 'actionGiven', 'actionCancelled']);
  });

  it('is listed by its day over all incidents, and only where the incident is seen', () => {
    add({ text: 'Some day' });
    add({ text: 'Late', dueAt: '2026-03-02T00:00:00.000Z' });
    add({ text: 'Later', dueAt: '2026-03-20T00:00:00.000Z' });
    board.clock.advanceMinutes(3 * 24 * 60);
    expect(open()).toEqual(['Late', 'Later', 'Some day']);
    expect(open({ overdueOnly: true })).toEqual(['Late']);
    const stranger = personActor('IP', 'master', '01950000-0000-7000-8000-00000000beef');
    expect([open({}, stranger), open({ siteId: stranger.siteId })]).toEqual([[], []]);
  });

  it('reminds its owner before and when it is due, and then those who handle incidents too (INC-31)', () => {
    const told: string[] = [];
    board.store.follow((records) => {
      for (const { notice, draft } of draftsOf(board.store, board.clock, records)) {
        if (!notice.name.startsWith('incidents.action')) continue;
        const { personIds, profiles } = draft.audience;
        told.push(`${draft.body.key.split('.').at(-1)} ${personIds.length} ${profiles.length}`);
      }
    });
    add({ ownerId: FITTER.id, dueAt: '2026-03-03T03:10:00.000Z' });
    board.pass(6 * 24 * 60);
    expect(told).toEqual(['actionGiven 1 0', 'actionDueSoon 1 0', 'actionOverdue 1 0', 'actionOverdue 1 2']);
  });

  it('says in front of every notice of it that it belongs to a drill (INC-56)', () => {
    const told: string[] = [];
    board.store.follow((records) => {
      for (const { draft } of draftsOf(board.store, board.clock, records)) told.push(draft.title.key);
    });
    id = reported('Abandon ship', { isDrill: true });
    add({ ownerId: FITTER.id, dueAt: '2026-03-03T03:10:00.000Z' });
    for (let day = 0; day < 2; day += 1) {
      board.clock.advanceMinutes(24 * 60 + 1);
      board.timers.runDue();
    }
    expect(told.filter((key) => key.toLowerCase().endsWith('action'))).toEqual(
      Array.from({ length: 3 }, () => 'incidents.notify.drillAction'),
    );
  });

  it('reminds once, late, of what fell due while the console was off (INC-31)', () => {
    const actionId = add({ dueAt: '2026-03-03T03:10:00.000Z' });
    board.clock.advanceMinutes(30 * 24 * 60);
    board.timers.runDue();
    expect(actionOf(actionId).reminders).toBe(1);
  });
});

describe('an investigation', () => {
  const cause = (text: string, parentId: RecordId | null = null) =>
    board.run<{ causeId: RecordId }>(commands.addCause, { id, parentId, text, group: 'equipment' }).causeId;

  it('goes from its start over the tree to a conclusion', () => {
    board.run(commands.startInvestigation, { id, leadId: MASTER.id, teamIds: [FITTER.id, FITTER.id] });
    const leak = cause('Gasket failed');
    const store = cause('Wrong gasket fitted', leak);
    board.run(commands.changeInvestigation, { id, factors: ['wrong-spare', 'wrong-spare'], likelihood: 3 });
    expect(refusal(() => board.run(commands.completeInvestigation, { id }))).toBe('rule-broken causes');
    board.run(commands.changeCause, { id, causeId: store, isRoot: true });
    expect(refusal(() => board.run(commands.completeInvestigation, { id }))).toBe('rule-broken summary');
    board.run(commands.changeInvestigation, { id, summary: 'Spares were mixed up.' });
    board.run(commands.completeInvestigation, { id });
    expect(asked()).toMatchObject({
      investigation: { state: 'completed', leadName: 'IP master', factors: ['wrong-spare'], likelihood: 3 },
      team: [{ name: 'IT engineer' }],
      causes: [{ text: 'Gasket failed' }, { text: 'Wrong gasket fitted', parentId: leak, isRoot: true }],
    });
    expect(refusal(() => cause('One more'))).toBe('stage-not-allowed');
    board.run(commands.reopenInvestigation, { id, reason: 'Another leak' });
    cause('One more');
    expect(story().slice(1)).toEqual([
      'investigationStartedBy',
      'investigationCompleted',
      'investigationReopened',
    ]);
  });

  it('loses with a cause what lies behind it, and takes none of another incident (INC-32)', () => {
    board.run(commands.startInvestigation, { id });
    const first = cause('One');
    cause('Three', cause('Two', first));
    cause('Another');
    board.run(commands.removeCause, { id, causeId: first });
    expect(asked().causes.map(({ text }) => text)).toEqual(['Another']);
    const other = reported('Another incident');
    board.run(commands.startInvestigation, { id: other });
    const causeId = asked().causes[0]?.id;
    expect(refusal(() => board.run(commands.removeCause, { id: other, causeId }))).toBe('not-found causeId');
  });

  it('goes no deeper than anybody can read (INC-32)', () => {
    board.run(commands.startInvestigation, { id });
    let parentId: RecordId | null = null;
    for (let depth = 0; depth < 12; depth += 1) parentId = cause(`Why ${depth}`, parentId);
    expect(refusal(() => cause('And why', parentId))).toBe('rule-broken');
  });

  it('may be waived with a reason, and begun after all', () => {
    board.run(commands.waiveInvestigation, { id, because: 'Known wear' });
    expect(asked().investigation).toMatchObject({ state: 'not_required', notRequiredBecause: 'Known wear' });
    board.run(commands.startInvestigation, { id });
    expect(asked().investigation).toMatchObject({ state: 'open', notRequiredBecause: null });
    expect(refusal(() => board.run(commands.startInvestigation, { id }))).toBe('stage-not-allowed');
  });

  it('shows of witnesses only in what capacity; who reads a statement is noted in the journal (INC-34)', () => {
    const said = { name: 'Ana Reyes', capacity: 'Oiler on watch', statement: 'I heard a bang.' };
    const { witnessId } = board.run<{ witnessId: RecordId }>(commands.takeStatement, { id, ...said });
    expect(JSON.stringify(asked().witnesses)).not.toContain('Ana');
    expect(JSON.stringify(board.queries.run(queries.detail, { id }, MASTER))).not.toContain('Ana');
    const before = board.store.journal.head().seq;
    const read = board.queries.run(queries.statement, { id, witnessId }, MASTER);
    expect(read).toMatchObject(said);
    expect(board.store.journal.head().seq).toBe(before + 1);
    expect(refusal(() => board.queries.run(queries.statement, { id, witnessId }, FITTER))).toBe('forbidden');
    board.run(commands.changeStatement, { id, witnessId, ...said, contact: '', statement: 'Two bangs.' });
    expect(board.queries.run(queries.statement, { id, witnessId }, MASTER)).toMatchObject({
      statement: 'Two bangs.',
    });
  });

  it('keeps the hash of a file as it was taken, and every hand-over in order (INC-35)', () => {
    const file = { sha256: SHA, sizeBytes: 3, mediaType: 'image/png', fileName: 'gasket.png' };
    board.run(commands.attachFile, { id, file });
    const attachmentId = asked().files[0]?.id;
    const { evidenceId } = board.run<{ evidenceId: RecordId }>(commands.takeEvidence, {
      id,
      description: 'Gasket, photographed',
      attachmentId,
    });
    for (const to of ['Chief engineer', 'Maker']) {
      board.run(commands.handEvidenceOver, { id, evidenceId, to });
    }
    expect(asked().evidence).toMatchObject([
      { sha256: SHA, attachmentId, custody: [{ to: 'Chief engineer' }, { to: 'Maker' }] },
    ]);
    const other = reported('Another incident');
    const foreign = { id: other, description: 'x', attachmentId };
    expect(refusal(() => board.run(commands.takeEvidence, foreign))).toBe('not-found attachmentId');
  });

  it('is handed over in one’s own name, asks the server (INC-35)', () => {
    const hand = (byName: string) => ({ at: '2026-03-01T03:00:00.000Z', to: 'Maker', byName, note: '' });
    const claim = (...custody: object[]) =>
      ({
        actor: MASTER,
        writes: [
          {
            kind: 'incident-evidence',
            op: 'patch',
            before: { custody: [hand(DPA.name)] },
            after: { custody: [hand(DPA.name), ...custody] },
          },
        ],
      }) as never;
    const { check } = commands.handEvidenceOver;
    expect(() => check?.(claim(hand(MASTER.name)))).not.toThrow();
    expect(refusal(() => check?.(claim({ ...hand(DPA.name), to: 'Owner' })))).toBe('forbidden custody');
  });
});

describe('closing', () => {
  const close = (input: object = {}) => board.run(commands.close, { id, ...input });

  it('takes root cause and corrective actions from the investigation, and waits for what is open (INC-9)', () => {
    board.run(commands.startInvestigation, { id });
    const { causeId } = board.run<{ causeId: RecordId }>(commands.addCause, {
      id,
      text: 'Wrong gasket fitted',
      group: 'equipment',
    });
    board.run(commands.changeCause, { id, causeId, isRoot: true });
    const actionId = add();
    board.run(commands.resolve, { id, resolution: 'Changed' });
    expect(board.queries.run(queries.closing, { id }, MASTER)).toEqual({
      approvedBy: null,
      gaps: ['open_actions'],
      rootCause: 'Wrong gasket fitted',
      openActions: [{ id: actionId, text: 'Check all gaskets in the store' }],
    });
    expect(refusal(close)).toBe('rule-broken');
    board.run(commands.completeAction, { actionId });
    close();
    expect(stand()).toMatchObject({
      stage: 'closed',
      rootCause: 'Wrong gasket fitted',
      correctiveAction: 'Check all gaskets in the store',
      noActionBecause: null,
    });
    expect(refusal(() => add())).toBe('stage-not-allowed stage');
    expect(refusal(() => board.run(commands.reopenAction, { actionId, reason: 'x' }))).toBe(
      'stage-not-allowed stage',
    );
  });

  it('takes a reason why nothing is to be done (INC-9)', () => {
    board.run(commands.resolve, { id, resolution: 'Changed' });
    expect(refusal(() => close({ rootCause: 'Wear' }))).toBe('rule-broken correctiveAction');
    close({ rootCause: 'Wear', noActionBecause: 'It lasted as long as it should' });
    expect(stand()).toMatchObject({
      stage: 'closed',
      correctiveAction: null,
      noActionBecause: 'It lasted as long as it should',
    });
  });
});

describe('merging (INC-36)', () => {
  it('resolves a duplicate with the other’s number, stops its ladder, tells both, and is undone', () => {
    const other = reported('Separator leaks', { severity: 'high' });
    const { number } = stand();
    board.run(commands.merge, { id: other, intoId: id });
    expect(stand(other)).toMatchObject({
      stage: 'resolved',
      mergedIntoId: id,
      resolution: `Same as ${number}`,
      acknowledgeDueAt: null,
    });
    board.pass(60);
    expect(stand(other).escalationLevel).toBe(0);
    expect([story(other).at(-1), story().at(-1)]).toEqual(['mergedInto', 'mergedFrom']);
    board.run(commands.unmerge, { id: other });
    expect(stand(other)).toMatchObject({ stage: 'reopened', mergedIntoId: null, resolution: null });
    expect(stand(other).acknowledgeDueAt).not.toBeNull();
    expect(refusal(() => board.run(commands.unmerge, { id: other }))).toBe('rule-broken intoId');
  });

  it('lets the clock go on from where the merge stopped it', () => {
    const other = reported('Separator leaks', { severity: 'high' });
    const dueAt = Date.parse(stand(other).dueAt);
    board.run(commands.merge, { id: other, intoId: id });
    board.pass(60);
    board.run(commands.unmerge, { id: other });
    expect(Date.parse(stand(other).dueAt) - dueAt).toBe(60 * 60_000);
  });

  it('is refused with itself, into one that is merged, and of a drill with a real one', () => {
    const other = reported('Separator leaks');
    const third = reported('Leak');
    const into = (from: RecordId, intoId: RecordId) =>
      refusal(() => board.run(commands.merge, { id: from, intoId }));
    expect(into(id, id)).toBe('rule-broken intoId');
    board.run(commands.merge, { id: other, intoId: id });
    expect([into(third, other), into(other, third)]).toEqual(['rule-broken intoId', 'rule-broken intoId']);
    expect(into(reported('Leak, as a drill', { isDrill: true }), third)).toBe('rule-broken intoId');
  });

  it('closes a duplicate with the other’s answers, and frees it when it is reopened (INC-9)', () => {
    const other = reported('Separator leaks');
    board.run(commands.merge, { id: other, intoId: id });
    board.run(commands.close, { id: other });
    expect(stand(other)).toMatchObject({ stage: 'closed', rootCause: `Same as ${stand().number}` });
    board.run(commands.reopen, { id: other, reason: 'Another leak after all' });
    expect(stand(other).mergedIntoId).toBeNull();
  });
});
