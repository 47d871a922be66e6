import { z } from 'zod';
import type { QueryContext } from '../../../kernel/define-query.ts';
import { type MessageTold, type PersonTold, toldAbout } from '../../notifications/queries.ts';
import type { IncidentEscalation } from '../schema/escalation.ts';

type Step = Pick<IncidentEscalation, 'id' | 'calledIds' | 'calledNames'>;

/** One person of one step of the ladder, and how they were told. */
export type PersonCalled = {
  readonly personId: string;
  readonly name: string | null;
  /** Found for the step; else told beside: who has the incident, or who stands in for nobody. */
  readonly isCalled: boolean;
  /**
   * `told`: what was sent is in `messages`; `again`: told before, and nothing sent anew; `none`: no message of it is
   * kept here; `elsewhere`: another site tells its people, and what became of that does not travel here.
   */
  readonly how: 'told' | 'again' | 'none' | 'elsewhere';
  /** Nothing went out that could reach them away from a console. */
  readonly hasNoWay: boolean;
  readonly isInSummary: boolean;
  readonly messages: readonly MessageTold[];
};

/** Whom each step of an incident's ladder called or told, by which channel, and what became of it. */
export function callsOf(
  context: QueryContext,
  incidentId: string,
  steps: readonly Step[],
): ReadonlyMap<string, readonly PersonCalled[]> {
  const told = toldAbout(
    context.db,
    incidentId,
    steps.map(({ id }) => id),
  );
  const known = peopleOfWhichOneHears(
    context,
    steps.flatMap(({ calledIds }) => calledIds),
  );
  return new Map(steps.map((step) => [step.id, peopleOf(step, told.get(step.id) ?? [], known)]));
}

function peopleOf(step: Step, told: readonly PersonTold[], known: ReadonlySet<string>): PersonCalled[] {
  const called = step.calledIds.map((personId, index): PersonCalled => {
    const name = step.calledNames[index] ?? null;
    const found = told.find((one) => one.personId === personId);
    if (found !== undefined) return { ...toldTo(found), name, isCalled: true };
    const how = known.has(personId) ? 'none' : 'elsewhere';
    return { personId, name, isCalled: true, how, hasNoWay: false, isInSummary: false, messages: [] };
  });
  const beside = told.filter(({ personId }) => !step.calledIds.includes(personId));
  return [...called, ...beside.map((one) => ({ ...toldTo(one), isCalled: false }))];
}

function toldTo(told: PersonTold): Omit<PersonCalled, 'isCalled'> {
  const { personId, personName, isAgain, isInSummary, messages } = told;
  const goesOut = messages.some(({ channel, state }) => channel !== 'desktop' && state !== 'failed');
  return {
    personId,
    name: personName,
    how: isAgain ? 'again' : 'told',
    hasNoWay: !isAgain && !isInSummary && !goesOut,
    isInSummary,
    messages,
  };
}

/** Messages travel to consoles of their person's site, and to offices. */
function peopleOfWhichOneHears({ db, site }: QueryContext, ids: readonly string[]): ReadonlySet<string> {
  const rows = db.all(
    z.object({ id: z.string() }),
    `SELECT p.id FROM person p
     WHERE p.id IN (SELECT value FROM json_each(:ids)) AND (:isOffice = 1 OR p.siteId = :site)`,
    { ids: JSON.stringify([...new Set(ids)]), isOffice: site.kind === 'office' ? 1 : 0, site: site.id },
  );
  return new Set(rows.map(({ id }) => id));
}
