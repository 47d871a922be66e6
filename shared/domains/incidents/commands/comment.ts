import { z } from 'zod';
import { type Actor, may } from '../../../access/can.ts';
import { refusal } from '../../../access/say.ts';
import { type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { Instant, prose } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { person } from '../../people/schema.ts';
import { site as siteEntity } from '../../settings/schema.ts';
import { incidentError } from '../errors.ts';
import { record } from '../events.ts';
import { clockText } from '../rules/clock-text.ts';
import { COMMENT_KINDS } from '../rules/comment-kinds.ts';
import { updateReminderAt } from '../rules/updates.ts';
import { type Incident, incident, incidentEvent, MENTIONS_MAX } from '../schema.ts';
import { UPDATE_DUE } from '../events.ts';
import { sets } from './allows.ts';
import { mustBeOpen, onIncident } from './shared.ts';

/** Also what its form checks while somebody types. */
export const CommentFields = z.object({
  text: prose(20_000).min(1, 'Fill this in.'),
  kind: z.enum(COMMENT_KINDS).default('note'),
  /** Of an update: what is expected next, and until when the next one is promised. */
  expected: prose(2_000).default(''),
  nextUpdateAt: Instant.nullable().default(null),
});

const Input = CommentFields.extend({
  id: RecordId,
  /** People whom the text calls by name. */
  mentions: z.array(RecordId).max(MENTIONS_MAX, `At most ${MENTIONS_MAX} people.`).default([]),
}).refine(
  ({ kind, expected, nextUpdateAt }) => kind === 'update' || (expected === '' && nextUpdateAt === null),
  { message: 'Only an update says what comes next.', path: ['kind'] },
);
type Said = z.output<typeof Input>;

/** INC-63: says something; an update says it to all who follow the incident (INC-64). */
export const comment = defineCommand({
  name: 'incidents.comment',
  feature: 'comments.write',
  input: Input,
  writes: [incident, incidentEvent],
  allows: sets('nextUpdateAt'),
  label: ({ kind }) => ({
    key: kind === 'update' ? 'incidents.comment.label.update' : 'incidents.comment.label',
  }),
  target: onIncident,
  run(context, input) {
    const { tx, actor } = context;
    const before = tx.mustGet(incident, input.id);
    const mentions = [...new Set(input.mentions)];
    for (const personId of mentions) tx.mustGet(person, personId);
    const { text, kind } = input;
    if (kind === 'update') {
      assertMayInform(actor);
      promise(context, before, input);
    }
    record(context, before, {
      type: 'commented',
      ...labelOf(context, before, input),
      text,
      mentions,
      ...(kind === 'note' ? {} : { commentKind: kind }),
      ...(input.expected === '' ? {} : { expected: input.expected }),
      ...(input.nextUpdateAt === null ? {} : { nextUpdateAt: input.nextUpdateAt }),
    });
    return { id: before.id };
  },
  check({ actor, writes }) {
    const informs = writes.some(
      ({ kind, after }) => kind === incident.kind || after?.['commentKind'] === 'update',
    );
    if (informs) assertMayInform(actor);
  },
});

/** Timer (INC-65): the next update was promised for now, and has not come. */
export const remindOfUpdate = defineCommand({
  name: 'incidents.remindOfUpdate',
  feature: 'incidents.handle',
  system: true,
  input: z.object({ id: RecordId }),
  writes: [incident, incidentEvent],
  allows: sets('updateRemindedAt'),
  label: () => ({ key: 'incidents.remindOfUpdate.label' }),
  target: onIncident,
  run(context, { id }) {
    const { tx, now } = context;
    const before = tx.mustGet(incident, id);
    const at = updateReminderAt(before);
    if (at === undefined || at > now) return { id };
    tx.patch(incident, id, { updateRemindedAt: now });
    record(context, before, {
      type: 'reminded',
      labelKey: UPDATE_DUE,
      labelParams: { next: localText(context, before, at) },
    });
    return { id };
  },
});

/** An update wakes nobody, but goes to people beyond those who work on it: it is said by who handles it. */
function assertMayInform(actor: Actor): void {
  if (!may(actor, 'incidents.handle').allowed) throw refusal(actor, 'incidents.handle', null);
}

/** Each update takes the place of what the one before promised. */
function promise({ tx, now }: CommandContext, before: Incident, { nextUpdateAt }: Said): void {
  if (nextUpdateAt !== null) {
    mustBeOpen(before);
    if (nextUpdateAt <= now) throw incidentError('update-in-the-past');
  }
  if ((before.nextUpdateAt ?? null) !== nextUpdateAt) tx.patch(incident, before.id, { nextUpdateAt });
}

function labelOf(context: CommandContext, before: Incident, { kind, nextUpdateAt }: Said) {
  if (kind !== 'update') return { labelKey: 'incidents.event.commented' };
  if (nextUpdateAt === null) return { labelKey: 'incidents.event.updated' };
  const next = localText(context, before, nextUpdateAt);
  return { labelKey: 'incidents.event.updatedUntil', labelParams: { next } };
}

function localText({ tx, site }: CommandContext, { siteId }: Incident, at: string): string {
  return clockText(at, tx.get(siteEntity, siteId)?.timeZone ?? site.timeZone);
}
