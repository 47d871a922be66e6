import { z } from 'zod';
import { CALL_KINDS, CALL_TEXT_MAX, CallerNumber } from '#shared/domains/incidents/schema/call.ts';
import { prose } from '#shared/kernel/fields.ts';

/** What a gateway hands on. `id` is its own, and the same when it sends the same message again. */
export const Incoming = z.strictObject({
  id: z.string().min(1).max(200),
  kind: z.enum(CALL_KINDS),
  from: z.string().max(40).transform(plainNumber).pipe(CallerNumber),
  text: prose(CALL_TEXT_MAX),
});
export type Incoming = z.output<typeof Incoming>;

/** As people and gateways write numbers: `00` for the plus sign, spaces, dashes, brackets. */
function plainNumber(text: string): string {
  return text.replaceAll(/[\s().\-/]/g, '').replace(/^00/, '+');
}
