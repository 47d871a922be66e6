import { chainHashOfText, chainStart, type Entry, entryText } from '#shared/sync/entry.ts';
import type { ExchangeRequest } from '#shared/sync/wire.ts';
import { hex, sha256 } from '../crypto.ts';
import type { Device, JournalTx, StoredEntry } from '../storage/storage.ts';
import { behind, broken } from './chain-errors.ts';
import { exchangeError } from './errors.ts';

export type SentEntry = { readonly entry: Entry; readonly text: string };

export type Chain = {
  /** Entries the server has already judged, with their verdicts: the answer got lost. */
  readonly judged: readonly StoredEntry[];
  readonly fresh: readonly SentEntry[];
  /** Hashes of the run without gaps from the server's own head to the head the device named, both proved. */
  readonly run: readonly ChainLink[];
};
/** `isStored`: the entry is here already and came before one that it follows. */
export type ChainLink = { readonly seq: number; readonly hash: Uint8Array; readonly isStored: boolean };

/** Read at once; a run longer than a request can close was never sent by this program. */
const RUN_ROWS_MAX = 100_000;

/**
 * Holds what is sent against what is stored, and recomputes the chain up to the head the device names.
 * Throws `chain-broken` where entries are missing, `chain-forked` for a history that differs, and
 * `chain-behind` for a device that has less of its own journal than the server.
 */
export async function readChain(
  tx: JournalTx,
  device: Device,
  request: Pick<ExchangeRequest, 'entries' | 'head' | 'lastSeq'>,
): Promise<Chain> {
  const { head, lastSeq } = request;
  const sent = request.entries.map((entry) => ({ entry, text: entryText(entry) }));
  assertOrdered(request);
  const judged = await storedOf(tx, device, sent);
  const known = new Set(judged.map(({ seq }) => seq));
  const fresh = sent.filter(({ entry }) => !known.has(entry.seq));
  const run = await runTo(tx, device, { head, fresh });
  if (lastSeq < device.highestSeq) throw behind(device.highestSeq);
  return { judged, fresh, run };
}

function assertOrdered({
  entries,
  lastSeq,
  head,
}: Pick<ExchangeRequest, 'entries' | 'lastSeq' | 'head'>): void {
  let previous = 0;
  for (const { seq } of entries) {
    if (seq <= previous) throw exchangeError('entries-unordered', { seq });
    previous = seq;
  }
  if (previous > lastSeq || head.seq > lastSeq) throw exchangeError('entries-unordered', { seq: lastSeq });
}

async function storedOf(
  tx: JournalTx,
  device: Device,
  sent: readonly SentEntry[],
): Promise<readonly StoredEntry[]> {
  const maybeKnown = sent.filter(({ entry }) => entry.seq <= device.highestSeq);
  if (maybeKnown.length === 0) return [];
  const texts = new Map(maybeKnown.map(({ entry, text }) => [entry.seq, text]));
  const stored = await tx.entries(device.id, [...texts.keys()]);
  for (const { seq, text } of stored)
    if (text !== texts.get(seq)) throw exchangeError('journal-forked', { seq });
  return stored.toSorted((a, b) => a.seq - b.seq);
}

async function runTo(
  tx: JournalTx,
  device: Device,
  { head, fresh }: { head: ExchangeRequest['head']; fresh: readonly SentEntry[] },
): Promise<ChainLink[]> {
  if (head.seq <= device.lastSeq) {
    const known = await hashAt(tx, device, head.seq);
    if (known !== head.hash) throw exchangeError('journal-forked', { seq: head.seq });
    return [];
  }
  const texts = new Map(fresh.map(({ entry, text }) => [entry.seq, { text, isStored: false }]));
  if (device.highestSeq > device.lastSeq) {
    const range = { fromSeq: device.lastSeq + 1, toSeq: head.seq, rowsMax: RUN_ROWS_MAX };
    for (const { seq, text } of await tx.entriesBetween(device.id, range)) {
      texts.set(seq, { text, isStored: true });
    }
  }
  const run: ChainLink[] = [];
  let hash = device.lastHash;
  for (let seq = device.lastSeq + 1; seq <= head.seq; seq += 1) {
    const found = texts.get(seq);
    if (found === undefined) throw broken(device.lastSeq, seq);
    hash = chainHashOfText(sha256, hash, found.text);
    run.push({ seq, hash, isStored: found.isStored });
  }
  if (hex(hash) !== head.hash) throw exchangeError('journal-forked', { seq: head.seq });
  return run;
}

async function hashAt(tx: JournalTx, device: Device, seq: number): Promise<string> {
  if (seq === 0) return hex(chainStart(sha256, device.id));
  if (seq === device.lastSeq) return hex(device.lastHash);
  const [stored] = await tx.entries(device.id, [seq]);
  if (stored?.hash === undefined || stored.hash === null)
    throw new Error(`Entry ${seq} of ${device.id} has no hash`);
  return hex(stored.hash);
}
