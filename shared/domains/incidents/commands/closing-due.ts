import { z } from 'zod';
import { defineCommand } from '../../../kernel/define-command.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { CLOSING_DUE, record } from '../events.ts';
import { closeDueAtOf, closeReminderAt } from '../rules/close-target.ts';
import { incident, incidentEvent } from '../schema.ts';
import { sets } from './allows.ts';
import { onIncident } from './shared.ts';

/** Timer (INC-49): it is to be closed soon. */
export const remindOfClosing = defineCommand({
  name: 'incidents.remindOfClosing',
  feature: 'incidents.handle',
  system: true,
  input: z.object({ id: RecordId }),
  writes: [incident, incidentEvent],
  allows: sets('closeRemindedAt'),
  label: () => ({ key: 'incidents.remindOfClosing.label' }),
  target: onIncident,
  run(context, { id }) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, id);
    const at = closeReminderAt(before);
    if (at === undefined || at > now) return { id };
    tx.patch(incident, id, { closeRemindedAt: now });
    record(context, before, {
      type: 'reminded',
      labelKey: CLOSING_DUE,
      labelParams: { day: closeDueAtOf(before).slice(0, 10) },
    });
    return { id };
  },
});
