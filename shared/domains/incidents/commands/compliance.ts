import { z } from 'zod';
import { type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { growingName, Instant, line, lineOrNothing, prose } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { attachment } from '../../files/schema.ts';
import { attach, AttachedFile } from '../attach.ts';
import { complianceError } from '../compliance-errors.ts';
import { record } from '../events.ts';
import { isAssessment } from '../rules/assessment.ts';
import { type Incident, incident, incidentEvent } from '../schema.ts';
import {
  COMPLIANCE_STATUSES,
  type ComplianceEntry,
  complianceEntry,
  type ComplianceStatus,
  DOCUMENTS_MAX,
  FRAMEWORKS,
} from '../schema/compliance.ts';
import { ATTACHES } from './allows.ts';
import { complianceChanges, entryBase, saysReportable } from './compliance-shared.ts';
import { nameOf, onIncident } from './shared.ts';

/** A duty that no rule of ours knows, such as one of a charterer or an insurer. */
export const addDuty = defineCommand({
  name: 'incidents.addDuty',
  feature: 'incidents.regulate',
  input: z.object({
    id: RecordId,
    framework: z.enum(FRAMEWORKS),
    requirement: line(120),
    because: prose(1_000).min(1, 'Say why it applies.'),
    authority: lineOrNothing(120),
    mustReport: z.boolean(),
    reportDueAt: Instant.nullable(),
    form: growingName(40).nullable(),
  }),
  writes: [complianceEntry, incident, incidentEvent],
  allows: complianceChanges({ insert: true }),
  label: ({ requirement }) => ({ key: 'incidents.addDuty.label', params: { requirement } }),
  target: onIncident,
  run(context, { id, ...duty }) {
    const { tx, newId, now } = context;
    const about = tx.mustGet(incident, id);
    const entry = tx.insert(complianceEntry, {
      ...entryBase(context, about),
      id: newId(),
      ...duty,
      ruleId: null,
      isImmediate: false,
      countedFrom: now,
    });
    saysReportable(context, about);
    tell(context, about, entry, 'incidents.event.dutyAdded');
    return { id: entry.id };
  },
});

/** Receipts that one report brings along. */
export const RECEIPTS_MAX = 10;

/**
 * The authority has been told: when, under which reference, with which documents. INC-47: receipts that come along are
 * attached to the incident in the same act.
 */
export const recordReport = defineCommand({
  name: 'incidents.recordReport',
  feature: 'incidents.regulate',
  input: z.object({
    id: RecordId,
    entryId: RecordId,
    authority: line(120),
    reportedAt: Instant,
    reference: lineOrNothing(120),
    documents: z.array(RecordId).max(DOCUMENTS_MAX),
    receipts: z.array(AttachedFile).max(RECEIPTS_MAX).default([]),
  }),
  writes: [complianceEntry, incidentEvent, attachment],
  allows: [
    {
      entity: complianceEntry,
      patch: ['authority', 'reportedAt', 'reportedById', 'reportedByName', 'reference', 'documents'],
    },
    ...ATTACHES,
  ],
  label: ({ authority }) => ({ key: 'incidents.recordReport.label', params: { authority } }),
  target: onIncident,
  run(context, { id, entryId, receipts, ...report }) {
    const { tx, actor, now } = context;
    const about = tx.mustGet(incident, id);
    const entry = entryOf(context, id, entryId);
    assertNotReviewed(entry);
    if (isAssessment(entry)) throw complianceError('assess-first');
    if (report.reportedAt > now) throw complianceError('report-to-come');
    for (const document of report.documents) {
      if (tx.get(attachment, document)?.ownerId === id) continue;
      throw complianceError('file-of-another');
    }
    if (report.documents.length + receipts.length > DOCUMENTS_MAX)
      throw complianceError('too-many-documents', { max: DOCUMENTS_MAX });
    const attached = receipts.map((receipt) => attach(context, about, receipt, 'document'));
    const after = tx.patch(complianceEntry, entryId, {
      ...report,
      documents: [...report.documents, ...attached],
      reportedById: actor.id,
      reportedByName: nameOf(actor),
    });
    tell(context, about, after, 'incidents.event.dutyReported', { text: report.reference || null });
    return { id: entryId };
  },
});

/** What stands about a duty until somebody else reviews it; that it does not apply needs a reason. */
export const setComplianceStatus = defineCommand({
  name: 'incidents.setComplianceStatus',
  feature: 'incidents.regulate',
  input: z.object({
    id: RecordId,
    entryId: RecordId,
    status: z.enum(COMPLIANCE_STATUSES),
    note: prose(2_000).default(''),
  }),
  writes: [complianceEntry, incident, incidentEvent],
  allows: complianceChanges({ patch: ['status'] }),
  label: ({ status }) => ({
    key: 'incidents.setComplianceStatus.label',
    params: { complianceStatus: status },
  }),
  target: onIncident,
  run(context, { id, entryId, status, note }) {
    const about = context.tx.mustGet(incident, id);
    const before = entryOf(context, id, entryId);
    assertNotReviewed(before);
    if (isAssessment(before) && !PUTS_ASIDE.includes(status)) throw complianceError('assess-first');
    if (status === 'not_applicable' && note === '') {
      throw complianceError('put-aside-without-reason');
    }
    const after = context.tx.patch(complianceEntry, entryId, { status });
    saysReportable(context, about);
    tell(context, about, after, 'incidents.event.dutyStatus', { text: note || null, status });
    return { id: entryId };
  },
});

/** INC-44: whether a duty was met is judged by somebody else than whoever reported. */
export const reviewDuty = defineCommand({
  name: 'incidents.reviewDuty',
  feature: 'incidents.regulate',
  input: z.object({
    id: RecordId,
    entryId: RecordId,
    status: z.enum(['compliant', 'non_compliant', 'not_applicable']),
    notes: prose(5_000).min(1, 'Say what you looked at.'),
  }),
  writes: [complianceEntry, incident, incidentEvent],
  allows: complianceChanges({
    patch: ['status', 'reviewedAt', 'reviewedById', 'reviewedByName', 'reviewNotes'],
  }),
  label: ({ status }) => ({ key: 'incidents.reviewDuty.label', params: { complianceStatus: status } }),
  target: onIncident,
  run(context, { id, entryId, status, notes }) {
    const { tx, now, actor } = context;
    const about = tx.mustGet(incident, id);
    const entry = entryOf(context, id, entryId);
    if (isAssessment(entry) && status !== 'not_applicable') throw complianceError('assess-first');
    if (entry.reportedById === actor.id) {
      throw complianceError('reviewed-by-reporter');
    }
    if (status === 'compliant' && entry.mustReport && entry.reportedAt === null) {
      throw complianceError('not-reported');
    }
    const after = tx.patch(complianceEntry, entryId, {
      status,
      reviewedAt: now,
      reviewedById: actor.id,
      reviewedByName: nameOf(actor),
      reviewNotes: notes,
    });
    saysReportable(context, about);
    tell(context, about, after, 'incidents.event.dutyReviewed', { text: notes, status });
    return { id: entryId };
  },
});

/** All that can be said of what only asks for the assessment: that none is needed, or is after all. */
export const PUTS_ASIDE: readonly ComplianceStatus[] = ['not_applicable', 'pending_review'];

function entryOf({ tx }: CommandContext, incidentId: string, entryId: RecordId): ComplianceEntry {
  const entry = tx.mustGet(complianceEntry, entryId);
  if (entry.incidentId === incidentId) return entry;
  throw complianceError('duty-of-another');
}

function assertNotReviewed({ reviewedAt, reviewedByName }: ComplianceEntry): void {
  if (reviewedAt === null) return;
  throw complianceError('reviewed-already', { name: reviewedByName ?? '' });
}

function tell(
  context: CommandContext,
  about: Pick<Incident, 'id' | 'siteId'>,
  { requirement, authority }: ComplianceEntry,
  labelKey: string,
  { text = null, status }: { text?: string | null; status?: string } = {},
): void {
  const params = status === undefined ? {} : { complianceStatus: status };
  record(context, about, {
    type: 'compliance',
    labelKey,
    labelParams: { requirement, authority, ...params },
    text,
  });
}
