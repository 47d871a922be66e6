import { expect, test } from 'vitest';
import { FEATURES, type Feature } from '#shared/access/features.ts';
import { domains } from '#shared/domains/registry.ts';
import { allProcedures } from '../../scripts/lib/access-check.ts';

/** Asked for behind a door that opens to others too: for the exports of everybody (exports.test.ts). */
const ASKED_WITHIN: readonly Feature[] = ['exports.manage'];

/** A right that nothing asks for can be granted and taken away, and means nothing. */
test('each right is asked for by some command, query, report or procedure', () => {
  const asked = new Set<string | undefined>([
    ...domains.flatMap(({ commands, queries, reports = [] }) => [
      ...Object.values(commands).flatMap(({ system, feature }) => (system ? [] : feature)),
      ...Object.values(queries).map(({ feature }) => feature),
      ...reports.map(({ feature }) => feature),
    ]),
    ...ASKED_WITHIN,
    ...allProcedures().map(({ access }) => access),
  ]);
  expect(FEATURES.filter((feature) => !asked.has(feature))).toEqual([]);
});
