import type { Site } from '#shared/kernel/define-command.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';

/** The record of a site, as it stands in a store. */
export function siteRecord({ id, code, name, kind, timeZone }: Site): StoredRecord {
  return {
    id,
    kind: 'site',
    siteId: id,
    code,
    name,
    siteKind: kind,
    timeZone,
    imoNumber: null,
    active: true,
  };
}
