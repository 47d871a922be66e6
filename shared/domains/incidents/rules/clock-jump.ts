import { isoOf, msOf } from '../../../kernel/clock.ts';
import type { Incident } from '../schema.ts';
import type { SeverityRule } from '../schema/policy.ts';

/** A console's clock that was set by more than this has jumped. */
export const CLOCK_JUMP_MS = 2 * 60_000;

/**
 * INC-22: what counts in hours that pass keeps the time that was left when the console's clock was set. What falls on
 * a working day of the site stays where it is: the clock says when that is.
 */
export function jumpedBy(
  record: Incident,
  { acknowledgeMinutes }: Pick<SeverityRule, 'acknowledgeMinutes'>,
  jumpMs: number,
): Partial<Incident> {
  const moved = (at: string) => isoOf(msOf(at) + jumpMs);
  return {
    progressedAt: moved(record.progressedAt),
    ...(record.clockKind === 'working-hours'
      ? {}
      : {
          dueAt: moved(record.dueAt),
          atRiskAt: moved(record.atRiskAt),
          clockStartedAt: moved(record.clockStartedAt),
          ...(record.clockPausedAt ? { clockPausedAt: moved(record.clockPausedAt) } : {}),
        }),
    ...(acknowledgeMinutes === null || record.acknowledgeDueAt === null
      ? {}
      : { acknowledgeDueAt: moved(record.acknowledgeDueAt) }),
    ...(record.acknowledgedUntil ? { acknowledgedUntil: moved(record.acknowledgedUntil) } : {}),
  };
}
