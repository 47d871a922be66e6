import type { Entity } from '../kernel/define-entity.ts';

/** What an act touches, as far as permission asks: whose record it is. */
export type Target = {
  /** `*`: reference data of the whole company. */
  readonly siteId: string;
  readonly organisationId?: string | null | undefined;
  readonly providerId?: string | null | undefined;
  readonly teamId?: string | null | undefined;
  readonly ownerId?: string | null | undefined;
  /** Whom it was given to: theirs as much as the owner's. */
  readonly assigneeId?: string | null | undefined;
};

export const COMPANY_WIDE = '*';

/** Whose a record is, by the fields its entity names for it. */
export function targetOf(
  entity: Pick<Entity, 'scope'>,
  record: { readonly siteId: string; readonly [field: string]: unknown },
): Target {
  const { organisationId, providerId, teamId, ownerId, assigneeId } = entity.scope;
  return {
    siteId: record.siteId,
    organisationId: textIn(record, organisationId),
    providerId: textIn(record, providerId),
    teamId: textIn(record, teamId),
    ownerId: textIn(record, ownerId),
    assigneeId: textIn(record, assigneeId),
  };
}

function textIn(record: { readonly [field: string]: unknown }, field: string | undefined): string | null {
  const value = field === undefined ? null : record[field];
  return typeof value === 'string' ? value : null;
}
