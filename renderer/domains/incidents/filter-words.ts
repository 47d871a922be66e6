import { INCIDENT_FILTER_FIELDS } from '#shared/domains/incidents/queries/filter-fields.ts';
import { catalogue, type useWords } from '#renderer/shell/words.ts';
import type { FilterWords } from '#renderer/ui/data-table.tsx';

/** Fields that incidents can be filtered by, in words: as in their facts. */
export function incidentFilterWords(t: ReturnType<typeof useWords>['t']): FilterWords {
  return {
    fields: INCIDENT_FILTER_FIELDS,
    fieldText: (field) =>
      field === 'reportedAt' ? t('incidents.column.reported') : (catalogue[`field.${field}`] ?? field),
    choiceText: (field, choice) => catalogue[`${field}.${choice}`] ?? choice,
  };
}
