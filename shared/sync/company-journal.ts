import { z } from 'zod';
import { Verdict } from './wire.ts';

/**
 * `POST /v1/company-journal`: what other consoles did, for a person at an office. Asked for when somebody reads it,
 * newest arrival first; an exchange does not carry it.
 */
export const COMPANY_JOURNAL_PATH = '/v1/company-journal';

/** Of one answer. */
export const COMPANY_ENTRIES_MAX = 100;
export const COMPANY_RECORDS_MAX = 20;

const Id = z.string().max(36);
const Ms = z.int().nonnegative();
const Cursor = z.strictObject({ receivedAtMs: Ms, deviceId: Id, seq: z.int().positive() });
export type CompanyCursor = z.infer<typeof Cursor>;

export const CompanyJournalRequest = z.strictObject({
  protocol: z.int(),
  deviceId: Id,
  /** Who reads: the server answers what it knows them to be allowed. */
  personId: Id,
  siteId: Id.nullable(),
  ofDeviceId: Id.nullable(),
  /** When it was done, by the stamps of the consoles: from this time on, and before that one. */
  fromMs: Ms.nullable(),
  toMs: Ms.nullable(),
  /** Entries that touch one of these records. */
  recordIds: z.array(Id).max(COMPANY_RECORDS_MAX).nullable(),
  /** Where the answer before this one ended. */
  after: Cursor.nullable(),
  limit: z.int().positive().max(COMPANY_ENTRIES_MAX),
});
export type CompanyJournalRequest = z.infer<typeof CompanyJournalRequest>;

export const ToldEntry = z.strictObject({
  deviceId: Id,
  seq: z.int().positive(),
  /** Canonical text, as hashed. */
  text: z.string(),
  /** Hex; null while an entry before it is missing at the server. */
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  verdict: Verdict,
  receivedAtMs: Ms,
});
export type ToldEntry = z.infer<typeof ToldEntry>;

export const CompanyJournalResponse = z.strictObject({
  protocol: z.int(),
  entries: z.array(ToldEntry).max(COMPANY_ENTRIES_MAX),
  /** Where to go on; null: that was all. There may be more though nothing fitted in what was looked through. */
  next: Cursor.nullable(),
  /** Every console whose journal the person may read. */
  consoles: z.array(
    z.strictObject({ id: Id, name: z.string().max(80), siteId: Id, siteName: z.string().max(80) }),
  ),
});
export type CompanyJournalResponse = z.infer<typeof CompanyJournalResponse>;
