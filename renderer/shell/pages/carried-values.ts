import { Instant } from '#shared/kernel/fields.ts';
import { instantText } from '#renderer/ui/format.ts';
import { catalogue, sayValue } from '../words.ts';

type CarriedValue = { readonly kind: string; readonly field: string; readonly value: string };

/** Of a line in a timeline only what a person typed says anything; the rest tells of the record itself. */
const EVENT_KIND = /-event$/;

/** What a refused change carried, for a person: no ids, nothing empty, names and times in words. */
export function carriedValues(
  values: readonly CarriedValue[],
  timeZone: string | undefined,
): { name: string; text: string }[] {
  return values
    .filter(({ kind, field, value }) => {
      if (value === 'null' || value === '' || field.endsWith('Id') || field.endsWith('Rank')) return false;
      return !EVENT_KIND.test(kind) || field === 'text';
    })
    .map(({ field, value }) => ({
      name: catalogue[`field.${field}`] ?? field,
      text: Instant.safeParse(value).success ? instantText(value, timeZone) : String(sayValue(field, value)),
    }));
}
