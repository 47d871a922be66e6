import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS } from '#shared/kernel/durations.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { InquiryBoard, refusal } from '#tests/support/inquiry-board.ts';
import type { TestConsole } from '#tests/support/test-console.ts';
import { incidentCommands as commands } from './commands.ts';

let inquiry: InquiryBoard;
let ship: TestConsole;
let id: RecordId;
beforeEach(() => {
  inquiry = new InquiryBoard();
  ({ ship, id } = inquiry);
});
afterEach(() => inquiry.close());

describe('merging (INC-36)', () => {
  it('resolves a duplicate with the other’s number, stops its ladder, tells both, and is undone', () => {
    const other = inquiry.reported('Separator leaks', { severity: 'high' });
    const { number } = inquiry.stand();
    ship.run(commands.merge, { id: other, intoId: id });
    expect(inquiry.stand(other)).toMatchObject({
      stage: 'resolved',
      mergedIntoId: id,
      resolution: `Same as ${number}`,
      acknowledgeDueAt: null,
    });
    ship.pass(60);
    expect(inquiry.stand(other).escalationLevel).toBe(0);
    expect([inquiry.story(other).at(-1), inquiry.story().at(-1)]).toEqual(['mergedInto', 'mergedFrom']);
    ship.run(commands.unmerge, { id: other });
    expect(inquiry.stand(other)).toMatchObject({ stage: 'reopened', mergedIntoId: null, resolution: null });
    expect(inquiry.stand(other).acknowledgeDueAt).not.toBeNull();
    expect(refusal(() => ship.run(commands.unmerge, { id: other }))).toBe('rule-broken intoId');
  });

  it('lets the clock go on from where the merge stopped it', () => {
    const other = inquiry.reported('Separator leaks', { severity: 'high' });
    const dueAt = Date.parse(inquiry.stand(other).dueAt);
    ship.run(commands.merge, { id: other, intoId: id });
    ship.pass(60);
    ship.run(commands.unmerge, { id: other });
    expect(Date.parse(inquiry.stand(other).dueAt) - dueAt).toBe(HOUR_MS);
  });

  it('is refused with itself, into one that is merged, and of a drill with a real one', () => {
    const other = inquiry.reported('Separator leaks');
    const third = inquiry.reported('Leak');
    const into = (from: RecordId, intoId: RecordId) =>
      refusal(() => ship.run(commands.merge, { id: from, intoId }));
    expect(into(id, id)).toBe('rule-broken intoId');
    ship.run(commands.merge, { id: other, intoId: id });
    expect([into(third, other), into(other, third)]).toEqual(['rule-broken intoId', 'rule-broken intoId']);
    expect(into(inquiry.reported('Leak, as a drill', { isDrill: true }), third)).toBe('rule-broken intoId');
  });

  it('closes a duplicate with the other’s answers, and frees it when it is reopened (INC-9)', () => {
    const other = inquiry.reported('Separator leaks');
    ship.run(commands.merge, { id: other, intoId: id });
    ship.run(commands.close, { id: other });
    expect(inquiry.stand(other)).toMatchObject({
      stage: 'closed',
      rootCause: `Same as ${inquiry.stand().number}`,
    });
    ship.run(commands.reopen, { id: other, reason: 'Another leak after all' });
    expect(inquiry.stand(other).mergedIntoId).toBeNull();
  });
});
