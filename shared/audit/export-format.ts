import { z } from 'zod';
import type { Sha256 } from '../sync/entry.ts';
import { hexOfBytes } from '../sync/hex.ts';
import { JournalFilter } from './journal-view.ts';

/**
 * A journal that leaves the console, as JSON or CSV: one line an entry, each with its place in the journal's own
 * chains, and with a seal over all lines up to it. The console's key signs the last seal. What checks it away from
 * here, without this program, is renderer/shell/audit-page/verify-journal.html; it repeats these rules.
 */
export const EXPORT_FORMAT = 'fairlead-journal-export/1';
export const EXPORT_KINDS = ['json', 'csv'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

export const ExportRequest = z.object({ kind: z.enum(EXPORT_KINDS), filter: JournalFilter });
export type ExportRequest = z.output<typeof ExportRequest>;

export type ExportHeader = {
  readonly format: typeof EXPORT_FORMAT;
  readonly kind: ExportKind;
  readonly deviceId: string;
  /** Ed25519, raw, as hex. */
  readonly publicKey: string;
  readonly site: { readonly code: string; readonly name: string } | null;
  readonly exportedAt: string;
  readonly exportedBy: string;
  readonly filter: JournalFilter;
  /** No filter: every entry from the first to the head is there. */
  readonly isWhole: boolean;
  readonly entries: number;
  readonly head: { readonly seq: number; readonly hash: string };
  /** The newest head of this chain that the company's server countersigned; null: none did. */
  readonly witness: ExportedWitness | null;
  /** How the chains of the whole journal were found just before; null: whole. */
  readonly firstBadSeq: number | null;
};

/** What the server's key signed is `witnessText` (shared/sync/witness.ts). */
export type ExportedWitness = {
  readonly seq: number;
  readonly hash: string;
  readonly atMs: number;
  /** Ed25519, raw, as hex: worth what the reader knows of it from elsewhere. */
  readonly serverKey: string;
  readonly signature: string;
};

const encoder = new TextEncoder();

export function firstSeal(sha256: Sha256, header: string): Uint8Array {
  return sha256(encoder.encode(header));
}

export function nextSeal(sha256: Sha256, seal: Uint8Array, line: string): Uint8Array {
  const text = encoder.encode(line);
  const bytes = new Uint8Array(seal.length + text.length);
  bytes.set(seal);
  bytes.set(text, seal.length);
  return sha256(bytes);
}

/** What the console's key signs. */
export function sealText(deviceId: string, lastSeal: Uint8Array): string {
  return `fairlead/journal-export/1/${deviceId}/${hexOfBytes(lastSeal)}`;
}

export const CSV_COLUMNS = [
  'seq',
  'at',
  'actor',
  'actorId',
  'command',
  'what',
  'event',
  'state',
  'changes',
  'verdict',
  'answeredAt',
  'entry',
  'before',
  'inputHash',
  'previousHash',
  'hash',
  'previousBeforeHash',
  'beforeHash',
  'seal',
] as const;
