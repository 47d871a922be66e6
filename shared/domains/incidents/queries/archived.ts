import { z } from 'zod';
import { defineQuery, siteCondition } from '../../../kernel/define-query.ts';

/** How many incidents are in the archive: the list leaves them out, search finds them. */
export const archived = defineQuery({
  name: 'incidents.archived',
  feature: 'incidents.read',
  input: z.object({}),
  reads: ['incidents'],
  run({ db, sites }) {
    const scope = siteCondition('siteId', sites);
    const counted = db.get(
      z.object({ count: z.int() }),
      `SELECT count(*) AS count FROM archived_record WHERE kind = 'incident' AND id = rootId AND ${scope.sql}`,
      scope.parameters,
    );
    return { count: counted?.count ?? 0 };
  },
});
