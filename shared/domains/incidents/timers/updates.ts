import { defineTimer } from '../../../kernel/define-timer.ts';
import { remindOfUpdate } from '../commands/comment.ts';
import { updateReminderAt } from '../rules/updates.ts';
import { incident } from '../schema.ts';

/** INC-65: another update, or the end of the incident, takes the promise away. */
export const updateTimer = defineTimer({
  name: 'incidents.updateDue',
  entity: incident,
  command: remindOfUpdate,
  due(record) {
    const at = updateReminderAt(record);
    return at === undefined ? undefined : { at, key: at };
  },
  input: ({ id }) => ({ id }),
  catchUp: 'once',
});
