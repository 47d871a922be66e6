import fc from 'fast-check';
import { getQueryMatcher, getSortComparator, type MangoQuery } from 'rxdb';
import { expect, test } from 'vitest';
import {
  openThings,
  prepared,
  THINGS,
  type Thing,
  thing,
  type ThingDocument,
  write,
} from './test-support.ts';

const text = fc.constantFrom('', 'a', 'b', 'ab', 'mark 0', 'é', '\uffff', '😀');
const number = fc.constantFrom(-1, 0, 0.5, 1, 2, 1_000_000_007);
const plain = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const comparison = fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte');
const condition = fc.tuple(fc.constantFrom('name', 'size', 'other'), comparison, plain);
const selector = fc.oneof(
  condition.map(([path, operator, value]) => ({ [path]: { [operator]: value } })),
  fc.array(condition, { maxLength: 3 }).map((conditions) => ({
    _deleted: { $eq: false },
    $or: conditions.map(([path, operator, value]) => ({ [path]: { [operator]: value } })),
  })),
);
const step = fc.oneof(
  { weight: 1, arbitrary: fc.record({ name: plain, size: plain }, { requiredKeys: [] }) },
  {
    weight: 3,
    arbitrary: fc.record({
      selector,
      skip: fc.constantFrom(0, 1, 2),
      limit: fc.constantFrom(undefined, 1, 2, 100),
      direction: fc.constantFrom('asc' as const, 'desc' as const),
    }),
  },
);

test('a plan made for one query answers every later one of its shape, whatever came into the table meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      const instance = await openThings();
      const held: ThingDocument[] = [];
      for (const [index, one] of steps.entries()) {
        if ('selector' in one) {
          const { skip, limit, direction } = one;
          const query = prepared<Thing>(THINGS, {
            // Wrong types are asked for on purpose.
            selector: one.selector as MangoQuery<Thing>['selector'] & object,
            sort: [{ name: direction }, { id: 'asc' }],
            skip,
            ...(limit === undefined ? {} : { limit }),
          });
          const matches = getQueryMatcher(THINGS, query.query);
          const expected = held.filter(matches).toSorted(getSortComparator(THINGS, query.query));
          const window = expected.slice(skip, limit === undefined ? undefined : skip + limit);
          expect((await instance.query(query)).documents).toEqual(window);
          expect((await instance.count(query)).count).toBe(window.length);
        } else {
          // Documents that break their schema, as nobody keeps them from doing.
          const document = { ...thing({ id: `id-${index}` }), ...one } as ThingDocument;
          held.push(document);
          await write(instance, [document]);
        }
      }
      await instance.close();
    }),
    { numRuns: 150, seed: 17 },
  );
});
