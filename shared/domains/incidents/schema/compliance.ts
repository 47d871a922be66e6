import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../../kernel/define-entity.ts';
import { growingName, Instant, line, lineOrNothing, prose } from '../../../kernel/fields.ts';

export const FRAMEWORKS = ['ISO', 'IMO', 'SOLAS', 'MARPOL', 'ISM', 'US'] as const;
export const COMPLIANCE_STATUSES = [
  'compliant',
  'non_compliant',
  'pending_review',
  'not_applicable',
] as const;

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
    mustReport: z.boolean(),
    authority: lineOrNothing(120),
    /** By when the authority must have it; null: at once, or no duty to report. */
    reportDueAt: Instant.nullable(),
    reportedAt: Instant.nullable(),
    reportedByName: z.string().max(80).nullable(),
    reference: lineOrNothing(120),
    /** Form that is due: `CG-2692`. */
    form: growingName(40).nullable(),
    documents: z.array(z.string().max(36)).max(50),
    overdueAt: Instant.nullable(),
    reviewedAt: Instant.nullable(),
    reviewedByName: z.string().max(80).nullable(),
    reviewNotes: prose(5_000),
    addedAt: Instant,
    addedByName: z.string().max(80),
  },
  merge: { documents: 'union', overdueAt: 'home' },
  indexes: [['incidentId'], ['reportDueAt']],
  partOf: 'incidentId',
});
export type ComplianceEntry = RecordOf<typeof complianceEntry>;
