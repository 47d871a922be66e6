import { defineNotice, type NoticeDraft } from '../../../kernel/define-notice.ts';
import type { Severity } from '../../../kernel/fields.ts';
import { isOwed } from '../rules/duty-state.ts';
import { incidentEvent } from '../schema.ts';
import { complianceEntry } from '../schema/compliance.ts';
import { ANSWERABLE } from './answerable.ts';

const SAYS: { readonly [labelKey: string]: { readonly body: string; readonly severity: Severity } } = {
  'incidents.event.assessmentAsked': { body: 'incidents.notify.assessmentAsked', severity: 'high' },
  'incidents.event.assessmentNear': { body: 'incidents.notify.assessmentNear', severity: 'medium' },
  'incidents.event.assessmentOverdue': { body: 'incidents.notify.assessmentOverdue', severity: 'high' },
};

/** INC-45: who answers towards authorities is asked to assess, until somebody has. */
export const assessmentNotice = defineNotice({
  name: 'incidents.assessment',
  on: incidentEvent,
  subject: complianceEntry,
  subjectId: (record) => String(record.labelParams['entryId'] ?? ''),
  draft({ record, subject }): NoticeDraft | undefined {
    const says = SAYS[record.labelKey];
    if (says === undefined) return undefined;
    const { number = '', title = '', hours = 0 } = record.labelParams;
    return {
      occurrence: record.id,
      at: record.at,
      severity: says.severity,
      title: { key: 'incidents.notify.title', params: { number, title } },
      body: { key: says.body, params: { hours } },
      route: `/incidents/${subject.incidentId}?tab=compliance`,
      dedupeKey: `assessment:${subject.id}:${record.labelKey}`,
      groupKey: `assessment:${subject.id}`,
      audience: { profiles: ANSWERABLE, personIds: [], andOffices: true, orAdministrators: true },
    };
  },
  isOver: (subject) => !isOwed(subject),
});
