import { z } from 'zod';
import { ERROR_CODES } from '#shared/kernel/errors.ts';
import type { BackupMade } from '../backup/make-backup.ts';
import type { ExportMade } from '../export/export-store.ts';
import type { ChainVerdict } from '../monitor/verify-chain.ts';
import type { StoreSizes } from '../monitor/store-sizes.ts';
import type { ReaderOptions } from './open-reader.ts';

export const TASK_KINDS = ['backup', 'export', 'verify-chain', 'integrity', 'measure'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** What each kind of long work ends with. */
export type TaskResults = {
  readonly backup: BackupMade;
  readonly export: ExportMade;
  readonly 'verify-chain': ChainVerdict;
  readonly integrity: { readonly problems: readonly string[] };
  readonly measure: StoreSizes;
};

/** What a worker is started with. Cloned, so plain values only. */
export type TaskRequest = {
  readonly kind: TaskKind;
  readonly file: string;
  readonly dataFolder: string;
  readonly startedAtMs: number;
  readonly options: ReaderOptions;
};

const ErrorDetails = z.object({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  remedy: z.string().optional(),
});

/** What a worker says. Results come from the same program, so they are not parsed again. */
export const FromWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), done: z.number(), total: z.number() }),
  z.object({ type: z.literal('result'), result: z.unknown() }),
  z.object({ type: z.literal('cancelled') }),
  /** Something a person can act on. */
  z.object({ type: z.literal('refused'), details: ErrorDetails }),
]);
export type FromWorker = z.infer<typeof FromWorker>;
