import { expect, test } from 'vitest';
import type { Json } from '#shared/kernel/canonical-json.ts';
import { referencesIn, type Referent, withoutReferences, withReferences } from './references.ts';

const SITE = '0192f0c1-7e2a-7c3d-9a4b-000000000001';
const KNOWN = '0192f0c1-7e2a-7c3d-9a4b-000000000002';
const NEW = '0192f0c1-7e2a-7c3d-9a4b-000000000003';
const REFERENTS: ReadonlyMap<number, Referent> = new Map([
  [812, { collection: 'incidents', kind: 'incident', id: KNOWN }],
]);

function change(op: 'insert' | 'patch', id: string, kind: 'incident' | 'incident-event') {
  const fields = { place: 'Hatch 3' };
  return { collection: 'incidents' as const, kind, id, siteId: SITE, op, base: 7, schemaVersion: 1, fields };
}

const request = {
  protocol: 2,
  entries: [
    { seq: 4, changes: [change('patch', KNOWN, 'incident'), change('insert', NEW, 'incident-event')] },
  ],
};

function shortened(): Json {
  const referenceOf = (_collection: string, id: string) => (id === KNOWN ? 812 : undefined);
  // The rest of a request plays no part here.
  return withReferences(request as unknown as Parameters<typeof withReferences>[0], referenceOf);
}

test('a record that the server has numbered travels by its number and arrives by its id', () => {
  const { collection, kind, id, ...rest } = change('patch', KNOWN, 'incident');
  expect(shortened()).toEqual({
    protocol: 2,
    entries: [{ seq: 4, changes: [{ ref: 812, ...rest }, change('insert', NEW, 'incident-event')] }],
  });
  expect([collection, kind, id]).toEqual(['incidents', 'incident', KNOWN]);
  expect(referencesIn(shortened())).toEqual([812]);
  expect(withoutReferences(shortened(), REFERENTS)).toEqual(request);
});

test('a number that stands for nothing is refused', () => {
  expect(() => withoutReferences(shortened(), new Map())).toThrowError(
    expect.objectContaining({ details: expect.objectContaining({ code: 'refs-unknown' }) }),
  );
});

test.each([
  ['no request', [1, 2]],
  ['entries that are none', { entries: [1] }],
  ['a reference that is no number', { entries: [{ changes: [{ ref: 'x' }] }] }],
])('%s passes through, for the schema to refuse', (_what, value: Json) => {
  expect(referencesIn(value)).toEqual([]);
  expect(withoutReferences(value, REFERENTS)).toEqual(value);
});
