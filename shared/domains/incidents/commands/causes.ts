import { z } from 'zod';
import { defineCommand } from '../../../kernel/define-command.ts';
import { RecordId } from '../../../kernel/ids.ts';
import type { ReadTx } from '../../../kernel/transaction.ts';
import { investigationError } from '../investigation-errors.ts';
import { causeTree, nodesOf, withAllBelow } from '../rules/cause-tree.ts';
import { incident } from '../schema.ts';
import { type Cause, cause, CAUSE_GROUPS } from '../schema/investigation.ts';
import { mustBeOpenInvestigation } from './investigate.ts';
import { nameOf, onIncident } from './shared.ts';

/** INC-32: as many causes as one tree may have, and as deep as it may go. Five is usual. */
export const CAUSES_MAX = 200;
export const CAUSE_DEPTH_MAX = 12;

const Group = z.enum(CAUSE_GROUPS);
const { text } = cause.schema.shape;

/** One more answer to "why?": of the incident, or of another cause. */
export const addCause = defineCommand({
  name: 'incidents.addCause',
  feature: 'incidents.investigate',
  input: z.object({
    id: RecordId,
    parentId: RecordId.nullable().default(null),
    text,
    group: Group,
  }),
  writes: [cause],
  allows: [{ entity: cause, insert: true }],
  label: () => ({ key: 'incidents.addCause.label' }),
  target: onIncident,
  run({ tx, now, newId, actor }, { id, parentId, text: said, group }) {
    const about = tx.mustGet(incident, id);
    mustBeOpenInvestigation(tx, id);
    const causes = tx.find(cause, { incidentId: id });
    if (causes.length >= CAUSES_MAX) throw investigationError('too-many-causes', { max: CAUSES_MAX });
    if (parentId !== null && depthOf(causes, causeIn(tx, id, parentId)) + 1 >= CAUSE_DEPTH_MAX)
      throw investigationError('too-deep', { max: CAUSE_DEPTH_MAX });
    const made = tx.insert(cause, {
      id: newId(),
      siteId: about.siteId,
      incidentId: id,
      parentId,
      text: said,
      group,
      isRoot: false,
      addedAt: now,
      addedByName: nameOf(actor),
    });
    return { id, causeId: made.id };
  },
});

/** Puts a cause better, or says that nothing lies behind it any more. */
export const changeCause = defineCommand({
  name: 'incidents.changeCause',
  feature: 'incidents.investigate',
  input: z.object({
    id: RecordId,
    causeId: RecordId,
    text: text.optional(),
    group: Group.optional(),
    isRoot: z.boolean().optional(),
  }),
  writes: [cause],
  allows: [{ entity: cause, patch: ['text', 'group', 'isRoot'] }],
  label: () => ({ key: 'incidents.changeCause.label' }),
  target: onIncident,
  run({ tx }, { id, causeId, text: said, group, isRoot }) {
    mustBeOpenInvestigation(tx, id);
    tx.patch(cause, causeIn(tx, id, causeId).id, {
      ...(said === undefined ? {} : { text: said }),
      ...(group === undefined ? {} : { group }),
      ...(isRoot === undefined ? {} : { isRoot }),
    });
    return { id, causeId };
  },
});

/** Takes a cause out of the tree, and everything that was said to lie behind it. */
export const removeCause = defineCommand({
  name: 'incidents.removeCause',
  feature: 'incidents.investigate',
  input: z.object({ id: RecordId, causeId: RecordId }),
  writes: [cause],
  allows: [{ entity: cause, remove: true }],
  label: () => ({ key: 'incidents.removeCause.label' }),
  target: onIncident,
  run({ tx }, { id, causeId }) {
    mustBeOpenInvestigation(tx, id);
    const removed = withAllBelow(tx.find(cause, { incidentId: id }), causeIn(tx, id, causeId).id);
    for (const one of removed) tx.remove(cause, one.id);
    return { id, removed: removed.length };
  },
});

function causeIn(tx: ReadTx, incidentId: string, causeId: string): Cause {
  const found = tx.mustGet(cause, causeId);
  if (found.incidentId === incidentId) return found;
  throw investigationError('cause-of-another');
}

function depthOf(causes: readonly Cause[], { id }: Cause): number {
  return nodesOf(causeTree(causes)).find((node) => node.cause.id === id)?.depth ?? 0;
}
