import type { Allowance } from '../../../kernel/allowance.ts';
import type { CommandContext } from '../../../kernel/define-command.ts';
import type { ReadTx } from '../../../kernel/transaction.ts';
import { site as siteEntity } from '../../settings/schema.ts';
import { record } from '../events.ts';
import { ASSESSMENT, assessmentOf, isAssessment } from '../rules/assessment.ts';
import { isOwed } from '../rules/duty-state.ts';
import type { Duty } from '../rules/reportability.ts';
import type { Incident } from '../schema.ts';
import { type ComplianceEntry, complianceEntry } from '../schema/compliance.ts';
import { incidentFacts } from '../schema/facts.ts';
import { entryBase } from './compliance-shared.ts';

/** What a duty says by itself, before anybody has entered anything. */
export const DUTY_FIELDS = [
  'framework',
  'requirement',
  'because',
  'mustReport',
  'isImmediate',
  'authority',
  'countedFrom',
  'reportDueAt',
  'form',
] as const satisfies readonly (keyof Duty)[];

type Said = Pick<Duty, (typeof DUTY_FIELDS)[number]>;

/** Somebody is asked to assess who must be told. */
export const ASKS_ASSESSMENT: readonly Allowance[] = [
  { entity: complianceEntry, insert: true, patch: DUTY_FIELDS },
];

/**
 * INC-45: asks once that somebody assesses who must be told, where what is known may make it reportable; earlier, when
 * what is known got worse since. Nobody is asked about a drill, or about what was closed, assessed or put aside.
 */
export function askAssessment(context: CommandContext, about: Incident): void {
  const { tx, site } = context;
  if (about.isDrill === true || about.stage === 'closed' || (about.mergedIntoId ?? null) !== null) return;
  const home = tx.get(siteEntity, about.siteId);
  const asked = assessmentOf(about, {
    siteKind: home?.siteKind ?? site.kind,
    flagState: home?.flagCountry ?? null,
  });
  if (asked !== undefined) ask(context, about, asked);
}

/** INC-36: of two that are the same, the one that remains is assessed, by the deadline that comes first. */
export function passAssessmentOn(context: CommandContext, from: Incident, to: Incident): void {
  const { tx, now } = context;
  const entry = tx.find(complianceEntry, { incidentId: from.id }).find(isAssessment);
  if (entry === undefined || !isOwed(entry)) return;
  ask(context, to, entry);
  tx.patch(complianceEntry, entry.id, { withdrawnAt: now });
}

/** They were two after all, and this one still is to be assessed. */
export function takeAssessmentBack({ tx }: CommandContext, about: Incident): void {
  if (isAssessed(tx, about)) return;
  const entry = tx.find(complianceEntry, { incidentId: about.id }).find(isAssessment);
  if (entry !== undefined) tx.patch(complianceEntry, entry.id, { withdrawnAt: null });
}

function ask(context: CommandContext, about: Incident, asked: Said): void {
  const { tx, newId } = context;
  if (isAssessed(tx, about)) return;
  const before = tx.find(complianceEntry, { incidentId: about.id }).find(isAssessment);
  if (before === undefined) {
    const entry = tx.insert(complianceEntry, {
      ...entryBase(context, about),
      id: newId(),
      ruleId: ASSESSMENT,
      ...fieldsOf(asked),
    });
    tellOfAssessment(context, about, entry, 'incidents.event.assessmentAsked');
  } else if (isOwed(before) && isEarlier(asked, before)) {
    tx.patch(complianceEntry, before.id, fieldsOf(asked));
    tellOfAssessment(context, about, before, 'incidents.event.assessmentAsked');
  }
}

/** A line of the timeline, which also says enough for those who are told of the duty alone. */
export function tellOfAssessment(
  context: CommandContext,
  about: Pick<Incident, 'id' | 'siteId' | 'number' | 'title'>,
  { id: entryId }: Pick<ComplianceEntry, 'id'>,
  labelKey: string,
  params: { readonly hours?: number } = {},
): void {
  const { number, title } = about;
  record(context, about, {
    type: 'compliance',
    labelKey,
    labelParams: { number, title, entryId, ...params },
  });
}

function isAssessed(tx: ReadTx, { id: incidentId }: Incident): boolean {
  return tx.find(incidentFacts, { incidentId }).length > 0;
}

function fieldsOf(asked: Said): Said {
  const { framework, requirement, because, mustReport, isImmediate } = asked;
  const { authority, countedFrom, reportDueAt, form } = asked;
  return {
    framework,
    requirement,
    because,
    mustReport,
    isImmediate,
    authority,
    countedFrom,
    reportDueAt,
    form,
  };
}

function isEarlier(one: Pick<Duty, 'reportDueAt'>, other: Pick<Duty, 'reportDueAt'>): boolean {
  return one.reportDueAt !== null && (other.reportDueAt === null || one.reportDueAt < other.reportDueAt);
}
