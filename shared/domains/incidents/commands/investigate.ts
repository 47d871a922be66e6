import { z } from 'zod';
import type { Allowance } from '../../../kernel/allowance.ts';
import { type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { prose } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import type { ReadTx } from '../../../kernel/transaction.ts';
import { person } from '../../people/schema.ts';
import { record } from '../events.ts';
import { investigationError } from '../investigation-errors.ts';
import { FACTOR_CODES } from '../rules/factors.ts';
import { incident, incidentEvent } from '../schema.ts';
import { cause, type Investigation, investigation } from '../schema/investigation.ts';
import { NOTES } from './allows.ts';
import { onIncident } from './shared.ts';

const TEAM_MAX = 20;
const writes = [investigation, incidentEvent];
const CONCLUDES = ['state', 'completedAt', 'notRequiredBecause'] as const;
const allows = (...fields: (keyof Investigation)[]): readonly Allowance[] => [
  { entity: investigation, insert: true, patch: fields },
  ...NOTES,
];
const Score = z.int().min(1).max(5).nullable();

/** Begins to look into it, also where it had been decided that nobody need to. */
export const startInvestigation = defineCommand({
  name: 'incidents.startInvestigation',
  feature: 'incidents.investigate',
  input: z.object({
    id: RecordId,
    leadId: RecordId.nullable().default(null),
    teamIds: z.array(RecordId).max(TEAM_MAX, `At most ${TEAM_MAX} people.`).default([]),
  }),
  writes,
  allows: allows(...CONCLUDES, 'leadId', 'leadName', 'teamIds'),
  label: () => ({ key: 'incidents.startInvestigation.label' }),
  target: onIncident,
  run(context, { id, leadId, teamIds }) {
    const { tx, now, newId } = context;
    const about = tx.mustGet(incident, id);
    const begun = { ...leadOf(tx, leadId), teamIds: teamOf(tx, teamIds) };
    const standing = investigationOf(tx, id);
    if (standing?.state === 'open') throw investigationError('under-way');
    if (standing === undefined) {
      tx.insert(investigation, {
        ...EMPTY,
        ...begun,
        id: newId(),
        siteId: about.siteId,
        incidentId: id,
        startedAt: now,
      });
    } else {
      const again = { state: 'open', completedAt: null, notRequiredBecause: null } as const;
      tx.patch(investigation, standing.id, { ...again, ...begun });
    }
    if (begun.leadName === null) tell(context, id, 'incidents.event.investigationStarted');
    else tell(context, id, 'incidents.event.investigationStartedBy', { lead: begun.leadName });
    return { id };
  },
});

/** Sets what is known and concluded so far. Only what is given is set, so several people can write at once. */
export const changeInvestigation = defineCommand({
  name: 'incidents.changeInvestigation',
  feature: 'incidents.investigate',
  input: z.object({
    id: RecordId,
    leadId: RecordId.nullable().optional(),
    teamIds: z.array(RecordId).max(TEAM_MAX, `At most ${TEAM_MAX} people.`).optional(),
    summary: prose(20_000).optional(),
    lessons: prose(20_000).optional(),
    factors: z.array(z.enum(FACTOR_CODES)).max(FACTOR_CODES.length).optional(),
    likelihood: Score.optional(),
    consequence: Score.optional(),
  }),
  writes: [investigation],
  allows: [
    {
      entity: investigation,
      patch: ['leadId', 'leadName', 'teamIds', 'summary', 'lessons', 'factors', 'likelihood', 'consequence'],
    },
  ],
  label: () => ({ key: 'incidents.changeInvestigation.label' }),
  target: onIncident,
  run({ tx }, { id, leadId, teamIds, factors, summary, lessons, likelihood, consequence }) {
    const standing = mustBeOpenInvestigation(tx, id);
    tx.patch(investigation, standing.id, {
      ...(leadId === undefined ? {} : leadOf(tx, leadId)),
      ...(teamIds === undefined ? {} : { teamIds: teamOf(tx, teamIds) }),
      ...(factors === undefined ? {} : { factors: [...new Set(factors)] }),
      ...(summary === undefined ? {} : { summary }),
      ...(lessons === undefined ? {} : { lessons }),
      ...(likelihood === undefined ? {} : { likelihood }),
      ...(consequence === undefined ? {} : { consequence }),
    });
    return { id };
  },
});

/** Concludes: the tree names a root cause, and the summary says what was found. */
export const completeInvestigation = defineCommand({
  name: 'incidents.completeInvestigation',
  feature: 'incidents.investigate',
  input: z.object({ id: RecordId }),
  writes,
  allows: allows(...CONCLUDES),
  label: () => ({ key: 'incidents.completeInvestigation.label' }),
  target: onIncident,
  run(context, { id }) {
    const { tx, now } = context;
    const standing = mustBeOpenInvestigation(tx, id);
    const hasRoot = tx.find(cause, { incidentId: id }).some(({ isRoot }) => isRoot);
    if (!hasRoot) throw investigationError('no-root-cause');
    if (standing.summary === '') throw investigationError('no-summary');
    tx.patch(investigation, standing.id, { state: 'completed', completedAt: now });
    tell(context, id, 'incidents.event.investigationCompleted');
    return { id };
  },
});

/** Something new has come up. */
export const reopenInvestigation = defineCommand({
  name: 'incidents.reopenInvestigation',
  feature: 'incidents.investigate',
  input: z.object({ id: RecordId, reason: prose(2_000).min(1, 'Say why it is opened again.') }),
  writes,
  allows: allows(...CONCLUDES),
  label: () => ({ key: 'incidents.reopenInvestigation.label' }),
  target: onIncident,
  run(context, { id, reason }) {
    const { tx } = context;
    const standing = investigationOf(tx, id);
    if (standing === undefined || standing.state === 'open') throw investigationError('under-way');
    tx.patch(investigation, standing.id, { state: 'open', completedAt: null, notRequiredBecause: null });
    tell(context, id, 'incidents.event.investigationReopened', {}, reason);
    return { id };
  },
});

/** Nobody need to look into it, and why. */
export const waiveInvestigation = defineCommand({
  name: 'incidents.waiveInvestigation',
  feature: 'incidents.investigate',
  input: z.object({ id: RecordId, because: prose(2_000).min(3, 'Say why it need not be investigated.') }),
  writes,
  allows: allows(...CONCLUDES),
  label: () => ({ key: 'incidents.waiveInvestigation.label' }),
  target: onIncident,
  run(context, { id, because }) {
    const { tx, now, newId } = context;
    const about = tx.mustGet(incident, id);
    const standing = investigationOf(tx, id);
    const waived = { state: 'not_required', completedAt: now, notRequiredBecause: because } as const;
    if (standing !== undefined) tx.patch(investigation, standing.id, waived);
    else {
      const made = { id: newId(), siteId: about.siteId, incidentId: id, startedAt: now };
      tx.insert(investigation, { ...EMPTY, ...made, ...waived });
    }
    tell(context, id, 'incidents.event.investigationWaived', {}, because);
    return { id };
  },
});

const EMPTY: Omit<Investigation, 'id' | 'kind' | 'siteId' | 'incidentId' | 'startedAt'> = {
  state: 'open',
  leadId: null,
  leadName: null,
  teamIds: [],
  completedAt: null,
  notRequiredBecause: null,
  summary: '',
  lessons: '',
  factors: [],
  likelihood: null,
  consequence: null,
};

/** The oldest one, where two consoles with no link between them began one each. */
export function investigationOf(tx: ReadTx, incidentId: string): Investigation | undefined {
  return tx.find(investigation, { incidentId })[0];
}

/** What was found can only be changed while the investigation is open. */
export function mustBeOpenInvestigation(tx: ReadTx, incidentId: string): Investigation {
  const standing = investigationOf(tx, incidentId);
  if (standing?.state === 'open') return standing;
  throw investigationError(standing === undefined ? 'not-started' : 'over');
}

function tell(
  context: CommandContext,
  id: RecordId,
  labelKey: string,
  labelParams: { [name: string]: string } = {},
  text: string | null = null,
): void {
  const about = context.tx.mustGet(incident, id);
  record(context, about, { type: 'investigation', labelKey, labelParams, text });
}

function leadOf(tx: ReadTx, leadId: RecordId | null): Pick<Investigation, 'leadId' | 'leadName'> {
  return { leadId, leadName: leadId === null ? null : tx.mustGet(person, leadId).name };
}

function teamOf(tx: ReadTx, teamIds: readonly RecordId[]): string[] {
  const unique = [...new Set(teamIds)];
  for (const id of unique) tx.mustGet(person, id);
  return unique;
}
