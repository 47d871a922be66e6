import { cleanField, sqlOfField, type Translation } from './mango-to-sql.ts';
import { NOTE } from './table-notes.ts';

/** The parts of a mango sort: one path and its direction each. */
export type Sort = readonly Readonly<Record<string, 'asc' | 'desc'>>[];

/**
 * ORDER BY that gives exactly the order of RxDB's comparator, or undefined if SQL can't promise it for the
 * values this table has held.
 */
export function sortToSql(
  sort: Sort,
  translation: Pick<Translation, 'layout' | 'notes'>,
): string | undefined {
  const terms: string[] = [];
  for (const part of sort) {
    const [entry] = Object.entries(part);
    if (entry === undefined) continue;
    const [path, direction] = entry;
    const field = cleanField(path, translation);
    if (field === undefined || !isOrderShared(translation.notes.bitsOf(path))) return undefined;
    terms.push(`${sqlOfField(field, translation.layout)} ${direction === 'desc' ? 'DESC' : 'ASC'}`);
    // Ids are unique: whatever follows decides nothing.
    if (path === translation.layout.primaryPath) break;
  }
  return terms.join(', ');
}

/** The comparator puts missing before null, where SQL sees one NULL, and orders text by UTF-16 unit. */
function isOrderShared(notes: number): boolean {
  const hasBothNulls = (notes & NOTE.missing) !== 0 && (notes & NOTE.explicitNull) !== 0;
  const hasBothOrders = (notes & NOTE.astral) !== 0 && (notes & NOTE.high) !== 0;
  return !hasBothNulls && !hasBothOrders && (notes & NOTE.broken) === 0;
}
