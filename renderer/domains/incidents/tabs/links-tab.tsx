import type { Incident } from '#shared/domains/incidents/schema.ts';
import { RecordLinks } from '#renderer/ui/record-links.tsx';

/** What else has to do with it, in whatever domain. */
export function LinksTab({ incident }: { incident: Incident }) {
  const { id, siteId, number, title } = incident;
  return (
    <RecordLinks
      record={{ collection: 'incidents', kind: 'incident', id, siteId, label: `${number}  ${title}` }}
    />
  );
}
