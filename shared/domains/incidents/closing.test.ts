import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordId } from '#shared/kernel/ids.ts';
import { InquiryBoard, refusal } from '#tests/support/inquiry-board.ts';
import { MASTER, type TestConsole } from '#tests/support/test-console.ts';
import { incidentCommands as commands } from './commands.ts';
import { incidentQueries as queries } from './queries.ts';

let inquiry: InquiryBoard;
let ship: TestConsole;
let id: RecordId;
beforeEach(() => {
  inquiry = new InquiryBoard();
  ({ ship, id } = inquiry);
});
afterEach(() => inquiry.close());

describe('closing', () => {
  const close = (input: object = {}) => ship.run(commands.close, { id, ...input });

  it('takes root cause and corrective actions from the investigation, and waits for what is open (INC-9)', () => {
    ship.run(commands.startInvestigation, { id });
    const { causeId } = ship.run<{ causeId: RecordId }>(commands.addCause, {
      id,
      text: 'Wrong gasket fitted',
      group: 'equipment',
    });
    ship.run(commands.changeCause, { id, causeId, isRoot: true });
    const actionId = inquiry.add();
    ship.run(commands.resolve, { id, resolution: 'Changed' });
    expect(ship.queries.run(queries.closing, { id }, MASTER)).toEqual({
      approvedBy: null,
      gaps: ['open_actions'],
      rootCause: 'Wrong gasket fitted',
      openActions: [{ id: actionId, text: 'Check all gaskets in the store' }],
    });
    expect(refusal(close)).toBe('rule-broken');
    ship.run(commands.completeAction, { actionId });
    close();
    expect(inquiry.stand()).toMatchObject({
      stage: 'closed',
      rootCause: 'Wrong gasket fitted',
      correctiveAction: 'Check all gaskets in the store',
      noActionBecause: null,
    });
    expect(refusal(() => inquiry.add())).toBe('stage-not-allowed stage');
    expect(refusal(() => ship.run(commands.reopenAction, { actionId, reason: 'x' }))).toBe(
      'stage-not-allowed stage',
    );
  });

  it('takes a reason why nothing is to be done (INC-9)', () => {
    ship.run(commands.resolve, { id, resolution: 'Changed' });
    expect(refusal(() => close({ rootCause: 'Wear' }))).toBe('rule-broken correctiveAction');
    close({ rootCause: 'Wear', noActionBecause: 'It lasted as long as it should' });
    expect(inquiry.stand()).toMatchObject({
      stage: 'closed',
      correctiveAction: null,
      noActionBecause: 'It lasted as long as it should',
    });
  });
});
