import { titleOf } from './title.ts';
import { defineNotice, type NoticeDraft } from '../../../kernel/define-notice.ts';
import type { Severity } from '../../../kernel/fields.ts';
import { incident, incidentEvent } from '../schema.ts';
import { ANSWERABLE } from './answerable.ts';
import { assessmentNotice } from './assessment.ts';

const SAYS: { readonly [labelKey: string]: { readonly body: string; readonly severity: Severity } } = {
  'incidents.event.dutyNear': { body: 'incidents.notify.dutyNear', severity: 'medium' },
  'incidents.event.dutyOverdue': { body: 'incidents.notify.dutyOverdue', severity: 'high' },
};

/** A deadline towards an authority comes near or has passed. */
export const dutyNotice = defineNotice({
  name: 'incidents.duty',
  on: incidentEvent,
  subject: incident,
  subjectId: (record) => record.incidentId,
  draft({ record, subject }): NoticeDraft | undefined {
    const says = SAYS[record.labelKey];
    if (record.type !== 'compliance' || says === undefined) return undefined;
    const { requirement = '', authority = '', hours = 0 } = record.labelParams;
    return {
      occurrence: record.id,
      at: record.at,
      severity: says.severity,
      title: titleOf(subject),
      body: { key: says.body, params: { requirement, authority, hours } },
      route: `/incidents/${subject.id}?tab=compliance`,
      dedupeKey: `duty:${subject.id}:${requirement}:${record.labelKey}`,
      groupKey: `duty:${subject.id}`,
      audience: { profiles: ANSWERABLE, personIds: [], andOffices: true, orAdministrators: true },
    };
  },
  // Authorities are owed their reports also after the danger is over.
  isOver: () => false,
});

export const complianceNotices = [assessmentNotice, dutyNotice];
