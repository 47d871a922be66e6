import { defineTimer } from '../../../kernel/define-timer.ts';
import { remindOfClosing } from '../commands/closing-due.ts';
import { closeReminderAt } from '../rules/close-target.ts';
import { incident } from '../schema.ts';

/** INC-49 */
export const closingTimer = defineTimer({
  name: 'incidents.closingDue',
  entity: incident,
  command: remindOfClosing,
  due(record) {
    const at = closeReminderAt(record);
    return at === undefined ? undefined : { at, key: 'closing' };
  },
  input: ({ id }) => ({ id }),
  catchUp: 'once',
});
