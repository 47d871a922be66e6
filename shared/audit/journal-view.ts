import { z } from 'zod';
import type { Actor } from '../access/can.ts';
import { COLLECTIONS, type CollectionName } from '../kernel/define-entity.ts';
import type { Lane } from '../kernel/define-command.ts';
import { Instant } from '../kernel/fields.ts';
import type { Label } from '../kernel/words.ts';
import { AUDIT_EVENTS } from './notes.ts';

export const JOURNAL_ROWS_MAX = 100;

/** What an entry is about: what it does to records, or what it notes. */
export const JOURNAL_EVENTS = ['created', 'changed', 'deleted', ...AUDIT_EVENTS] as const;
export type JournalEvent = (typeof JOURNAL_EVENTS)[number];

export const JournalFilter = z.object({
  personId: z.string().max(36).nullable().default(null),
  command: z.string().max(80).nullable().default(null),
  event: z.enum(JOURNAL_EVENTS).nullable().default(null),
  siteId: z.string().max(36).nullable().default(null),
  /** From this instant on, and before that one. */
  from: Instant.nullable().default(null),
  to: Instant.nullable().default(null),
  /** A record by its id, or anything a search would find it by. */
  record: z.string().trim().max(200).nullable().default(null),
});
export type JournalFilter = z.output<typeof JournalFilter>;

export const JournalPageInput = z.object({
  filter: JournalFilter,
  before: z.int().positive().nullable().default(null),
  limit: z.int().positive().max(JOURNAL_ROWS_MAX).default(50),
});

export const RecordKey = z.object({ collection: z.enum(COLLECTIONS), id: z.string().min(1).max(36) });
export type RecordKey = z.infer<typeof RecordKey>;

export type TouchedRecord = {
  readonly collection: CollectionName;
  readonly kind: string;
  readonly id: string;
  /** Its number or name, where it has one. */
  readonly title: string | null;
};

export type JournalItem = {
  readonly seq: number;
  readonly at: string;
  readonly actor: { readonly type: Actor['type']; readonly id: string; readonly name: string };
  readonly command: string;
  readonly label: Label;
  readonly event: JournalEvent;
  /** `applied` at the server, or what became of it. */
  readonly state: 'pending' | 'applied' | 'rejected' | 'discarded' | 'retried';
  /** The first few. */
  readonly records: readonly TouchedRecord[];
  readonly recordCount: number;
};

export type JournalPage = { readonly items: readonly JournalItem[]; readonly more: boolean };

/** A value as it is shown: lists and objects as their text, null where there is or was none. */
export type ShownValue = string | number | boolean | null;

/** `isHidden`: its entity says that nobody is shown it. */
export type FieldChange = {
  readonly field: string;
  readonly from: ShownValue;
  readonly to: ShownValue;
  readonly isHidden: boolean;
};

export type RecordChanges = TouchedRecord & {
  readonly op: 'insert' | 'patch' | 'delete';
  readonly siteId: string;
  readonly fields: readonly FieldChange[];
};

export type JournalDetail = JournalItem & {
  readonly lane: Lane;
  readonly deviceId: string;
  readonly hlc: string;
  readonly hash: string;
  readonly previousHash: string;
  /** What the server said, and when. */
  readonly verdict: {
    readonly status: string;
    readonly code: string | null;
    readonly message: string | null;
    readonly version: number | null;
    readonly settledBy: string | null;
  } | null;
  readonly answeredAt: string | null;
  readonly changes: readonly RecordChanges[];
};

export type JournalChoices = {
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly commands: readonly string[];
  readonly events: readonly JournalEvent[];
  readonly sites: readonly { readonly id: string; readonly name: string }[];
  readonly entries: number;
};

export type HistoryItem = {
  readonly seq: number;
  readonly at: string;
  readonly actorName: string;
  readonly command: string;
  readonly label: Label;
  readonly state: JournalItem['state'];
  readonly op: RecordChanges['op'];
  readonly fields: readonly FieldChange[];
};

export type RecordHistory = {
  /** Newest first. */
  readonly items: readonly HistoryItem[];
  readonly more: boolean;
  /** Since when other consoles change it too, as far as is known here; who did what stands in their journals. */
  readonly cameFromElsewhereAt: string | null;
};
