import { z } from 'zod';
import { defineQuery, siteCondition } from '../../../kernel/define-query.ts';
import { hitsIn, reachMatch } from './index-filter.ts';

/** How many incidents are in the archive: the list leaves them out unless it is asked for them. */
export const archived = defineQuery({
  name: 'incidents.archived',
  feature: 'incidents.read',
  input: z.object({}),
  reads: ['incidents'],
  run({ db, actor, sites }) {
    // Of what is archived the store knows the site; whose it is, the index of the search knows.
    const match = reachMatch(db, actor);
    const { from, sql, parameters } =
      match === undefined
        ? { from: 'archived_record', ...siteCondition('i.siteId', sites) }
        : { ...hitsIn('archived_record'), parameters: { match } };
    const counted = db.get(
      z.object({ count: z.int() }),
      `SELECT count(*) AS count FROM ${from} i WHERE i.kind = 'incident' AND i.id = i.rootId AND ${sql}`,
      parameters,
    );
    return { count: counted?.count ?? 0 };
  },
});
