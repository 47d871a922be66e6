import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type PersonActor, visibleSites } from '../access/can.ts';
import { isInReach } from '../access/reach.ts';
import { JOB_PROFILES, ROLES, ROW_SCOPES } from '../access/roles.ts';
import { rowCondition } from './define-query.ts';

const someId = fc.constantFrom('a', 'b', null);
const row = fc.record({
  siteId: fc.constantFrom('ship', 'office', '*'),
  organisationId: someId,
  providerId: someId,
  teamId: someId,
  ownerId: someId,
});
const actor: fc.Arbitrary<PersonActor> = fc.record({
  type: fc.constant('person'),
  id: fc.constantFrom('a', 'b'),
  name: fc.constant('Somebody'),
  role: fc.constantFrom(...ROLES),
  jobProfile: fc.constantFrom(...JOB_PROFILES),
  siteId: fc.constantFrom('ship', 'office'),
  granted: fc.constant([]),
  denied: fc.constant([]),
  organisationId: someId,
  providerId: someId,
  teamId: someId,
  rowScope: fc.constantFrom(...ROW_SCOPES, null),
});
const COLUMNS = {
  siteId: 'r.siteId',
  organisationId: 'r.organisationId',
  providerId: 'r.providerId',
  teamId: 'r.teamId',
  ownerId: 'r.ownerId',
};

it('finds in SQL the very rows that the policy lets somebody reach', () => {
  const db = new Database(':memory:');
  db.exec('CREATE TABLE r (number INTEGER, siteId, organisationId, providerId, teamId, ownerId)');
  const insert = db.prepare(
    'INSERT INTO r VALUES (:number, :siteId, :organisationId, :providerId, :teamId, :ownerId)',
  );
  fc.assert(
    fc.property(actor, fc.array(row, { minLength: 20, maxLength: 40 }), (who, rows) => {
      db.exec('DELETE FROM r');
      for (const [number, one] of rows.entries()) insert.run({ number, ...one });
      const { sql, parameters } = rowCondition(COLUMNS, { actor: who, sites: visibleSites(who) });
      const found = db.prepare(`SELECT number FROM r WHERE ${sql} ORDER BY number`).pluck().all(parameters);
      expect(found).toEqual(rows.flatMap((one, number) => (isInReach(who, one) ? [number] : [])));
    }),
    { seed: 5, numRuns: 500 },
  );
  db.close();
});

it('opens nothing through a column that a table does not have', () => {
  const who = { ...fc.sample(actor, { seed: 1, numRuns: 1 })[0] };
  const partner = { ...who, type: 'person', id: 'a', jobProfile: 'ces', organisationId: 'a' } as PersonActor;
  const { sql, parameters } = rowCondition({ siteId: 'siteId' }, { actor: partner, sites: [] });
  const db = new Database(':memory:');
  const count = db.prepare(`SELECT count(*) FROM (SELECT 'ship' AS siteId) WHERE ${sql}`).pluck();
  expect(count.get(parameters)).toBe(0);
  db.close();
});
