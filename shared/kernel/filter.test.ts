import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AnyFilter,
  type Condition,
  type Filter,
  type FilterFields,
  filterCondition,
  filterOver,
  instantOf,
  lowerCase,
  operatorsOf,
} from './filter.ts';

const SEED = 20_261_121;
const NOW = '2026-11-21T08:00:00.000Z';
const FIELDS = {
  title: { type: 'text', column: 'r.title' },
  note: { type: 'text', column: 'r.note', nullable: true },
  level: { type: 'number', column: 'r.level', nullable: true },
  at: { type: 'instant', column: 'r.at', nullable: true },
  stage: { type: 'choice', column: 'r.stage', choices: ['open', 'done', "o'clock"], nullable: true },
} as const satisfies FilterFields;
type Name = keyof typeof FIELDS;
type Row = {
  id: number;
  title: string;
  note: string | null;
  level: number | null;
  at: string | null;
  stage: string | null;
};

/** Texts that would end a string, a comment or a statement, or that LIKE and JSON read in their own way. */
const nasty = fc.constantFrom(
  "'",
  '"',
  "' OR 1=1 --",
  '%',
  '_',
  '\\',
  ':filter0',
  '?1',
  '\u0000',
  ';DROP TABLE r',
  '[]',
  'É',
  'é',
);
const text = fc.oneof(nasty, fc.string({ maxLength: 5 }), fc.constantFrom('Fire', 'fire aft', 'FIRE', 'aft'));
const instant = fc
  .integer({ min: Date.parse('2026-10-01'), max: Date.parse('2026-12-01') })
  .map((ms) => new Date(ms).toISOString());
const level = fc.integer({ min: -3, max: 3 });
const stage = fc.constantFrom(...FIELDS.stage.choices);

const row: fc.Arbitrary<Omit<Row, 'id'>> = fc.record({
  title: text,
  note: fc.option(text),
  level: fc.option(level),
  at: fc.option(instant),
  stage: fc.option(stage),
});

const condition: fc.Arbitrary<Condition> = fc
  .constantFrom(...(Object.keys(FIELDS) as Name[]))
  .chain((field) => fc.tuple(fc.constant(field), fc.constantFrom(...operatorsOf(FIELDS[field]))))
  .chain(([field, operator]) =>
    valueFor(field, operator).map((value): Condition => ({ field, operator, value })),
  );

function valueFor(field: Name, operator: string): fc.Arbitrary<Condition['value']> {
  if (operator === 'empty' || operator === 'filled') return fc.constant(null);
  if (field === 'level') return level;
  if (field === 'stage') return fc.uniqueArray(stage, { minLength: 1 });
  if (field === 'at') return operator.startsWith('within') ? fc.integer({ min: 1, max: 1_000 }) : instant;
  return text.filter((value) => value !== '');
}

