import type { RecordChange } from '../record-writer.ts';

/**
 * The changes of a commit together with what it brought back from the archive. A record that came back and was
 * changed is one change: from what the archive had.
 */
export function withThawed(
  written: readonly RecordChange[],
  thawed: readonly RecordChange[],
): readonly RecordChange[] {
  if (thawed.length === 0) return written;
  const changes = new Map(thawed.map((change) => [keyOf(change), change]));
  for (const change of written) {
    const key = keyOf(change);
    const first = changes.get(key);
    const from = first === undefined ? {} : { previous: first.previous };
    changes.set(key, {
      ...change,
      ...from,
      ...(first?.isFromArchive === true ? { isFromArchive: true } : {}),
    });
  }
  return [...changes.values()];
}

function keyOf({ collection, id }: RecordChange): string {
  return `${collection}/${id}`;
}
