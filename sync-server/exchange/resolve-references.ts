import { z } from 'zod';
import type { Json } from '#shared/kernel/canonical-json.ts';
import { referencesIn, withoutReferences } from '#shared/sync/compact/references.ts';
import { syncError } from '#shared/sync/errors.ts';
import type { Storage } from '../storage/storage.ts';

const OfEpoch = z.looseObject({ epoch: z.string() });

/**
 * A request as the device meant it, with ids for the numbers that it used. Throws `refs-unknown` for numbers of
 * another epoch too: there they may have named other records.
 */
export async function resolveReferences(
  storage: Pick<Storage, 'transaction'>,
  organisationId: string,
  value: Json,
): Promise<Json> {
  const refs = referencesIn(value);
  // Most requests hold none, and the database need not be asked.
  if (refs.length === 0) return value;
  const sent = OfEpoch.safeParse(value);
  const named = await storage.transaction(organisationId, async (tx) => {
    const { epoch } = await tx.organisation();
    if (!sent.success || sent.data.epoch !== epoch) throw syncError('reference-unknown');
    return tx.recordsByRef(refs);
  });
  return withoutReferences(value, new Map(named.map((name) => [name.ref, name])));
}
