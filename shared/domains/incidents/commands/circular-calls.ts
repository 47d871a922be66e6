import { z } from 'zod';
import type { Allowance } from '../../../kernel/allowance.ts';
import { type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { isReceiptOver, receiptReminderAt } from '../rules/circulars.ts';
import {
  type CircularCall,
  type CircularReceipt,
  circularCall,
  circularReceipt,
} from '../schema/circular.ts';
import type { ReadTx } from '../../../kernel/transaction.ts';
import { targetOf } from '../../../access/target.ts';

const input = z.object({ receiptId: RecordId });
const writes = [circularReceipt, circularCall];
const sets = (...fields: (keyof CircularReceipt)[]): readonly Allowance[] => [
  { entity: circularReceipt, patch: fields },
  { entity: circularCall, insert: true },
];

/** Timer: a circular has come to its site, whose people are told now. */
export const noteCircular = defineCommand({
  name: 'incidents.noteCircular',
  feature: 'incidents.handle',
  lane: 2,
  system: true,
  input,
  writes,
  allows: sets('arrivedAt', 'remindedAt'),
  label: () => ({ key: 'incidents.noteCircular.label' }),
  target: onReceipt,
  run(context, { receiptId }) {
    const { tx, now } = context;
    const before = tx.mustGet(circularReceipt, receiptId);
    if (before.arrivedAt !== null) return { receiptId };
    // What was due before it came is called for once.
    const isDue = before.dueAt !== null && before.dueAt <= now;
    tx.patch(circularReceipt, receiptId, { arrivedAt: now, ...(isDue ? { remindedAt: now } : {}) });
    if (!isReceiptOver(before)) call(context, before, isDue ? 'due' : 'arrived');
    return { receiptId };
  },
});

/** Timer (INC-67): it is due, and nobody at the site has answered. */
export const remindOfCircular = defineCommand({
  name: 'incidents.remindOfCircular',
  feature: 'incidents.handle',
  lane: 2,
  system: true,
  input,
  writes,
  allows: sets('remindedAt'),
  label: () => ({ key: 'incidents.remindOfCircular.label' }),
  target: onReceipt,
  run(context, { receiptId }) {
    const { tx, now } = context;
    const before = tx.mustGet(circularReceipt, receiptId);
    const at = receiptReminderAt(before);
    if (at === undefined || at > now) return { receiptId };
    tx.patch(circularReceipt, receiptId, { remindedAt: now });
    call(context, before, 'due');
    return { receiptId };
  },
});

function onReceipt({ tx }: { readonly tx: ReadTx }, { receiptId }: z.output<typeof input>) {
  return targetOf(circularReceipt, tx.mustGet(circularReceipt, receiptId));
}

function call(
  { tx, now, newId }: CommandContext,
  { id, siteId }: CircularReceipt,
  because: CircularCall['because'],
): void {
  tx.insert(circularCall, { id: newId(), siteId, receiptId: id, because, at: now });
}