const filter: fc.Arbitrary<Filter> = fc.record({
  match: fc.constantFrom('all', 'any'),
  conditions: fc.array(condition, { maxLength: 3 }),
  groups: fc.array(
    fc.record({
      match: fc.constantFrom('all', 'any'),
      conditions: fc.array(condition, { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 2 },
  ),
});

/** What each comparison means, written once more, for one row, without SQL. */
function fits(shown: Row, { field, operator, value }: Condition): boolean {
  const held = shown[field as Name];
  const words = lowerCase(String(held ?? ''));
  const wanted = lowerCase(String(value));
  const among = (value as string[] | null) ?? [];
  switch (operator) {
    case 'empty':
      return held === null || held === '';
    case 'filled':
      return held !== null && held !== '';
    case 'contains':
      return words.includes(wanted);
    case 'lacks':
      return !words.includes(wanted);
    case 'starts':
      return words.startsWith(wanted);
    case 'is':
      return field === 'level' ? held === value : words === wanted;
    case 'isNot':
      return field === 'level' ? held !== value : words !== wanted;
    case 'anyOf':
      return held !== null && among.includes(String(held));
    case 'noneOf':
      return held === null || !among.includes(String(held));
    case 'before':
      return held !== null && String(held) < String(value);
    case 'since':
    case 'withinHours':
    case 'withinDays':
      return held !== null && String(held) >= instantOf(operator, value, NOW);
    default:
      return held !== null && compare(operator, Number(held), Number(value));
  }
}

function compare(operator: string, held: number, wanted: number): boolean {
  return (
    { less: held < wanted, more: held > wanted, atMost: held <= wanted, atLeast: held >= wanted }[
      operator
    ] === true
  );
}

function expected(rows: readonly Row[], { match, conditions, groups }: Filter): number[] {
  const meets = (how: Filter['match'], parts: readonly boolean[]) =>
    parts.length === 0 || (how === 'all' ? parts.every(Boolean) : parts.some(Boolean));
  return rows
    .filter((shown) =>
      meets(match, [
        ...conditions.map((one) => fits(shown, one)),
        ...groups.map((group) =>
          meets(
            group.match,
            group.conditions.map((one) => fits(shown, one)),
          ),
        ),
      ]),
    )
    .map(({ id }) => id);
}

function found(rows: readonly Row[], wanted: Filter): number[] {
  const db = new Database(':memory:');
  try {
    db.exec('CREATE TABLE r (id INTEGER, title TEXT, note TEXT, level INTEGER, at TEXT, stage TEXT)');
    const insert = db.prepare('INSERT INTO r VALUES (:id, :title, :note, :level, :at, :stage)');
    for (const one of rows) insert.run(one);
    const { sql, parameters } = filterCondition(FIELDS, wanted, NOW);
    return db.prepare(`SELECT id FROM r WHERE ${sql} ORDER BY id`).pluck().all(parameters) as number[];
  } finally {
    db.close();
  }
}

describe('a filter', () => {
  it('finds in SQL the very rows that it means, whatever is typed', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), filter, (records, wanted) => {
        const rows = records.map((record, index) => ({ id: index, ...record }));
        expect(filterOver(FIELDS).parse(wanted)).toEqual(wanted);
        expect(found(rows, wanted)).toEqual(expected(rows, wanted));
      }),
      { seed: SEED, numRuns: 400 },
    );
  });

  it('makes the same statement whatever the values are: nothing typed is part of its text', () => {
    const sqlOf = (value: string) =>
      filterCondition(
        FIELDS,
        { match: 'any', conditions: [{ field: 'title', operator: 'is', value }], groups: [] },
        NOW,
      );
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(sqlOf(typed).sql).toBe(sqlOf('x').sql);
      }),
      { seed: SEED },
    );
    expect(sqlOf("' OR 1=1 --")).toEqual({
      sql: "(lower(coalesce(r.title, '')) = :filter0)",
      parameters: { filter0: "' or 1=1 --" },
    });
  });

  it.each([
    [
      'a field that there is not',
      { field: 'secret', operator: 'is', value: 'x' },
      ['conditions', 0, 'field'],
    ],
    [
      'a field of every object',
      { field: '__proto__', operator: 'is', value: 'x' },
      ['conditions', 0, 'field'],
    ],
    ['SQL for a field', { field: 'r.title) --', operator: 'is', value: 'x' }, ['conditions', 0, 'field']],
    [
      'a comparison of another type',
      { field: 'level', operator: 'contains', value: 'x' },
      ['conditions', 0, 'operator'],
    ],
    [
      'SQL for a comparison',
      { field: 'title', operator: '= 1 OR', value: 'x' },
      ['conditions', 0, 'operator'],
    ],
    [
      'emptiness of what is never empty',
      { field: 'title', operator: 'empty', value: null },
      ['conditions', 0, 'operator'],
    ],
    ['a value of another type', { field: 'level', operator: 'is', value: '1' }, ['conditions', 0, 'value']],
    [
      'a choice that there is not',
      { field: 'stage', operator: 'anyOf', value: ['gone'] },
      ['conditions', 0, 'value'],
    ],
    ['no choice at all', { field: 'stage', operator: 'anyOf', value: [] }, ['conditions', 0, 'value']],
    [
      'a day for an instant',
      { field: 'at', operator: 'before', value: '2026-11-21' },
      ['conditions', 0, 'value'],
    ],
    ['no time at all', { field: 'at', operator: 'withinDays', value: 0 }, ['conditions', 0, 'value']],
  ])('refuses %s, and says where', (_what, wrong, path) => {
    const checked = filterOver(FIELDS).safeParse({ match: 'all', conditions: [wrong], groups: [] });
    expect(checked.error?.issues.map((issue) => issue.path)).toEqual([path]);
  });

  it('has limits: conditions, groups, their depth and the length of a text', () => {
    const one = { field: 'title', operator: 'is', value: 'x' };
    const group = { match: 'all', conditions: [one] };
    const refused = [
      { match: 'all', conditions: Array.from({ length: 13 }, () => one), groups: [] },
      { match: 'all', conditions: [], groups: Array.from({ length: 5 }, () => group) },
      { match: 'all', conditions: [], groups: [{ ...group, groups: [group] }] },
      { match: 'all', conditions: [{ ...one, value: 'x'.repeat(201) }], groups: [] },
    ];
    expect(refused.map((wrong) => AnyFilter.safeParse(wrong).success)).toEqual([false, false, false, false]);
  });
});
