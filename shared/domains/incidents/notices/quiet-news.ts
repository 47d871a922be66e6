import type { NoticeDraft } from '../../../kernel/define-notice.ts';
import type { Incident, IncidentEvent } from '../schema.ts';
import { titleOf } from './title.ts';

/** What every quiet word about an incident has in common; a `stem` says of what kind it is. */
export function quietNews(
  { record, subject }: { readonly record: IncidentEvent; readonly subject: Incident },
  stem: string,
): Omit<NoticeDraft, 'body' | 'audience'> {
  return {
    occurrence: record.id,
    at: record.at,
    severity: 'low',
    title: titleOf(subject),
    route: `/incidents/${subject.id}`,
    dedupeKey: `${stem}:${record.id}`,
    groupKey: `${stem}:${subject.id}`,
  };
}
