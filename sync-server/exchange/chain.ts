import { must } from '#shared/kernel/assert.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import { chainHash, chainStart, type Entry } from '#shared/sync/entry.ts';
import type { ExchangeRequest } from '#shared/sync/wire.ts';
import { hex, sha256 } from '../crypto.ts';
import type { Device, StorageTx, StoredEntry } from '../storage/storage.ts';

export type ChainLink = { readonly entry: Entry; readonly hash: Uint8Array };
export type Chain = {
  /** Entries the server has already judged, with their verdicts: the answer got lost. */
  readonly judged: readonly StoredEntry[];
  readonly fresh: readonly ChainLink[];
};

/** The device's journal does not continue where the server's copy ends. */
export class ChainBroken extends DomainError {
  readonly lastSeq: number;

  constructor(lastSeq: number, message: string) {
    super({
      code: 'chain-broken',
      message,
      remedy: `Send the journal again from entry ${lastSeq + 1}.`,
    });
    this.lastSeq = lastSeq;
  }
}

/**
 * Recomputes the hashes of the entries sent and compares them with what is stored and with the head the
 * device claims. Throws `chain-broken` for a gap and `chain-forked` for a history that differs.
 */
export async function readChain(
  tx: StorageTx,
  device: Device,
  { entries, head }: Pick<ExchangeRequest, 'entries' | 'head'>,
): Promise<Chain> {
  const firstSeq = entries[0]?.seq ?? head.seq + 1;
  if (firstSeq > device.lastSeq + 1) {
    throw new ChainBroken(
      device.lastSeq,
      `The server has entries up to ${device.lastSeq} of this console, and entry ${firstSeq} does not follow.`,
    );
  }
  let hash = await hashAt(tx, device, firstSeq - 1);
  const judged: StoredEntry[] = [];
  const fresh: ChainLink[] = [];
  for (const [index, entry] of entries.entries()) {
    if (entry.seq !== firstSeq + index) {
      throw new ChainBroken(
        device.lastSeq,
        `Entry ${firstSeq + index} is missing before entry ${entry.seq}.`,
      );
    }
    hash = chainHash(sha256, hash, entry);
    if (entry.seq > device.lastSeq) {
      fresh.push({ entry, hash });
      continue;
    }
    const stored = must(await tx.entry(device.id, entry.seq), `entry ${entry.seq} of ${device.id}`);
    if (!isSame(stored.hash, hash)) throw forked(entry.seq);
    judged.push(stored);
  }
  if (head.seq !== firstSeq - 1 + entries.length || head.hash !== hex(hash)) throw forked(head.seq);
  return { judged, fresh };
}

async function hashAt(tx: StorageTx, device: Device, seq: number): Promise<Uint8Array> {
  if (seq === 0) return chainStart(sha256, device.id);
  if (seq === device.lastSeq) return device.lastHash;
  return must(await tx.entry(device.id, seq), `entry ${seq} of ${device.id}`).hash;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function forked(seq: number): DomainError {
  return new DomainError({
    code: 'chain-forked',
    message: `The journal of this console differs from the server's copy at or before entry ${seq}.`,
    remedy: 'The console was restored or copied. Export what waits, then enrol it again as a new console.',
  });
}
