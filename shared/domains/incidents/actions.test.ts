import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { draftsOf } from '#host/notify/draft-notices.ts';
import type { ClaimedWrite } from '#shared/kernel/define-command.ts';
import { DPA, FITTER, InquiryBoard, refusal } from '#tests/support/inquiry-board.ts';
import { AURORA, MASTER, personActor, type TestConsole } from '#tests/support/test-console.ts';
import { incidentCommands as commands } from './commands.ts';
import { incidentQueries as queries } from './queries.ts';
import { incidentAction } from './schema/action.ts';

let inquiry: InquiryBoard;
let ship: TestConsole;
beforeEach(() => {
  inquiry = new InquiryBoard();
  ({ ship } = inquiry);
});
afterEach(() => inquiry.close());

type Open = ReturnType<typeof queries.openActions.run>;
const open = (input: object = {}, actor = MASTER) =>
  ship.queries.run<Open>(queries.openActions, input, actor).rows.map(({ text }) => text);

describe('an action', () => {
  it('is done by its owner, verified by somebody else, and opened again when it does not hold (INC-30)', () => {
    const actionId = inquiry.add({ ownerId: FITTER.id, dueAt: '2026-03-10T12:00:00.000Z' });
    ship.run(commands.completeAction, { actionId, outcome: 'Two were wrong' }, FITTER);
    const verify =
      (actor = MASTER) =>
      () =>
        ship.run(commands.verifyAction, { actionId }, actor);
    expect(refusal(verify({ ...FITTER, role: 'IP' }))).toBe('forbidden');
    verify()();
    expect(inquiry.actionOf(actionId)).toMatchObject({ state: 'verified', outcome: 'Two were wrong' });
    ship.run(commands.reopenAction, { actionId, reason: 'A third one' });
    expect(inquiry.actionOf(actionId)).toMatchObject({ state: 'open', outcome: 'A third one' });
    expect(inquiry.story().slice(1)).toEqual([
      'actionGiven',
      'actionDone',
      'actionVerified',
      'actionReopened',
    ]);
  });

  it('is not verified by who did it for its owner', () => {
    const actionId = inquiry.add({ ownerId: FITTER.id });
    ship.run(commands.completeAction, { actionId });
    expect(refusal(() => ship.run(commands.verifyAction, { actionId }))).toBe('forbidden');
    ship.run(commands.verifyAction, { actionId }, DPA);
    expect(inquiry.actionOf(actionId).state).toBe('verified');
  });

  it('of somebody else is completed only by who handles incidents', () => {
    const actionId = inquiry.add({ ownerId: MASTER.id });
    expect(refusal(() => ship.run(commands.completeAction, { actionId }, FITTER))).toBe('forbidden');
  });

  it('asks the server the same of a console that was tampered with (INC-30)', () => {
    const before = { ...inquiry.actionOf(inquiry.add({ ownerId: MASTER.id })) };
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
    const actionId = inquiry.add();
    ship.run(commands.changeAction, { actionId, ownerId: FITTER.id, text: 'Check two' });
    expect([open(), open({ mine: true }), open({ mine: true }, FITTER)]).toEqual([
      ['Check two'],
      [],
      ['Check two'],
    ]);
    ship.run(commands.cancelAction, { actionId, reason: 'Store was emptied' });
    expect(open()).toEqual([]);
    expect(refusal(() => ship.run(commands.changeAction, { actionId, text: 'x' }))).toBe(
      'stage-not-allowed state',
    );
    expect(inquiry.story().slice(1)).toEqual(['actionAdded', 'actionGiven', 'actionCancelled']);
  });

  it('is listed by its day over all incidents, and only where the incident is seen', () => {
    inquiry.add({ text: 'Some day' });
    inquiry.add({ text: 'Late', dueAt: '2026-03-02T00:00:00.000Z' });
    inquiry.add({ text: 'Later', dueAt: '2026-03-20T00:00:00.000Z' });
    ship.clock.advanceMinutes(3 * 24 * 60);
    expect(open()).toEqual(['Late', 'Later', 'Some day']);
    expect(open({ overdueOnly: true })).toEqual(['Late']);
    const stranger = personActor('IP', 'master', '01950000-0000-7000-8000-00000000beef');
    expect([open({}, stranger), open({ siteId: stranger.siteId })]).toEqual([[], []]);
  });

  it('reminds its owner before and when it is due, and then those who handle incidents too (INC-31)', () => {
    const told: string[] = [];
    ship.store.follow((records) => {
      for (const { notice, draft } of draftsOf(ship.store, ship.clock, records)) {
        if (!notice.name.startsWith('incidents.action')) continue;
        const { personIds, profiles } = draft.audience;
        told.push(`${draft.body.key.split('.').at(-1)} ${personIds.length} ${profiles.length}`);
      }
    });
    inquiry.add({ ownerId: FITTER.id, dueAt: '2026-03-03T03:10:00.000Z' });
    ship.pass(6 * 24 * 60);
    expect(told).toEqual(['actionGiven 1 0', 'actionDueSoon 1 0', 'actionOverdue 1 0', 'actionOverdue 1 2']);
  });

  it('says in front of every notice of it that it belongs to a drill (INC-56)', () => {
    const told: string[] = [];
    ship.store.follow((records) => {
      for (const { draft } of draftsOf(ship.store, ship.clock, records)) told.push(draft.title.key);
    });
    const id = inquiry.reported('Abandon ship', { isDrill: true });
    inquiry.add({ id, ownerId: FITTER.id, dueAt: '2026-03-03T03:10:00.000Z' });
    for (let day = 0; day < 2; day += 1) {
      ship.clock.advanceMinutes(24 * 60 + 1);
      ship.timers.runDue();
    }
    expect(told.filter((key) => key.toLowerCase().endsWith('action'))).toEqual(
      Array.from({ length: 3 }, () => 'incidents.notify.drillAction'),
    );
  });

  it('reminds once, late, of what fell due while the console was off (INC-31)', () => {
    const actionId = inquiry.add({ dueAt: '2026-03-03T03:10:00.000Z' });
    ship.clock.advanceMinutes(30 * 24 * 60);
    ship.timers.runDue();
    expect(inquiry.actionOf(actionId).reminders).toBe(1);
  });
});
