import type { SchemaTable } from '#shared/sync/schemas.ts';
import { type ChainWitness, WITNESSES_CAME_WITH, witnessText } from '#shared/sync/witness.ts';
import { hex } from '../crypto.ts';
import { serverKey } from '../server-key.ts';
import type { Device, StorageTx } from '../storage/storage.ts';

/** A countersignature is a hundred bytes on a dear link: a chain that grows all day gets one so often. */
const EVERY_MS = 10 * 60_000;

/** The server's signature under the head of a device's chain, if that moved since the last one or the last one got lost. */
export async function witnessDue(
  tx: Pick<StorageTx, 'secret' | 'keepSecret'>,
  asking: {
    readonly device: Device;
    readonly schemas: SchemaTable;
    readonly turn: number;
    readonly nowMs: number;
  },
): Promise<ChainWitness | undefined> {
  const { device, schemas, turn, nowMs } = asking;
  const { id, lastSeq: seq, lastHash } = device;
  if (seq === 0 || (schemas[WITNESSES_CAME_WITH] ?? 0) === 0) return undefined;
  const { witnessedSeq, witnessedAtMs, witnessedTurn } = device.signIn;
  const isLost = turn <= witnessedTurn;
  const isRecent = Math.abs(nowMs - witnessedAtMs) < EVERY_MS;
  if (!isLost && (seq === witnessedSeq || isRecent)) return undefined;
  const key = await serverKey(tx);
  const signature = key.sign(witnessText(id, { seq, atMs: nowMs, hash: hex(lastHash) }));
  return { seq, atMs: nowMs, signature: hex(signature) };
}
