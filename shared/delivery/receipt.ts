import { z } from 'zod';
import { RecordId } from '../kernel/ids.ts';

/** What became of a message, as whoever carried it says later; `id` is the one that it was handed over with. */
export const Receipt = z.discriminatedUnion('state', [
  z.strictObject({ id: RecordId, state: z.literal('delivered') }),
  z.strictObject({ id: RecordId, state: z.literal('failed'), reason: z.string().max(1_000).default('') }),
]);
export type Receipt = z.infer<typeof Receipt>;
