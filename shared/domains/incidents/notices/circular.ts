import type { JobProfile } from '../../../access/roles.ts';
import { defineNotice, type NoticeDraft } from '../../../kernel/define-notice.ts';
import { isReceiptOver } from '../rules/circulars.ts';
import { circularCall, circularReceipt } from '../schema/circular.ts';

/** Who sees to it that a site has read and done what it is told. */
const READERS: readonly JobProfile[] = [
  'master',
  'safety-officer',
  'hseq-manager',
  'shift-lead',
  'operations-manager',
];

/** INC-66, INC-67: a circular has come to the site, or is due there and not acknowledged. */
export const circularNotice = defineNotice({
  name: 'incidents.circular',
  on: circularCall,
  subject: circularReceipt,
  subjectId: ({ receiptId }) => receiptId,
  draft: ({ record, subject }): NoticeDraft => ({
    occurrence: record.id,
    at: record.at,
    severity: 'medium',
    title: { key: 'incidents.notify.circular', params: { title: subject.title } },
    body: { key: `incidents.notify.circular.${record.because}` },
    route: `/incidents/circulars/${subject.circularId}`,
    dedupeKey: `circular:${record.id}`,
    groupKey: `circular:${subject.id}`,
    audience: { profiles: READERS, personIds: [], andOffices: false, orAdministrators: true },
  }),
  isOver: isReceiptOver,
});
