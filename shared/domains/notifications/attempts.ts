import type { SendOutcome } from '../../delivery/channel.ts';
import { isoOf, msOf } from '../../kernel/clock.ts';
import { RETRIES, retryDelayMs } from '../../kernel/retry.ts';
import type { Delivery, RECEIPTS } from './schema.ts';

const PROBLEM_CHARACTERS_MAX = 300;

export type AttemptFields = Partial<
  Pick<Delivery, 'attempts' | 'problem' | 'nextAt' | 'sentAt' | 'deliveredAt' | 'failedAt' | 'relayId'>
> & { readonly receipt?: (typeof RECEIPTS)[number] };

/**
 * NTF-5: what an attempt makes of a delivery. Accepted by a relay is sent and no more; a refusal that may pass is
 * tried again about 1, 5 and 25 minutes later, within its life. `random` is in [0, 1).
 */
export function afterAttempt(
  { attempts: before, expiresAt, deliveredAt }: Pick<Delivery, 'attempts' | 'expiresAt' | 'deliveredAt'>,
  outcome: SendOutcome,
  { now, random }: { now: string; random: number },
): AttemptFields {
  const attempts = before + 1;
  if (outcome.state === 'sent') {
    const { receipt } = outcome;
    return { attempts, problem: null, sentAt: now, relayId: relayIdOf(outcome), receipt };
  }
  if (outcome.state === 'delivered') {
    return { attempts, problem: null, sentAt: now, deliveredAt: now, relayId: relayIdOf(outcome) };
  }
  // Its receipt came, but not the answer: it is there all the same.
  if (deliveredAt !== null) return { attempts };
  const problem = problemText(outcome.reason);
  if (!outcome.isRetriable || attempts > RETRIES) return { attempts, problem, failedAt: now };
  const nextMs = msOf(now) + retryDelayMs(attempts, random);
  if (nextMs >= msOf(expiresAt)) return { attempts, problem, failedAt: now };
  return { attempts, problem, nextAt: isoOf(nextMs) };
}

/** What another program says of itself, as it may stand in a record. */
export function problemText(reason: string): string {
  return reason
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, PROBLEM_CHARACTERS_MAX)
    .toWellFormed();
}

function relayIdOf({ relayId }: { readonly relayId: string | null }): string | null {
  return relayId === null ? null : relayId.slice(0, 200).toWellFormed();
}
