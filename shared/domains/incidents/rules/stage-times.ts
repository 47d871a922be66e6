import { msOf } from '../../../kernel/clock.ts';
import { CALLED_OFF } from '../events.ts';
import type { Incident, IncidentEvent } from '../schema.ts';
import { type Stage, STAGES } from '../states.ts';

/** One stay in a stage; `until` is null while it lasts. */
export type StageStay = { readonly stage: Stage; readonly from: string; readonly until: string | null };

type Line = Pick<IncidentEvent, 'type' | 'at' | 'labelKey' | 'labelParams'>;
type Stands = Pick<Incident, 'stage' | 'stageEnteredAt' | 'reportedAt'>;

/** A call of the last level once more: the stage stays as it is. */
const CALLED_AGAIN = 'incidents.event.calledAgain';
const MERGED = 'incidents.event.mergedInto';
const UNMERGED = 'incidents.event.ladderRestartedUnmerged';

/**
 * INC-59: the stages an incident went through, oldest first, as its timeline tells it. Of a timeline that was cut at
 * its oldest end only what is known. What the incident says of itself counts for the last one.
 */
export function stageStays(incident: Stands, timeline: readonly Line[], isCut: boolean): StageStay[] {
  const entered: { stage: Stage; at: string }[] = [];
  const enter = (stage: Stage, at: string) => {
    if (entered.at(-1)?.stage !== stage) entered.push({ stage, at });
  };
  if (!isCut) enter('reported', incident.reportedAt);
  for (const line of timeline) {
    const stage = stageAfter(line, entered.at(-1)?.stage);
    if (stage !== undefined) enter(stage, line.at);
  }
  enter(incident.stage, incident.stageEnteredAt);
  return entered
    .map(({ stage, at }, index) => ({ stage, from: at, until: entered[index + 1]?.at ?? null }))
    .filter(({ from, until }) => until === null || from < until);
}

/** How long it was in each stage, all its stays together, in the order of the first ones. A closed one stays closed. */
export function timeInStages(
  stays: readonly StageStay[],
  now: string,
): readonly { readonly stage: Stage; readonly ms: number }[] {
  const groups = Map.groupBy(
    stays.filter(({ stage }) => stage !== 'closed'),
    ({ stage }) => stage,
  );
  return [...groups].map(([stage, ofStage]) => ({
    stage,
    ms: ofStage.reduce((sum, stay) => sum + stayMs(stay, now), 0),
  }));
}

/** Clocks of two consoles may disagree; nothing takes less than no time. */
export function stayMs({ from, until }: StageStay, now: string): number {
  return Math.max(0, msOf(until ?? now) - msOf(from));
}

function stageAfter({ type, labelKey, labelParams }: Line, before: Stage | undefined): Stage | undefined {
  if (type === 'stage') return stageOf(labelParams['to']);
  // A step that was called off says to which stage the incident went back, if it did.
  if (type === 'escalated' && labelParams['stage'] !== undefined) return stageOf(labelParams['stage']);
  if (type === 'escalated') return isRaised(labelKey) ? 'escalated' : undefined;
  if (labelKey === UNMERGED) return 'reopened';
  return labelKey === MERGED && before !== 'closed' ? 'resolved' : undefined;
}

function isRaised(labelKey: string): boolean {
  return ![CALLED_AGAIN, CALLED_OFF.lowered, CALLED_OFF.only].includes(labelKey);
}

function stageOf(value: string | number | undefined): Stage | undefined {
  return STAGES.find((stage) => stage === value);
}
