import type { Site } from '#shared/kernel/define-command.ts';

/** Reference data of the whole company. */
export const COMPANY_WIDE = '*';

/** Who people are and how they sign in goes to their own site's consoles and to offices, never further. */
const PERSONAL_KINDS: ReadonlySet<string> = new Set(['person', 'credential']);

/** Sites whose records a console receives. */
export function readableSites(site: Site): 'all' | readonly string[] {
  return site.kind === 'office' ? 'all' : [site.id, COMPANY_WIDE];
}

export function isReadable(record: { readonly kind: string; readonly siteId: string }, site: Site): boolean {
  if (site.kind === 'office' || record.siteId === site.id) return true;
  return record.siteId === COMPANY_WIDE && !PERSONAL_KINDS.has(record.kind);
}

/** Whether a console may send changes to records of a site. */
export function isWritable(siteId: string, site: Site): boolean {
  return site.kind === 'office' || siteId === site.id;
}

/** Whether a console belongs to the site that decides a record's `home` fields. */
export function isHomeOf(siteId: string, site: Site): boolean {
  return siteId === site.id || (siteId === COMPANY_WIDE && site.kind === 'office');
}
