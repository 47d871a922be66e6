import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../../kernel/define-entity.ts';
import { growingName, Instant, line, prose } from '../../../kernel/fields.ts';
import type { Transitions } from '../../../kernel/state-machine.ts';

/** `required`: asked for by the ladder or a policy. `corrective` and `preventive`: of the investigation (ISM Code 9). */
export const ACTION_KINDS = ['required', 'immediate', 'corrective', 'preventive'] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

export const ACTION_STATES = ['open', 'done', 'verified', 'cancelled'] as const;
export type ActionState = (typeof ACTION_STATES)[number];

/** Done is said by its owner, verified by somebody else; what does not hold is opened again. */
export const actionTransitions: Transitions<ActionState> = {
  open: ['done', 'cancelled'],
  done: ['verified', 'open'],
  verified: ['open'],
  cancelled: ['open'],
};

const PersonRef = z.string().max(36).nullable();

/** Something that somebody is to do about an incident, by when. */
export const incidentAction = defineEntity({
  kind: 'incident-action',
  collection: 'incidents',
  version: 1,
  fields: {
    incidentId: z.string().max(36),
    actionKind: z.enum(ACTION_KINDS),
    /** Of a required action that the program asks for: `immediate_review`. It is asked for once. */
    code: growingName(60).nullable(),
    text: line(400),
    ownerId: PersonRef,
    ownerName: z.string().max(80).nullable(),
    dueAt: Instant.nullable(),
    state: z.enum(ACTION_STATES),
    stateAt: Instant,
    stateById: z.string().max(36),
    stateByName: z.string().max(80),
    /** What was done, or why it was given up. */
    outcome: prose(5_000),
    madeAt: Instant,
    madeByName: z.string().max(80),
    /** Last reminder sent, and how many. */
    remindedAt: Instant.nullable(),
    reminders: z.int().min(0).max(1_000),
  },
  merge: { state: 'transition', remindedAt: 'home', reminders: 'home' },
  machines: { state: actionTransitions },
  indexes: [['incidentId'], ['dueAt']],
  partialIndexes: [
    {
      view: 'open_incident_action',
      where: { field: 'state', oneOf: ['open'] },
      fields: ['dueAt', 'siteId', 'ownerId', 'incidentId', 'actionKind'],
    },
  ],
  searchable: ['text'],
  partOf: 'incidentId',
  scope: { ownerId: 'ownerId' },
  signatures: [{ id: 'stateById', name: 'stateByName' }, { name: 'madeByName' }],
});
export type IncidentAction = RecordOf<typeof incidentAction>;
