import { isFieldHidden } from '#shared/audit/hidden-fields.ts';
import type { FieldChange, ShownValue } from '#shared/audit/journal-view.ts';
import { canonicalJson, type Json, sameJson } from '#shared/kernel/canonical-json.ts';
import type { Change } from '#shared/sync/entry.ts';
import type { Before, JournalRow } from '../store/journal.ts';

const VALUE_CHARACTERS_MAX = 4_000;

export function beforeIn({ before }: Pick<JournalRow, 'before'>): readonly Before[] {
  // Written by `Journal.append` only, and its own chain guards it.
  return JSON.parse(before) as readonly Before[];
}

/** What one change did, field by field. Of a record that is deleted: all it was. */
export function fieldChanges(change: Change, before: readonly Before[]): FieldChange[] {
  const { kind, op, fields, collection, id } = change;
  const was = before.find((one) => one.collection === collection && one.id === id)?.fields ?? {};
  const names = op === 'delete' ? Object.keys(was) : Object.keys(fields);
  return names.flatMap((field): FieldChange[] => {
    const from = was[field];
    const to = op === 'delete' ? undefined : fields[field];
    if (from !== undefined && sameJson(from, to)) return [];
    // An empty field of a new record says nothing.
    if (op === 'insert' && (to === null || to === '')) return [];
    if (isFieldHidden(kind, field)) return [{ field, from: null, to: null, isHidden: true }];
    return [{ field, from: shortened(from), to: shortened(to), isHidden: false }];
  });
}

function shortened(value: Json | undefined): ShownValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value : canonicalJson(value);
  return text.length > VALUE_CHARACTERS_MAX ? `${text.slice(0, VALUE_CHARACTERS_MAX)}…` : text;
}
