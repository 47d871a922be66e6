import type { Catalogue } from '../../kernel/words.ts';
import { sayLabel } from '../../words/say-value.ts';
import type { TimelineRow } from './queries/detail.ts';

/** What an event of the timeline says, with the names of changed fields in words. */
export function sayEvent(catalogue: Catalogue, row: Pick<TimelineRow, 'labelKey' | 'labelParams'>): string {
  const { fields, ...params } = row.labelParams;
  if (typeof fields !== 'string') return sayLabel(catalogue, { key: row.labelKey, params: row.labelParams });
  const named = fields.split(', ').map((field) => catalogue[`incidents.timeline.field.${field}`] ?? field);
  return sayLabel(catalogue, { key: row.labelKey, params: { ...params, fields: named.join(', ') } });
}
