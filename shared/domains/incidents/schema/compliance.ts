import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../../kernel/define-entity.ts';
import { growingName, Instant, line, lineOrNothing, prose } from '../../../kernel/fields.ts';

export const FRAMEWORKS = [
  'ISM',
  'SOLAS',
  'MARPOL',
  'IMO',
  'ISPS',
  'MLC',
  'ISO',
  'US',
  'EU',
  'NATIONAL',
  'OTHER',
] as const;
export type Framework = (typeof FRAMEWORKS)[number];
export const COMPLIANCE_STATUSES = [
  'pending_review',
  'compliant',
  'non_compliant',
  'not_applicable',
] as const;
export type ComplianceStatus = (typeof COMPLIANCE_STATUSES)[number];
/** A duty is owed in these only. */
export const UNSETTLED_STATUSES = [
  'pending_review',
  'non_compliant',
] as const satisfies readonly ComplianceStatus[];
export const DOCUMENTS_MAX = 50;

/** One duty that an incident brings towards an authority or a framework, and how it was met. */
export const complianceEntry = defineEntity({
  kind: 'incident-compliance',
  collection: 'incidents',
  version: 1,
  fields: {
    incidentId: z.string().max(36),
    framework: z.enum(FRAMEWORKS),
    /** Clause: `46 CFR 4.05-10`. */
    requirement: line(120),
    /** The rule of ours that asked for it; null where a person added it. */
    ruleId: growingName(60).nullable(),
    /** In words, why it applies. */
    because: prose(1_000),
    status: z.enum(COMPLIANCE_STATUSES),
    /** Somebody outside the company must be told. */
    mustReport: z.boolean(),
    /** The clause says "immediately" or "without delay": the deadline is then our own measure of late. */
    isImmediate: z.boolean(),
    authority: lineOrNothing(120),
    /** From when the deadline counts. */
    countedFrom: Instant,
    /** By when it must be done; null: no time is set. */
    reportDueAt: Instant.nullable(),
    reportedAt: Instant.nullable(),
    reportedById: z.string().max(36).nullable(),
    reportedByName: z.string().max(80).nullable(),
    reference: lineOrNothing(120),
    /** Form that is due: `CG-2692`. */
    form: growingName(40).nullable(),
    documents: z.array(z.string().max(36)).max(DOCUMENTS_MAX),
    /** Last reminder that the deadline comes near. */
    remindedAt: Instant.nullable(),
    overdueAt: Instant.nullable(),
    reviewedAt: Instant.nullable(),
    reviewedById: z.string().max(36).nullable(),
    reviewedByName: z.string().max(80).nullable(),
    reviewNotes: prose(5_000),
    addedAt: Instant,
    addedByName: z.string().max(80),
    /** When the facts no longer asked for it, and nobody had entered anything. */
    withdrawnAt: Instant.nullable(),
  },
  merge: { documents: 'union', overdueAt: 'home', remindedAt: 'home' },
  indexes: [['incidentId'], ['reportDueAt']],
  partialIndexes: [
    {
      view: 'unsettled_incident_compliance',
      where: { field: 'status', oneOf: UNSETTLED_STATUSES },
      fields: ['reportDueAt', 'reportedAt', 'withdrawnAt', 'mustReport', 'incidentId'],
    },
  ],
  searchable: ['reference'],
  partOf: 'incidentId',
  listedInArchive: [
    'incidentId',
    'framework',
    'requirement',
    'authority',
    'form',
    'status',
    'mustReport',
    'isImmediate',
    'reportDueAt',
    'reportedAt',
    'reportedByName',
    'reference',
    'reviewedAt',
    'reviewedByName',
    'withdrawnAt',
  ],
  signatures: [
    { id: 'reportedById', name: 'reportedByName' },
    { id: 'reviewedById', name: 'reviewedByName' },
    { name: 'addedByName' },
  ],
});
export type ComplianceEntry = RecordOf<typeof complianceEntry>;
