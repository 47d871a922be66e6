import { z } from 'zod';
import { GRANTS_CAME_WITH } from './grants.ts';

/**
 * The server's countersignature of the head of a console's chain: up to that entry the journal was at the server by then,
 * as its hash says. Whoever rewrites it later has another hash there. Travels with the answer to an exchange, also by
 * file, now and then; what the hash is the console knows itself.
 */
export const ChainWitness = z.strictObject({
  seq: z.int().positive(),
  atMs: z.int().nonnegative(),
  /** Ed25519 over `witnessText` by the server's own key, hex. */
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});
export type ChainWitness = z.infer<typeof ChainWitness>;

/** Repeated by renderer/shell/audit-page/verify-journal.html. */
export function witnessText(
  deviceId: string,
  { seq, atMs, hash }: { readonly seq: number; readonly atMs: number; readonly hash: string },
): string {
  return ['fairlead/witness/1', deviceId, String(seq), hash, String(atMs)].join('\n');
}

/** To a program without this kind an answer with a countersignature in it would be nonsense. */
export const WITNESSES_CAME_WITH = GRANTS_CAME_WITH;
