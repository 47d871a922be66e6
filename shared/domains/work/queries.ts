import { z } from 'zod';
import { defineQuery, rowCondition, scopeColumns, siteCondition } from '../../kernel/define-query.ts';
import { LINKS_OF_A_RECORD_MAX } from './links.ts';
import { RecordId } from '../../kernel/ids.ts';
import { VIEWS_OF_A_PERSON_MAX } from './commands.ts';
import {
  Collection,
  preferences,
  type Preferences,
  recordLink,
  savedView,
  ListName,
  START_PAGES,
  USUAL_PREFERENCES,
} from './schema.ts';

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

/** What opens for the person who asks, and how they read dates and units; the usual way until they chose. */
export const ownPreferences = defineQuery({
  name: 'work.preferences',
  feature: 'views.save',
  input: z.object({}),
  reads: ['work'],
  run({ db, actor }): Preferences {
    const kept = db.record(preferences, actor.id);
    if (kept === undefined) return USUAL_PREFERENCES;
    const { id: _id, kind: _kind, siteId: _siteId, startPage, ...chosen } = kept;
    const known = START_PAGES.find((page) => page === startPage);
    return { ...chosen, startPage: known ?? USUAL_PREFERENCES.startPage };
  },
});

const LinkRow = z.object({
  id: z.string(),
  collection: Collection,
  kind: z.string(),
  recordId: z.string(),
  label: z.string(),
  note: z.string(),
  madeAt: z.string(),
  madeByName: z.string(),
  /** The other record was the one at which the link was made. */
  isBack: z.int().transform((flag) => flag === 1),
});
export type LinkRow = z.infer<typeof LinkRow>;

const COLUMNS = scopeColumns(recordLink, 'l');

/** What a record is linked with, in both directions, newest first. */
export const linksOf = defineQuery({
  name: 'work.linksOf',
  // Everybody has it who reads anything.
  feature: 'files.read',
  input: z.object({ id: RecordId }),
  reads: ['work'],
  run(context, { id }) {
    const here = rowCondition(COLUMNS, context);
    // A link is seen from either end: at the site of the one, and at that of the other.
    const there = rowCondition({ ...COLUMNS, siteId: 'l.toSiteId' }, context);
    const seen = `(${here.sql} OR ${there.sql})`;
    return context.db.all(
      LinkRow,
      `SELECT l.id, l.toCollection AS collection, l.toKind AS kind, l.toId AS recordId, l.toLabel AS label,
              l.note, l.madeAt, l.madeByName, 0 AS isBack
       FROM record_link l WHERE l.fromId = :id AND ${seen}
       UNION ALL
       SELECT l.id, l.fromCollection, l.fromKind, l.fromId, l.fromLabel, l.note, l.madeAt, l.madeByName, 1
       FROM record_link l WHERE l.toId = :id AND ${seen}
       ORDER BY 7 DESC, 1 LIMIT :rows`,
      { ...here.parameters, id, rows: 2 * LINKS_OF_A_RECORD_MAX },
    );
  },
});

export const workQueries = { views, preferences: ownPreferences, linksOf };
