import { z } from 'zod';
import { line } from '../../kernel/fields.ts';
import { defineEntity, type RecordOf } from '../../kernel/define-entity.ts';

export const SITE_KINDS = ['vessel', 'warehouse', 'office', 'dispatch'] as const;

/** `AUR`, `OFF`: starts this site's record numbers, so it never changes. */
export const SiteCode = z
  .string()
  .regex(/^[A-Z][A-Z0-9]{1,5}$/, 'Two to six capital letters or digits, e.g. AUR.');

/** An IANA time zone. The list differs between programs, so only the form is checked here. */
export const TimeZone = z
  .string()
  .regex(/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/, 'A time zone such as Europe/Athens.')
  .max(60);

/** A vessel, a warehouse, an office. Every record of the company belongs to one. Its id is its `siteId` elsewhere. */
export const site = defineEntity({
  kind: 'site',
  collection: 'settings',
  version: 1,
  fields: {
    code: SiteCode,
    name: line(80),
    siteKind: z.enum(SITE_KINDS),
    timeZone: TimeZone,
    /** IMO number of a vessel: `IMO 9074729` without the letters. */
    imoNumber: z
      .string()
      .regex(/^\d{7}$/)
      .nullable(),
    active: z.boolean(),
  },
  merge: { code: 'home' },
  indexes: [['code']],
  searchable: ['code', 'name', 'imoNumber'],
});
export type SiteRecord = RecordOf<typeof site>;
