import fc from 'fast-check';
import type { MangoQuery, RxJsonSchema } from 'rxdb';
import { fillWithDefaultSettings, getQueryMatcher, getSortComparator } from 'rxdb';
import { expect, test } from 'vitest';
import type { StoredQuery, StoredSchema } from './query.ts';
import type { StoredDocument } from './stored-document.ts';
import { memoryStorage, openInstance, prepared, write } from './test-support.ts';

const RUNS = { numRuns: 200, seed: 20_261_121 };

type Anything = Record<string, unknown>;
const text = { type: 'string', maxLength: 20 } as const;
const number = { type: 'number', minimum: -1000, maximum: 1000, multipleOf: 0.5 } as const;
const SCHEMA: StoredSchema = fillWithDefaultSettings({
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 20 },
    text,
    indexedText: text,
    indexedNumber: number,
    number: { type: 'number' },
    whole: { type: 'integer' },
    flag: { type: 'boolean' },
    nullableText: { type: ['string', 'null'] },
    list: { type: 'array', items: {} },
    unknown: {},
    inner: {
      type: 'object',
      properties: { text, number, deep: { type: 'object', properties: { flag: { type: 'boolean' } } } },
    },
    'odd "name"': { type: 'string' },
    'ünï|côde': { type: 'string' },
    data: { type: 'string' },
    Text: { type: 'string' },
  },
  required: ['id', 'indexedText', 'indexedNumber'],
  indexes: ['indexedText', ['indexedNumber', 'indexedText'], 'inner.text', 'flag'],
} as unknown as RxJsonSchema<Anything>);

// Every region in which UTF-8 and UTF-16 order, escape or compare differently.
const CHARACTERS = [
  'a',
  'b',
  'B',
  '"',
  "'",
  '\\',
  '\0',
  'é',
  '\ud7ff',
  '\ue000',
  '\uff01',
  '\uffff',
  '😀',
  '😁',
];
const texts = fc.array(fc.constantFrom(...CHARACTERS), { maxLength: 3 }).map((parts) => parts.join(''));
const plainTexts = fc
  .array(fc.constantFrom('a', 'b', 'é', '😀'), { maxLength: 3 })
  .map((parts) => parts.join(''));
const numbers = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0.5, -0.5, 1.1, 2 ** 53 - 1, 1e300),
);
const scalars = fc.oneof(texts, numbers, fc.boolean(), fc.constant(null));
const wildScalars = fc.oneof(scalars, fc.constantFrom('\ud83d', 2 ** 60, 1e20, '1', 'true'));
const lists = fc.array(
  fc.oneof(wildScalars, fc.array(scalars, { maxLength: 2 }), fc.constant({ text: 'a' })),
  { maxLength: 3 },
);
const wild = fc.oneof(
  { weight: 4, arbitrary: wildScalars },
  lists,
  fc.constantFrom<unknown>({}, { text: 'a', number: 1 }, { deep: [] }),
);

function optional<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.option(value, { nil: undefined, freq: 4 });
}

function documentsOf(textValues: fc.Arbitrary<unknown>): fc.Arbitrary<Anything> {
  return fc.record({
    text: optional(textValues),
    indexedText: textValues,
    indexedNumber: numbers,
    number: optional(numbers),
    whole: optional(fc.integer({ min: -3, max: 3 })),
    flag: optional(fc.boolean()),
    nullableText: optional(fc.oneof(textValues, fc.constant(null))),
    list: optional(lists),
    unknown: optional(wild),
    inner: optional(
      fc.record({
        text: optional(textValues),
        number: optional(numbers),
        deep: optional(fc.record({ flag: optional(fc.boolean()) })),
      }),
    ),
    'odd "name"': optional(textValues),
    'ünï|côde': optional(textValues),
    data: optional(textValues),
    Text: optional(textValues),
    _deleted: fc.boolean(),
  });
}
const wildDocuments = fc.record({
  text: optional(wild),
  indexedText: optional(wild),
  indexedNumber: optional(wild),
  number: optional(wild),
  whole: optional(wild),
  flag: optional(wild),
  nullableText: optional(wild),
  list: optional(wild),
  unknown: optional(wild),
  inner: optional(
    fc.oneof(
      wild,
      fc.array(fc.record({ text: optional(wild), deep: optional(wild) }), { maxLength: 2 }),
      fc.record({ text: optional(wild), number: optional(wild), deep: optional(wild) }),
    ),
  ),
  _deleted: fc.boolean(),
});

