import { SEVERITIES } from '../../../kernel/fields.ts';
import type { FilterFields } from '../../../kernel/filter.ts';
import { CLOSE_DUE_SQL } from '../rules/close-target.ts';
import { ALL_INCIDENT_TYPES, CATEGORIES } from '../schema.ts';
import { STAGES } from '../states.ts';

/** What a person may put a filter of their own together from. With a plus, a column's own index is used by `rareValues` alone. */
export const INCIDENT_FILTER_FIELDS = {
  title: { type: 'text', column: 'i.title' },
  number: { type: 'text', column: 'i.number' },
  place: { type: 'text', column: 'i.place' },
  severity: { type: 'choice', column: 'i.severity', choices: SEVERITIES },
  stage: { type: 'choice', column: 'i.stage', choices: STAGES },
  type: { type: 'choice', column: '+i.type', choices: ALL_INCIDENT_TYPES },
  category: { type: 'choice', column: 'i.category', choices: CATEGORIES },
  escalationLevel: { type: 'number', column: '+i.escalationLevel' },
  deadline: {
    type: 'choice',
    // INC-51, as `statistics.ts` counts it.
    column: `CASE WHEN i.resolvedAt >= i.dueAt THEN 'missed' WHEN i.resolvedAt IS NOT NULL THEN 'met' END`,
    choices: ['met', 'missed'],
    nullable: true,
  },
  closing: {
    type: 'choice',
    // INC-75, as `statistics.ts` counts it.
    column: `CASE WHEN i.closedAt > ${CLOSE_DUE_SQL} THEN 'late' WHEN i.closedAt IS NOT NULL THEN 'in_time' END`,
    choices: ['in_time', 'late'],
    nullable: true,
  },
  assigneeName: { type: 'text', column: 'i.assigneeName', nullable: true },
  reportedAt: { type: 'instant', column: 'i.reportedAt' },
  dueAt: { type: 'instant', column: 'i.dueAt' },
  acknowledgedAt: { type: 'instant', column: 'i.acknowledgedAt', nullable: true },
  resolvedAt: { type: 'instant', column: 'i.resolvedAt', nullable: true },
} as const satisfies FilterFields;
