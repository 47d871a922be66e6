import type { Allowance } from '../../../kernel/allowance.ts';
import type { CommandContext } from '../../../kernel/define-command.ts';
import { isAssessment } from '../rules/assessment.ts';
import { type Incident, incident } from '../schema.ts';
import type { Duty } from '../rules/reportability.ts';
import { type ComplianceEntry, complianceEntry } from '../schema/compliance.ts';
import { NOTES } from './allows.ts';
import { nameOf } from './shared.ts';

/** What a command does to duties, whether the incident is reportable, and a line of its timeline. */
export function complianceChanges(entry: {
  readonly insert?: boolean;
  readonly patch?: readonly (keyof ComplianceEntry)[];
}): readonly Allowance[] {
  return [{ entity: complianceEntry, ...entry }, { entity: incident, patch: ['isReportable'] }, ...NOTES];
}

/** A duty about which nobody has entered anything yet. */
export function entryBase(
  { now, actor }: CommandContext,
  about: Pick<Incident, 'id' | 'siteId'>,
): Omit<ComplianceEntry, 'id' | 'kind' | keyof Duty> {
  return {
    siteId: about.siteId,
    incidentId: about.id,
    status: 'pending_review',
    reportedAt: null,
    reportedById: null,
    reportedByName: null,
    reference: '',
    documents: [],
    remindedAt: null,
    overdueAt: null,
    reviewedAt: null,
    reviewedById: null,
    reviewedByName: null,
    reviewNotes: '',
    addedAt: now,
    addedByName: nameOf(actor),
    withdrawnAt: null,
  };
}

/** The incident says itself whether some authority must be told. */
export function saysReportable({ tx }: CommandContext, about: Pick<Incident, 'id' | 'isReportable'>): void {
  const isReportable = tx.find(complianceEntry, { incidentId: about.id }).some(
    (entry) =>
      entry.mustReport &&
      entry.withdrawnAt === null &&
      entry.status !== 'not_applicable' &&
      // Nobody has said yet that it is.
      !isAssessment(entry),
  );
  if ((about.isReportable ?? false) !== isReportable) tx.patch(incident, about.id, { isReportable });
}