const paths = fc.constantFrom(
  'id',
  'text',
  'indexedText',
  'indexedNumber',
  'number',
  'whole',
  'flag',
  'nullableText',
  'list',
  'list.text',
  'list.0',
  'unknown',
  'unknown.text',
  'inner',
  'inner.text',
  'inner.number',
  'inner.deep',
  'inner.deep.flag',
  'nothing',
  'nothing.at.all',
  'odd "name"',
  'ünï|côde',
  'data',
  'Text',
  '_deleted',
  '_rev',
  '_meta.lwt',
  '_attachments',
);
const operands = fc.oneof(
  { weight: 8, arbitrary: wildScalars },
  { weight: 2, arbitrary: wild },
  fc.constant(undefined),
);
const patterns = fc.constantFrom<Anything>(
  { $regex: 'a' },
  { $regex: '^A', $options: 'i' },
  { $regex: '^.$', $options: 'u' },
  { $regex: '^.$' },
  { $regex: '' },
  { $regex: '[^a]' },
  { $regex: /b/s },
);
const comparisons: fc.Arbitrary<Anything> = fc.oneof(
  fc
    .tuple(fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'), operands)
    .map(([operator, value]) => ({ [operator]: value })),
  fc
    .tuple(fc.constantFrom('$in', '$nin'), fc.array(operands, { maxLength: 4 }))
    .map(([operator, value]) => ({ [operator]: value })),
  fc
    .tuple(fc.constantFrom('$gt', '$gte'), fc.constantFrom('$lt', '$lte'), wildScalars, wildScalars)
    .map(([low, high, from, to]) => ({ [low]: from, [high]: to })),
  fc.boolean().map(($exists) => ({ $exists })),
  fc
    .constantFrom<unknown>(
      'string',
      'number',
      'boolean',
      'bool',
      'int',
      'null',
      'array',
      'object',
      'undefined',
      'double',
      2,
      10,
      ['string', 'null'],
      'nonsense',
    )
    .map(($type) => ({ $type })),
  fc.integer({ min: 0, max: 3 }).map(($size) => ({ $size })),
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 2 })).map(($mod) => ({ $mod })),
  patterns,
);
const operators: fc.Arbitrary<Anything> = fc.oneof(
  { weight: 6, arbitrary: comparisons },
  comparisons.map(($not) => ({ $not })),
  comparisons.map(($elemMatch) => ({ $elemMatch })),
  comparisons.map((inner) => ({ $elemMatch: { text: inner } })),
);
const selectors: fc.Arbitrary<Anything> = fc.letrec<{ selector: Anything }>((tie) => ({
  selector: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.dictionary(paths, operators, { minKeys: 1, maxKeys: 3 }),
    fc
      .tuple(
        fc.constantFrom('$and', '$or', '$nor'),
        fc.array(tie('selector'), { minLength: 1, maxLength: 3 }),
      )
      .map(([key, list]) => ({ [key]: list })),
    fc
      .tuple(
        fc.dictionary(paths, operators, { maxKeys: 1 }),
        fc.array(tie('selector'), { minLength: 1, maxLength: 2 }),
      )
      .map(([fields, $or]) => ({ ...fields, $or })),
  ),
})).selector;

const SORT_PATHS = [
  'id',
  'text',
  'indexedText',
  'indexedNumber',
  'number',
  'flag',
  'nullableText',
  'inner.text',
  'inner.deep.flag',
  '_deleted',
];
const sorts = fc
  .uniqueArray(fc.constantFrom(...SORT_PATHS), { minLength: 1, maxLength: 3 })
  .chain((fields) =>
    fc.tuple(
      ...fields.map((field) =>
        fc.constantFrom<'asc' | 'desc'>('asc', 'desc').map((direction) => ({ [field]: direction })),
      ),
    ),
  );
const windows = fc.record({
  skip: optional(fc.integer({ min: 0, max: 3 })),
  limit: optional(fc.integer({ min: 0, max: 4 })),
});
type Question = {
  selector: Anything;
  sort: Record<string, 'asc' | 'desc'>[] | undefined;
  skip: number | undefined;
  limit: number | undefined;
};
const questions: fc.Arbitrary<Question> = fc
  .tuple(selectors, optional(sorts), windows)
  .map(([selector, sort, window]) => ({ selector, sort, ...window }));

const PLAIN_IDS = ['k', 'K', 'ka', 'kb'];
const WIDE_IDS = ['k', 'k\uff01', 'k😀', 'kb'];

function stored(values: readonly Anything[], ids: readonly string[]): StoredDocument[] {
  return values.map((value, position) => {
    const id = `${ids[position % ids.length]}${values.length - position}`;
    const fixed = { id, _rev: `1-${position}`, _meta: { lwt: position + 0.25 }, _attachments: {} };
    // The storage gives back what JSON keeps.
    return JSON.parse(JSON.stringify({ _deleted: false, ...value, ...fixed })) as StoredDocument;
  });
}

/** What RxDB itself says: its matcher over every document, its comparator, and a slice. */
function expected(documents: readonly StoredDocument[], query: StoredQuery): StoredDocument[] {
  const matching = documents.filter(getQueryMatcher(SCHEMA, query)).sort(getSortComparator(SCHEMA, query));
  const end = query.limit === undefined ? undefined : query.skip + query.limit;
  return matching.slice(query.skip, end);
}

