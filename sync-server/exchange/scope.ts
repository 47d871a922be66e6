import type { Site } from '#shared/kernel/define-command.ts';
import type { Audience, ServerRecord } from '../storage/storage.ts';

/** Reference data of the whole company. */
export const COMPANY_WIDE = '*';

/** Who people are and how they sign in goes to their own site's consoles and to offices, never further. */
const PERSONAL_KINDS: ReadonlySet<string> = new Set([
  'person',
  'credential',
  'second-factor',
  'sign-in-policy',
]);

export type Scoped = Pick<ServerRecord, 'kind' | 'siteId' | 'audience'>;

/** Sites whose records a console receives. */
export function readableSites(site: Site): 'all' | readonly string[] {
  return site.kind === 'office' ? 'all' : [site.id, COMPANY_WIDE];
}

export function isReadable(record: Scoped, site: Site): boolean {
  if (site.kind === 'office' || record.siteId === site.id) return true;
  if (record.siteId === COMPANY_WIDE && !PERSONAL_KINDS.has(record.kind)) return true;
  return record.audience.some((one) => one.siteId === site.id && !one.isGone);
}

/** Where a site saw a record and no longer does. */
export function departureFrom(record: Scoped, site: Site): Audience | undefined {
  if (isReadable(record, site)) return undefined;
  return record.audience.find(
    ({ siteId, isGone }) =>
      isGone && (siteId === site.id || (siteId === COMPANY_WIDE && !PERSONAL_KINDS.has(record.kind))),
  );
}

/** Since when a site sees a record that was not its own from the start. */
export function arrivalAt(record: Scoped, site: Site): Audience | undefined {
  return record.audience.find(
    ({ siteId, isGone }) =>
      !isGone && (siteId === site.id || (siteId === COMPANY_WIDE && record.siteId === COMPANY_WIDE)),
  );
}

/** Whether a console may send changes to records of a site. */
export function isWritable(siteId: string, site: Site): boolean {
  return site.kind === 'office' || siteId === site.id;
}

/** Whether a console belongs to the site that decides a record's `home` fields. */
export function isHomeOf(siteId: string, site: Site): boolean {
  return siteId === site.id || (siteId === COMPANY_WIDE && site.kind === 'office');
}
