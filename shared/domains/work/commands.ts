import { z } from 'zod';
import { assertOwn, onlyOwn } from '../../access/own.ts';
import { type CommandContext, defineCommand } from '../../kernel/define-command.ts';
import { RecordId } from '../../kernel/ids.ts';
import type { ReadTx } from '../../kernel/transaction.ts';
import { workError } from './errors.ts';
import { link, unlink } from './links.ts';
import { preferenceFields, preferences, savedView } from './schema.ts';

/** More than anybody finds their way in; a table's menu shows them all. */
export const VIEWS_OF_A_PERSON_MAX = 100;

const { list, name, state } = savedView.schema.shape;

/** Keeps a table as it is shown now, under a name. With an id: changes a view of one's own. */
export const saveView = defineCommand({
  name: 'work.saveView',
  feature: 'views.save',
  lane: 2,
  input: z.object({ id: RecordId.nullable().default(null), list, name, state }),
  writes: [savedView],
  allows: [{ entity: savedView, insert: true, patch: ['name', 'state', 'savedAt'] }],
  label: (input) => ({ key: 'work.saveView.label', params: { name: input.name } }),
  target: ({ tx, site }, { id }) => siteOfView(tx, id) ?? site.id,
  run(context, { id, ...fields }) {
    const { tx, now, newId, actor, site } = context;
    assertNameIsFree(context, { id, ...fields });
    if (id !== null) {
      assertOwn(tx.mustGet(savedView, id).ownerId, actor, ofAnother);
      tx.patch(savedView, id, { name: fields.name, state: fields.state, savedAt: now });
      return { id };
    }
    if (tx.find(savedView, { ownerId: actor.id }).length >= VIEWS_OF_A_PERSON_MAX)
      throw workError('too-many-views', { max: VIEWS_OF_A_PERSON_MAX });
    const saved = tx.insert(savedView, {
      ...fields,
      id: newId(),
      siteId: site.id,
      ownerId: actor.id,
      ownerName: actor.type === 'person' ? actor.name : '',
      isShared: false,
      savedAt: now,
    });
    return { id: saved.id };
  },
  check: onlyOwn('ownerId', ofAnother),
});

/** Shows a view of one's own to the others who see the site, or takes it back. */
export const shareView = defineCommand({
  name: 'work.shareView',
  feature: 'views.share',
  lane: 2,
  input: z.object({ id: RecordId, isShared: z.boolean() }),
  writes: [savedView],
  allows: [{ entity: savedView, patch: ['isShared'] }],
  label: ({ isShared }) => ({ key: isShared ? 'work.shareView.label' : 'work.unshareView.label' }),
  target: ({ tx, site }, { id }) => siteOfView(tx, id) ?? site.id,
  run({ tx, actor }, { id, isShared }) {
    assertOwn(tx.mustGet(savedView, id).ownerId, actor, ofAnother);
    tx.patch(savedView, id, { isShared });
    return { id };
  },
  check: onlyOwn('ownerId', ofAnother),
});

export const removeView = defineCommand({
  name: 'work.removeView',
  feature: 'views.save',
  lane: 2,
  input: z.object({ id: RecordId }),
  writes: [savedView],
  allows: [{ entity: savedView, remove: true }],
  label: () => ({ key: 'work.removeView.label' }),
  target: ({ tx, site }, { id }) => siteOfView(tx, id) ?? site.id,
  run({ tx, actor }, { id }) {
    assertOwn(tx.mustGet(savedView, id).ownerId, actor, ofAnother);
    tx.remove(savedView, id);
    return { id };
  },
  check: onlyOwn('ownerId', ofAnother),
});

/** What opens for the person who asks, and how they read dates and units. */
export const savePreferences = defineCommand({
  name: 'work.savePreferences',
  feature: 'views.save',
  lane: 2,
  input: z.object(preferenceFields).refine(({ zone, ownZone }) => zone !== 'own' || ownZone !== null, {
    path: ['ownZone'],
    message: 'Choose a time zone.',
  }),
  writes: [preferences],
  allows: [{ entity: preferences, insert: true, patch: Object.keys(preferenceFields) }],
  label: () => ({ key: 'work.savePreferences.label' }),
  target: ({ site }) => site.id,
  run({ tx, actor, site }, fields) {
    const id = RecordId.parse(actor.id);
    if (tx.get(preferences, id) === undefined) tx.insert(preferences, { id, siteId: site.id, ...fields });
    else tx.patch(preferences, id, fields);
    return { id };
  },
  check: onlyOwn('id', ofAnother),
});

function ofAnother() {
  return workError('view-of-another');
}

function siteOfView(tx: ReadTx, id: RecordId | null): string | undefined {
  return id === null ? undefined : tx.get(savedView, id)?.siteId;
}

function assertNameIsFree(
  { tx, actor }: CommandContext,
  view: { readonly id: string | null; readonly list: string; readonly name: string },
): void {
  const taken = tx
    .find(savedView, { list: view.list, ownerId: actor.id })
    .some((other) => other.id !== view.id && other.name.toLowerCase() === view.name.toLowerCase());
  if (!taken) return;
  throw workError('view-name-taken', { name: view.name });
}

export const workCommands = { saveView, shareView, removeView, savePreferences, link, unlink };
