import type { Catalogue } from '#shared/kernel/words.ts';

/** Texts about the day by which an incident is to be closed. */
export const closingPageWords = {
  'incidents.detail.closeDue': 'Closing due',
  'incidents.detail.closeDue.over': 'Not closed in time',
  'incidents.detail.closeDue.late': 'Closed late',
  'incidents.detail.closeDue.inTime': 'Closed in time',
  'incidents.policy.field.closeWithin': 'To be closed within (days)',
  'incidents.policy.field.closeWithin.hint':
    'From the report, for incidents that are reported from now on. Who handles it is reminded a week before.',
  'incidents.history.closing': 'Closed in time',
  'field.closing': 'Closed in time',
  'closing.in_time': 'In time',
  'closing.late': 'Late',
} as const satisfies Catalogue;
