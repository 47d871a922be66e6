import { INCIDENT_FILTER_FIELDS } from '#shared/domains/incidents/queries/filter-fields.ts';
import { catalogue, label } from '#renderer/shell/words.ts';
import type { FilterWords } from '#renderer/ui/data-table.tsx';

/** Fields that incidents can be filtered by, in words: as in their facts. */
export function incidentFilterWords(): FilterWords {
  return {
    fields: INCIDENT_FILTER_FIELDS,
    fieldText: (field) =>
      field === 'reportedAt'
        ? label({ key: 'incidents.paper.column.reported' })
        : (catalogue[`field.${field}`] ?? field),
    choiceText: (field, choice) => catalogue[`${field}.${choice}`] ?? choice,
  };
}
