import { z } from 'zod';
import { defineQuery, siteCondition } from '../../kernel/define-query.ts';
import { VIEWS_OF_A_PERSON_MAX } from './commands.ts';
import { preferences, type Preferences, savedView, ListName, USUAL_PREFERENCES } from './schema.ts';

const ViewRow = savedView.schema
  .pick({ id: true, name: true, ownerId: true, ownerName: true, savedAt: true })
  .extend({
    isShared: z.int().transform((flag) => flag === 1),
    state: z.string().transform((text) => savedView.schema.shape.state.parse(JSON.parse(text))),
  });

/** The views of a table: one's own first, then what others share. */
export const views = defineQuery({
  name: 'work.views',
  feature: 'views.save',
  input: z.object({ list: ListName }),
  reads: ['work'],
  run({ db, actor, sites }, { list }) {
    const scope = siteCondition('v.siteId', sites);
    const rows = db.all(
      ViewRow,
      `SELECT v.id, v.name, v.ownerId, v.ownerName, v.isShared, v.state, v.savedAt FROM saved_view v
       WHERE v.list = :list AND (v.ownerId = :me OR (v.isShared = 1 AND ${scope.sql}))
       ORDER BY v.ownerId <> :me, v.name COLLATE NOCASE, v.id LIMIT :rows`,
      { ...scope.parameters, list, me: actor.id, rows: 2 * VIEWS_OF_A_PERSON_MAX },
    );
    return rows.map(({ ownerId, ...view }) => ({ ...view, isOwn: ownerId === actor.id }));
  },
});

/** How the person who asks reads dates and units; the usual way until they chose. */
export const ownPreferences = defineQuery({
  name: 'work.preferences',
  feature: 'views.save',
  input: z.object({}),
  reads: ['work'],
  run({ db, actor }): Preferences {
    const kept = db.record(preferences, actor.id);
    if (kept === undefined) return USUAL_PREFERENCES;
    const { id: _id, kind: _kind, siteId: _siteId, ...chosen } = kept;
    return chosen;
  },
});

export const workQueries = { views, preferences: ownPreferences };
