import { z } from 'zod';
import { defineCommand } from '../../kernel/define-command.ts';
import { growingName, line, lineOrNothing } from '../../kernel/fields.ts';
import { RecordId } from '../../kernel/ids.ts';
import { incidentEvent } from '../incidents/schema.ts';
import { workError } from './errors.ts';
import { checkLines, tellEnds } from './link-lines.ts';
import { Collection, LINK_LABEL_MAX, recordLink } from './schema.ts';

/** A record of any domain, as it was called when it was linked. */
const End = z.object({
  collection: Collection,
  kind: growingName(40),
  id: RecordId,
  siteId: z.string().max(36),
  label: line(LINK_LABEL_MAX),
});

export const LINKS_OF_A_RECORD_MAX = 200;

/** Says that two records have to do with each other, whichever domains they are of. */
export const link = defineCommand({
  name: 'work.link',
  feature: 'comments.write',
  input: z.object({ from: End, to: End, note: lineOrNothing(400).default('') }),
  writes: [recordLink, incidentEvent],
  allows: [
    { entity: recordLink, insert: true },
    { entity: incidentEvent, insert: true },
  ],
  label: ({ to }) => ({ key: 'work.link.label', params: { label: to.label } }),
  target: ({ actor }, { from }) => ({ siteId: from.siteId, ownerId: actor.id }),
  run(context, { from, to, note }) {
    const { tx, now, newId, actor } = context;
    if (from.id === to.id) throw workError('linked-with-itself');
    const standing = [...tx.find(recordLink, { fromId: from.id }), ...tx.find(recordLink, { toId: from.id })];
    if (standing.some(({ fromId, toId }) => fromId === to.id || toId === to.id))
      throw workError('linked-already');
    if (standing.length >= LINKS_OF_A_RECORD_MAX)
      throw workError('too-many-links', { max: LINKS_OF_A_RECORD_MAX });
    const made = tx.insert(recordLink, {
      id: newId(),
      siteId: from.siteId,
      fromCollection: from.collection,
      fromKind: from.kind,
      fromId: from.id,
      fromLabel: from.label,
      toCollection: to.collection,
      toKind: to.kind,
      toId: to.id,
      toSiteId: to.siteId,
      toLabel: to.label,
      note,
      madeAt: now,
      madeById: actor.id,
      madeByName: actor.type === 'person' ? actor.name : '',
    });
    tellEnds(context, made, 'made');
    return { id: made.id };
  },
  check: checkLines,
});

export const unlink = defineCommand({
  name: 'work.unlink',
  feature: 'comments.write',
  input: z.object({ id: RecordId }),
  writes: [recordLink, incidentEvent],
  allows: [
    { entity: recordLink, remove: true },
    { entity: incidentEvent, insert: true },
  ],
  label: () => ({ key: 'work.unlink.label' }),
  target: ({ tx }, { id }) => {
    const { siteId, madeById } = tx.mustGet(recordLink, id);
    return { siteId, ownerId: madeById };
  },
  run(context, { id }) {
    const link = context.tx.mustGet(recordLink, id);
    context.tx.remove(recordLink, id);
    tellEnds(context, link, 'removed');
    return { id };
  },
  check: checkLines,
});
