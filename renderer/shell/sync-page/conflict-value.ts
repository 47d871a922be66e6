import { canonicalJson, type Json } from '#shared/kernel/canonical-json.ts';
import { Instant } from '#shared/kernel/fields.ts';
import { instantText } from '#renderer/ui/format.ts';
import { sayValue } from '../words.ts';

/** A field's value as a person says it; empty for what is not set. */
export function conflictValueText(field: string, value: Json, timeZone: string | undefined): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(sayValue(field, value));
  if (typeof value === 'string') {
    return Instant.safeParse(value).success ? instantText(value, timeZone) : String(sayValue(field, value));
  }
  if (Array.isArray(value)) {
    return value.map((element: Json) => conflictValueText(field, element, timeZone)).join(', ');
  }
  return canonicalJson(value);
}
