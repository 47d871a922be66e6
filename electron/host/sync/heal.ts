import { randomBytes } from 'node:crypto';
import type { Clock } from '#shared/kernel/clock.ts';
import { noteRestored } from '../audit/note-restore.ts';
import type { Store } from '../store/store.ts';
import { fetchOwnJournal, fetchOwnVerdicts, JournalsDiffer } from './own-journal.ts';
import { resendAfter } from './resend.ts';
import type { ServerLink } from './server-link.ts';
import { ServerRefusal } from './transport.ts';

const INCARNATION_BYTES = 6;
/**
 * A number that the server has seen was used by another store with this key, or by this one before it was put
 * back. Then numbers go on from the clock; once in this time, so that two stores don't outbid each other.
 */
const COUNTER_BEHIND_MS = 10_000;

/**
 * After a restore: this store must not be taken for the one that went on since the backup. It gets a mark of
 * its own, request numbers that the other can't have used, and hears of what it did itself since.
 */
export function noteRestore(store: Store, nowMs: number): void {
  const { restored, incarnationOf } = store.state;
  if (restored === undefined || restored.at === incarnationOf) return;
  store.bookkeeping(() => {
    beAnother(store, nowMs);
    store.state.incarnationOf = restored.at;
  });
}

function beAnother(store: Store, nowMs: number): void {
  drawIncarnation(store);
  store.state.raiseRequestCounter(nowMs);
  store.state.progress = { ...store.state.progress, echo: true };
  store.state.mustCatchUp = true;
}

function drawIncarnation({ state }: Store): void {
  state.incarnation = randomBytes(INCARNATION_BYTES).toString('base64url');
  state.double = 'settled';
}

/**
 * After the server has taken the incarnation this store shows. Where another store seems to speak under the same
 * name, this one draws an incarnation that the other can't show: whichever of them comes with an old one is told
 * that it has a double. Returns true when it is to be shown at once. Not drawn before the old one was taken: two
 * stores that each drew a new one at every meeting would never be told apart.
 */
export function tellApart(store: Store): boolean {
  const { double } = store.state;
  if (double === 'none') return false;
  store.bookkeeping(() => {
    if (double === 'suspected') drawIncarnation(store);
    else store.state.double = 'none';
  });
  return double === 'suspected';
}

export type Healing = {
  readonly store: Store;
  readonly link: ServerLink;
  readonly clock: Clock;
  readonly budgetBytes: number;
};

/**
 * Before a store that was put back sends anything, it takes the entries it had sent since its backup: a new
 * one under the number of an old one, judged before that was noticed, could never be put right. One that only
 * seems to have a double may be an old copy too: what it knows of its entries may have been said before the server
 * was put back.
 */
export async function catchUpFirst(healing: Healing, signal: AbortSignal): Promise<boolean> {
  const { store } = healing;
  if (!store.state.mustCatchUp) return false;
  if (store.state.double === 'suspected') {
    await fetchOwnVerdicts(healing, signal);
    caughtUp(store);
  } else await catchUp(healing, signal);
  return true;
}

/** Whether what the server refused for is put right, so that the next exchange can go on. */
export async function healed(healing: Healing, error: unknown, signal: AbortSignal): Promise<boolean> {
  if (!(error instanceof ServerRefusal)) return false;
  const { store, clock } = healing;
  switch (error.code) {
    case 'chain-broken':
      return error.lastSeq !== undefined && resendAfter(store, error.lastSeq);
    case 'chain-behind':
      return catchUp(healing, signal);
    case 'chain-forked':
      // Of a store that was just put back, what it did before it knew may stand where sent entries belong.
      return isRestored(store) ? catchUp(healing, signal) : needsRenewal(store);
    case 'cloned':
    // A key that was shut out stays shut out: a new code lets this console in as a new one.
    case 'device-revoked':
      return needsRenewal(store);
    case 'replayed':
      return store.bookkeeping(() => numbersGoOn(store, { counter: error.counter ?? 0, nowMs: clock.now() }));
    default:
      return false;
  }
}

/** Goes on beyond the number that the server has seen. False where there is no reason why it should be higher. */
function numbersGoOn({ state }: Store, { counter, nowMs }: { counter: number; nowMs: number }): boolean {
  const { requestCounter, double } = state;
  const isBehind = requestCounter < nowMs - COUNTER_BEHIND_MS;
  // Where a clock was wrong when the numbers were drawn, only the server knows where they stand.
  const isTold = counter >= requestCounter;
  // A request of one's own that was overtaken has no higher number than the last one drawn here.
  if (counter > requestCounter && double === 'none') {
    state.double = 'suspected';
    state.mustCatchUp = true;
  }
  if (isBehind || isTold) state.raiseRequestCounter(Math.max(counter, nowMs));
  return isBehind || isTold;
}

/** Fetches what this console sent before it was put back; true when it has something now that it lacked. */
async function catchUp(healing: Healing, signal: AbortSignal): Promise<boolean> {
  const { store, clock } = healing;
  // A copy of the whole disk was put back, which no restore has noted.
  if (!isRestored(store)) store.bookkeeping(() => beAnother(store, clock.now()));
  try {
    const hasMore = await fetchOwnJournal(healing, signal);
    caughtUp(store);
    return hasMore;
  } catch (error) {
    if (error instanceof JournalsDiffer) return needsRenewal(store);
    throw error;
  }
}

function caughtUp(store: Store): void {
  store.bookkeeping(() => {
    store.state.mustCatchUp = false;
    noteRestored(store);
  });
}

/** Restored, and not in step since. */
function isRestored({ state }: Store): boolean {
  return state.incarnation !== '' && state.progress.echo;
}

/** Only a person can settle this: with a new code, this console becomes a new one. */
function needsRenewal(store: Store): false {
  store.bookkeeping(() => {
    store.state.mustRenew = true;
    store.state.mustCatchUp = false;
  });
  return false;
}
