import { z } from 'zod';
import { can } from '../../../access/can.ts';
import { targetOf } from '../../../access/target.ts';
import { defineQuery, rowCondition, scopeColumns } from '../../../kernel/define-query.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { person } from '../../people/schema.ts';
import { site as siteEntity } from '../../settings/schema.ts';
import { incidentError } from '../errors.ts';
import { policyFor, stakeholdersIn } from '../rules/policy.ts';
import { incident } from '../schema.ts';
import { findIn } from './find-in.ts';

/** Names that a page shows; the number is always whole. */
const NAMES_MAX = 50;
const Row = z.object({ personId: z.string(), name: z.string(), isNamed: z.int() });

/** INC-64: who hears how an incident goes on: those who follow it, by name where one sees such people, and jobs. */
export const followers = defineQuery({
  name: 'incidents.followers',
  feature: 'incidents.read',
  input: z.object({ id: RecordId }),
  reads: ['incidents', 'people', 'settings'],
  run(context, { id }) {
    const { db, actor } = context;
    const found = db.record(incident, id);
    if (found === undefined || !can(actor, 'incidents.read', targetOf(incident, found)).allowed) {
      throw incidentError('unseen');
    }
    const reach = rowCondition(scopeColumns(person, 'p'), context);
    const rows = db.all(
      Row,
      `SELECT f.personId, min(f.personName) AS name,
              max(f.personId = :self OR (p.id IS NOT NULL AND ${reach.sql})) AS isNamed
       FROM incident_follower f LEFT JOIN person p ON p.id = f.personId
       WHERE f.incidentId = :id GROUP BY f.personId ORDER BY name, f.personId`,
      { id, self: actor.id, ...reach.parameters },
    );
    const names = rows.filter(({ isNamed }) => isNamed === 1).map(({ name }) => name);
    const home = db.record(siteEntity, found.siteId);
    return {
      count: rows.length,
      names: names.slice(0, NAMES_MAX),
      isFollowing: rows.some(({ personId }) => personId === actor.id),
      jobs:
        home === undefined
          ? []
          : stakeholdersIn(policyFor(findIn(db), { id: home.id, kind: home.siteKind }, found.type)),
    };
  },
});
