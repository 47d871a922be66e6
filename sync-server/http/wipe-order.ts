import { type WipeOrder, wipeText } from '#shared/sync/wipe.ts';
import { serverKey } from '../server-key.ts';
import type { Device, StorageTx } from '../storage/storage.ts';

/** The order for a device that was shut out, if an administrator asked for one. */
export async function wipeOrderFor(
  tx: StorageTx,
  { id, revokedAtMs, isWipeAsked }: Device,
): Promise<WipeOrder | undefined> {
  if (revokedAtMs === null || !isWipeAsked) return undefined;
  const key = await serverKey(tx);
  const signature = Buffer.from(key.sign(wipeText(id, revokedAtMs))).toString('hex');
  return { askedAtMs: revokedAtMs, signature };
}
