import type { Incident } from '../schema.ts';
import { isOpen } from '../states.ts';

type Promised = Pick<Incident, 'stage' | 'nextUpdateAt' | 'updateRemindedAt'>;

/** INC-65: when the next update was promised for; undefined: none was, or it is over. */
export function promisedAt({ stage, nextUpdateAt }: Promised): string | undefined {
  return isOpen(stage) ? (nextUpdateAt ?? undefined) : undefined;
}

/** When its promise is to be called to mind. That is done once for each. */
export function updateReminderAt(record: Promised): string | undefined {
  const at = promisedAt(record);
  return at === undefined || wasReminded(record, at) ? undefined : at;
}

/** Whether somebody was told that the update which was promised has not come, and none has come since. */
export function isUpdateMissed(record: Promised): boolean {
  const at = promisedAt(record);
  return at !== undefined && wasReminded(record, at);
}

function wasReminded({ updateRemindedAt }: Promised, at: string): boolean {
  return (updateRemindedAt ?? '') >= at;
}
