import { z } from 'zod';
import { Instant } from '../kernel/fields.ts';
import type { JournalDetail, JournalItem, RecordChanges } from './journal-view.ts';

/** Of an answer of the server. */
export const COMPANY_ROWS_MAX = 100;

export const CompanyFilter = z.object({
  siteId: z.string().max(36).nullable().default(null),
  deviceId: z.string().max(36).nullable().default(null),
  /** When it was done: from this instant on, and before that one. */
  from: Instant.nullable().default(null),
  to: Instant.nullable().default(null),
  /** A record by its id, or anything a search would find it by. */
  record: z.string().trim().max(200).nullable().default(null),
});
export type CompanyFilter = z.output<typeof CompanyFilter>;

export const CompanyPageInput = z.object({
  filter: CompanyFilter,
  /** As the page before it said. */
  after: z
    .object({ receivedAtMs: z.int().nonnegative(), deviceId: z.string().max(36), seq: z.int().positive() })
    .nullable()
    .default(null),
  limit: z.int().positive().max(COMPANY_ROWS_MAX).default(50),
});
export type CompanyPageInput = z.output<typeof CompanyPageInput>;

/**
 * How far an entry was proved here: its hash follows from that of the entry before it, or does not; `alone`: the
 * entry before it is not on the page, or not at the server.
 */
export type ChainLinkState = 'proved' | 'broken' | 'alone';

export type CompanyItem = JournalItem & {
  readonly deviceId: string;
  readonly deviceName: string;
  readonly siteName: string;
  readonly receivedAt: string;
  readonly link: ChainLinkState;
  readonly verdict: JournalDetail['verdict'];
  /** What it set; what was before stays on its console. */
  readonly changes: readonly RecordChanges[];
};

export type CompanyPage = {
  readonly items: readonly CompanyItem[];
  /** Where to go on; null: that was all. */
  readonly next: CompanyPageInput['after'];
  readonly consoles: readonly {
    readonly id: string;
    readonly name: string;
    readonly siteId: string;
    readonly siteName: string;
  }[];
};
