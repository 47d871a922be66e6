import { z } from 'zod';
import { targetOf } from '../../../access/target.ts';
import { defineCommand } from '../../../kernel/define-command.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { rotaOverride } from '../schema/rota.ts';

/** Timer: somebody's time in place of another is over. Marked, so that years of them never have to be looked through. */
export const endOverride = defineCommand({
  name: 'incidents.endOverride',
  feature: 'incidents.configure',
  lane: 2,
  system: true,
  input: z.object({ id: RecordId }),
  writes: [rotaOverride],
  allows: [{ entity: rotaOverride, patch: ['endedAt'] }],
  label: () => ({ key: 'incidents.endOverride.label' }),
  target: ({ tx }, { id }) => targetOf(rotaOverride, tx.mustGet(rotaOverride, id)),
  run({ tx, now }, { id }) {
    const override = tx.mustGet(rotaOverride, id);
    if (override.toAt <= now) tx.patch(rotaOverride, id, { endedAt: now });
    return { id };
  },
});