/** RxDB's comparator is no order over arrays (they compare by their least element): nothing could agree with it. */
function isSortable(documents: readonly StoredDocument[], query: StoredQuery): boolean {
  const fields = query.sort.map((part) => Object.keys(part)[0] ?? '');
  return documents.every((document) =>
    fields.every((field) => !JSON.stringify(document[field.split('.')[0] ?? ''] ?? null).includes('[')),
  );
}

type Case = { values: readonly Anything[]; asked: readonly Question[]; ids: readonly string[] };

function casesOf(documents: fc.Arbitrary<Anything>, asked: fc.Arbitrary<Question>): fc.Arbitrary<Case> {
  return fc.record({
    values: fc.array(documents, { minLength: 1, maxLength: 8 }),
    asked: fc.array(asked, { minLength: 1, maxLength: 8 }),
    ids: fc.constantFrom(PLAIN_IDS, WIDE_IDS),
  });
}

async function agrees({ values, asked, ids }: Case): Promise<void> {
  const { storage, handle } = memoryStorage();
  const instance = await openInstance<Anything>({ storage, schema: SCHEMA });
  const documents = stored(values, ids);
  await write(instance, documents);
  for (const question of asked) {
    const given = Object.fromEntries(Object.entries(question).filter(([, value]) => value !== undefined));
    // A generated selector is made of the fields and operators the type describes.
    const asPrepared = prepared<Anything>(SCHEMA, given as MangoQuery<Anything>);
    const query = asPrepared.query as unknown as StoredQuery;
    const right = expected(documents, query);
    const plan = instance.explain(asPrepared);
    if (isSortable(documents, query)) {
      const found = await instance.query(asPrepared);
      expect({ plan, documents: found.documents }).toEqual({ plan, documents: right });
    }
    const { count } = await instance.count(asPrepared);
    expect({ plan, count }).toEqual({ plan, count: right.length });
  }
  handle.close();
}

function assertAgreement(cases: fc.Arbitrary<Case>): Promise<void> {
  return fc.assert(fc.asyncProperty(cases, agrees), RUNS);
}

test('query and count agree with RxDB for documents that obey their schema', async () => {
  await assertAgreement(casesOf(documentsOf(texts), questions));
});

test('query and count agree with RxDB for texts that sort alike in UTF-8 and UTF-16', async () => {
  await assertAgreement(casesOf(documentsOf(plainTexts), questions));
});

test('query and count agree with RxDB for documents that break their schema in every way', async () => {
  await assertAgreement(casesOf(wildDocuments, questions));
});

/** Few values at one path, so that documents and questions meet often. */
function narrowCases(path: string, values: fc.Arbitrary<unknown>): fc.Arbitrary<Case> {
  const comparison = fc.oneof(
    fc
      .tuple(fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'), values)
      .map(([operator, value]) => ({ [operator]: value })),
    fc.array(values, { maxLength: 3 }).map(($in) => ({ $in })),
    fc.constant({}),
  );
  const question = fc.tuple(comparison, fc.constantFrom<'asc' | 'desc'>('asc', 'desc'), windows).map(
    ([operators, direction, window]): Question => ({
      selector: Object.keys(operators).length === 0 ? {} : { [path]: operators },
      sort: [{ [path]: direction }],
      ...window,
    }),
  );
  const documents = values.map((value) => ({ indexedText: 'a', indexedNumber: 1, [path]: value }));
  return casesOf(documents, question);
}

test('texts around the surrogates are compared and sorted as RxDB does', async () => {
  const characters = fc.constantFrom('a', '\ud7ff', '\ue000', '\uffff', '😀');
  const values = fc.array(characters, { minLength: 1, maxLength: 2 }).map((parts) => parts.join(''));
  await assertAgreement(narrowCases('indexedText', values));
});

test('null and missing values are compared and sorted as RxDB does', async () => {
  await assertAgreement(narrowCases('nullableText', fc.constantFrom('', 'a', 'b', null, undefined)));
});

test('numbers at the limits of float64 are compared and sorted as RxDB does', async () => {
  const limits = [
    0,
    -0,
    0.1 + 0.2,
    0.3,
    1e-7,
    2 ** 53 - 1,
    2 ** 53,
    2 ** 60,
    2 ** 63,
    1e20,
    1e21,
    -(2 ** 60),
    1.7e308,
  ];
  await assertAgreement(
    narrowCases(
      'number',
      fc.oneof(fc.constantFrom(...limits), fc.double({ noNaN: true, noDefaultInfinity: true })),
    ),
  );
});

test('true and 1, false and 0 are never taken for each other', async () => {
  await assertAgreement(
    narrowCases('flag', fc.constantFrom(true, false, 1, 0, '1', 'true', null, undefined)),
  );
});
