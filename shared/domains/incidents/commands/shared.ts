import type { Actor } from '../../../access/can.ts';
import { type Target, targetOf } from '../../../access/target.ts';
import type { CommandContext, Site } from '../../../kernel/define-command.ts';
import type { RecordId } from '../../../kernel/ids.ts';
import type { ReadTx } from '../../../kernel/transaction.ts';
import { calendarFor } from '../../settings/calendar.ts';
import { calendar as calendarEntity, site as siteEntity } from '../../settings/schema.ts';
import { incidentError } from '../errors.ts';
import type { ClockTerms, SiteHours } from '../rules/clock.ts';
import { type Policy, policyFor } from '../rules/policy.ts';
import { prose, type Severity } from '../../../kernel/fields.ts';
import { type Incident, incident } from '../schema.ts';
import { isOpen } from '../states.ts';

/** Why somebody did what they need not explain. */
export const Reason = prose(2_000);

/** Target of every command on an existing incident. */
export function onIncident({ tx }: { readonly tx: ReadTx }, input: { readonly id: RecordId }): Target {
  return targetOf(incident, tx.mustGet(incident, input.id));
}

/** Whose name stands beside what was done; a program has none. */
export function nameOf(actor: Actor): string {
  return actor.type === 'person' ? actor.name : '';
}

export type Place = {
  readonly site: Pick<Site, 'id' | 'kind' | 'timeZone'>;
  readonly policy: Policy;
  readonly hours: SiteHours;
};

/** Where the incident is at home, and what is agreed there about incidents of its type. */
export function placeOf(
  { tx, site: own }: CommandContext,
  { siteId, type }: Pick<Incident, 'siteId' | 'type'>,
): Place {
  const kept = tx.get(siteEntity, siteId);
  const site = { id: siteId, kind: kept?.siteKind ?? own.kind, timeZone: kept?.timeZone ?? own.timeZone };
  return { site, policy: policyFor(tx, site, type), hours: hoursOf(tx, site) };
}

/** When people work at a site. */
export function hoursOf(
  tx: Pick<ReadTx, 'find'>,
  { id, timeZone }: { readonly id: string; readonly timeZone: string },
): SiteHours {
  const [kept] = tx.find(calendarEntity, { siteId: id }).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { timeZone, calendar: calendarFor(kept, id) };
}

export function termsOf({ policy, hours }: Place, severity: Severity): ClockTerms {
  return { ...hours, rule: policy.severities[severity], atRiskPercent: policy.atRiskPercent };
}

export function mustBeOpen(record: Incident): void {
  if (isOpen(record.stage)) return;
  throw incidentError('not-open', { number: record.number, stage: record.stage });
}
