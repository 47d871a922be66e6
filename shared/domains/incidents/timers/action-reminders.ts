import { defineTimer } from '../../../kernel/define-timer.ts';
import { remindOfAction } from '../commands/actions.ts';
import { nextReminderAt } from '../rules/reminders.ts';
import { incidentAction } from '../schema/action.ts';

/** INC-31: an open action with a day is not forgotten. */
export const actionReminderTimer = defineTimer({
  name: 'incidents.actionReminder',
  entity: incidentAction,
  command: remindOfAction,
  due(record) {
    const at = nextReminderAt(record);
    return at === undefined ? undefined : { at, key: at };
  },
  input: (record) => ({ actionId: record.id }),
  catchUp: 'once',
});
