import { credential } from '#shared/domains/people/schema.ts';
import { type RecordChange, recordOf } from '../store/record-writer.ts';

/**
 * Whose passphrase somebody else has set, at this console or at another one. Not everything that comes back from the
 * server is news: the same passphrase again ends nothing that was opened with it.
 */
export function passphrasesSet(records: readonly RecordChange[]): readonly string[] {
  return records.flatMap(({ document, previous }) => {
    if (document.kind !== credential.kind || document._deleted) return [];
    const now = credential.schema.safeParse(recordOf(document));
    const before = previous && credential.schema.safeParse(recordOf(previous));
    if (!now.success || now.data.mustChange !== true) return [];
    return before?.data?.hashHex === now.data.hashHex ? [] : [now.data.personId];
  });
}
