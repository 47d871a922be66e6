import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../kernel/define-entity.ts';
import { TOMBSTONE_DAYS } from '../../sync/limits.ts';

type RetentionItem = {
  readonly unit: 'hours' | 'days' | 'weeks';
  /** What holds where nobody has said anything. */
  readonly usual: number;
  readonly min: number;
  readonly max: number;
  /** Name of the job that goes by it. */
  readonly job: string;
};

const WEEK_DAYS = 7;

/** What does not stay for ever, and how long it does. Why these bounds and not others stands in the words of the page. */
export const RETENTION = {
  /** After that what is over moves to the archive. Nothing is lost by it, so there is no least time of any law. */
  archiveAfterDays: { unit: 'days', usual: 90, min: 7, max: 3_650, job: 'store.archive' },
  /** Lines of the inbox that were read or acknowledged, and those that nobody looked at. */
  settledNotificationDays: { unit: 'days', usual: 90, min: 7, max: 3_650, job: 'notifications.clean-up' },
  unreadNotificationDays: { unit: 'days', usual: 365, min: 30, max: 3_650, job: 'notifications.clean-up' },
  /** The longest that the file of an export is kept, whatever was chosen when it was made. */
  exportFileDays: { unit: 'days', usual: 30, min: 1, max: 365, job: 'exports.expire' },
  /** The line about an export whose file is gone; who took what along stands in the journal for good. */
  exportHistoryDays: { unit: 'days', usual: 365, min: 30, max: 3_650, job: 'system.clean-up' },
  jobRunDays: { unit: 'days', usual: 60, min: 7, max: 730, job: 'system.clean-up' },
  healthDays: { unit: 'days', usual: 30, min: 7, max: 730, job: 'system.clean-up' },
  syncHistoryDays: { unit: 'days', usual: 400, min: 30, max: 1_100, job: 'system.clean-up' },
  /** Since a person was last there. */
  sessionDays: { unit: 'days', usual: 90, min: 1, max: 365, job: 'system.clean-up' },
  /** What makes a command that is sent twice happen once: a page asks again within minutes, a tablet after days. */
  commandOutcomeDays: { unit: 'days', usual: 30, min: 7, max: 365, job: 'system.clean-up' },
  backupAllHours: { unit: 'hours', usual: 24, min: 6, max: 168, job: 'store.backup' },
  backupDailyDays: { unit: 'days', usual: 14, min: 3, max: 90, job: 'store.backup' },
  /** The server forgets what was deleted after so long: a store put back from before that would not learn of it. */
  backupWeeklyWeeks: {
    unit: 'weeks',
    usual: 8,
    min: 1,
    max: Math.floor(TOMBSTONE_DAYS / WEEK_DAYS),
    job: 'store.backup',
  },
} as const satisfies { readonly [key: string]: RetentionItem };

export type RetentionKey = keyof typeof RETENTION;
// Its own keys, in the order in which they stand.
export const RETENTION_KEYS = Object.keys(RETENTION) as readonly RetentionKey[];
export type Retention = { readonly [Key in RetentionKey]: number };
/** What somebody has said: null leaves it to what stands above it. */
export type RetentionWishes = { readonly [Key in RetentionKey]: number | null };

export const retentionFields = fieldsOf((key) => {
  const { min, max } = RETENTION[key];
  const bounds = `A whole number from ${min} to ${max}.`;
  return z.int(bounds).min(min, bounds).max(max, bounds).nullable();
});

/**
 * How long things are kept: of the whole company (`*`), and of a site that wants it otherwise. Of several for one
 * place the one with the lowest id holds.
 */
export const retention = defineEntity({
  kind: 'retention',
  collection: 'settings',
  version: 1,
  fields: retentionFields,
  indexes: [['siteId']],
});
export type RetentionRecord = RecordOf<typeof retention>;

export const NO_WISHES: RetentionWishes = fieldsOf(() => null);
export const USUAL_RETENTION: Retention = fieldsOf((key) => RETENTION[key].usual);

/** What holds at a site: its own word, else the company's, else the usual. */
export function retentionFor(
  company: RetentionWishes | undefined,
  site: RetentionWishes | undefined,
): Retention {
  return fieldsOf((key) => site?.[key] ?? company?.[key] ?? RETENTION[key].usual);
}

/** The fields of a record that say something. */
export function wishesIn(record: RetentionWishes): RetentionWishes {
  return fieldsOf((key) => record[key]);
}

function fieldsOf<Value>(valueOf: (key: RetentionKey) => Value): { readonly [Key in RetentionKey]: Value } {
  // Made of all keys, just here.
  return Object.fromEntries(RETENTION_KEYS.map((key) => [key, valueOf(key)])) as {
    readonly [Key in RetentionKey]: Value;
  };
}
