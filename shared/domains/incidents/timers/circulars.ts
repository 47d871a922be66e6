import { defineTimer } from '../../../kernel/define-timer.ts';
import { noteCircular, remindOfCircular } from '../commands/circular-calls.ts';
import { receiptReminderAt } from '../rules/circulars.ts';
import { circularReceipt } from '../schema/circular.ts';

/** At once. */
const LONG_AGO = '1970-01-01T00:00:00.000Z';

/** It has come to its site. */
const arrivalTimer = defineTimer({
  name: 'incidents.circularArrived',
  entity: circularReceipt,
  command: noteCircular,
  due: ({ arrivedAt }) => (arrivedAt === null ? { at: LONG_AGO, key: 'arrived' } : undefined),
  input: ({ id }) => ({ receiptId: id }),
  catchUp: 'once',
});

/** INC-67: nobody there has answered. */
const dueTimer = defineTimer({
  name: 'incidents.circularDue',
  entity: circularReceipt,
  command: remindOfCircular,
  due(receipt) {
    const at = receiptReminderAt(receipt);
    return at === undefined ? undefined : { at, key: at };
  },
  input: ({ id }) => ({ receiptId: id }),
  catchUp: 'once',
});

export const circularTimers = [arrivalTimer, dueTimer];
