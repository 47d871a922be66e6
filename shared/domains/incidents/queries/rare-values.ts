import { z } from 'zod';
import type { Condition, Filter } from '../../../kernel/filter.ts';
import type { ReadDatabase } from '../../../kernel/transaction.ts';
import type { IndexFilter } from './index-filter.ts';

/** Up to so many are looked up and sorted; what is more frequent is soon met in the order of the list. */
const LOOKED_UP_MAX = 2_000;

/** Fields with an index of their own, of which some value is rare. */
const INDEXED = ['type', 'escalationLevel'] as const;

/** The incidents with the rarest value that a filter asks for, where that is one of few. */
export function rareValues(
  db: ReadDatabase,
  table: string,
  { match, conditions }: Filter,
): IndexFilter | undefined {
  if (match === 'any') return undefined;
  const counted = conditions.flatMap((condition) => {
    const field = INDEXED.find((name) => name === condition.field);
    if (field === undefined || !isNamed(condition)) return [];
    const rare = JSON.stringify([condition.value].flat());
    return [{ field, rare, count: countOf(db, table, { field, rare }) }];
  });
  const [rarest] = counted.toSorted((a, b) => a.count - b.count);
  if (rarest === undefined || rarest.count > LOOKED_UP_MAX) return undefined;
  const source = {
    from: `(SELECT id AS hitId FROM ${table} WHERE ${isOne(rarest.field)}) hit CROSS JOIN ${table}`,
    sql: 'i.id = hit.hitId',
  };
  return { page: source, count: source, parameters: { rare: rarest.rare } };
}

function isNamed({ operator }: Condition): boolean {
  return operator === 'anyOf' || operator === 'is';
}

function isOne(field: (typeof INDEXED)[number]): string {
  return `${field} IN (SELECT value FROM json_each(:rare))`;
}

type Named = { readonly field: (typeof INDEXED)[number]; readonly rare: string };

function countOf(db: ReadDatabase, table: string, { field, rare }: Named): number {
  const counted = db.get(
    z.object({ count: z.int() }),
    `SELECT count(*) AS count FROM (SELECT 1 FROM ${table} WHERE ${isOne(field)} LIMIT :max)`,
    { rare, max: LOOKED_UP_MAX + 1 },
  );
  return counted?.count ?? 0;
}
