import { setImmediate as turn } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isDomainError, messageOf } from '#shared/kernel/errors.ts';
import type { Entry } from '#shared/sync/entry.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { QUARANTINE_PATH, QuarantineResponse, type WipeOrder, wipeText } from '#shared/sync/wipe.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import type { Server } from './conversation.ts';
import { isSignedBy } from './signed-by.ts';
import { parseEntry } from './outbox.ts';
import { post } from './post.ts';
import { serverLink } from './server-link.ts';
import { ServerRefusal } from './transport.ts';

/** What a console does when its company wants nothing left on it. */
export type Wipe = {
  /** Before anything else: from here on a start of the program erases too, whatever happens to this run. */
  ordered(): void;
  /** Unsent work is at the server, or can't get there. Returns at once. */
  erase(): void;
};

type Obeying = {
  readonly store: Store;
  readonly log: Pick<Logger, 'warn'>;
  readonly wipe?: Wipe;
};

/** A link that breaks is tried again so often; a stolen console must not wait for a good one. */
const ATTEMPTS_MAX = 3;
const PAGE_ENTRIES_MAX = 500;
const PAGE_CHARACTERS_MAX = 1_000_000;

/** Does what a refusal orders, if it orders something and the company's own server has signed it. */
export async function obeyWipeOrder(
  { store, log, wipe }: Obeying,
  { error, server, signal }: { error: unknown; server: () => Server; signal: AbortSignal },
): Promise<void> {
  const order = error instanceof ServerRefusal ? error.wipe : undefined;
  if (order === undefined || wipe === undefined) return;
  if (!isAuthentic(store, order)) {
    log.warn({ askedAtMs: order.askedAtMs }, 'an order to wipe this console is not signed by its server');
    return;
  }
  log.warn({ askedAtMs: order.askedAtMs }, 'this console is to be wiped');
  wipe.ordered();
  await handOver(store, server(), signal).catch((problem: unknown) =>
    log.warn({ reason: messageOf(problem) }, 'unsent work could not be handed over'),
  );
  wipe.erase();
}

export function isAuthentic({ state }: Pick<Store, 'state'>, { askedAtMs, signature }: WipeOrder): boolean {
  const { deviceId, membership } = state;
  if (deviceId === undefined || membership?.serverKey === undefined) return false;
  const signedText = wipeText(deviceId, askedAtMs);
  return isSignedBy(membership.serverKey, { signedText, signatureHex: signature });
}

/** Entries the server has not answered, page by page. */
async function handOver(store: Store, { key, transport }: Server, signal: AbortSignal): Promise<void> {
  const link = serverLink(key, transport);
  let afterSeq = 0;
  let failures = 0;
  for (;;) {
    const entries = pageAfter(store, afterSeq);
    const last = entries.at(-1);
    if (last === undefined) return;
    const message = { protocol: PROTOCOL_VERSION, deviceId: key.deviceId, entries };
    try {
      await post(link, { path: QUARANTINE_PATH, message, schema: QuarantineResponse }, signal);
      afterSeq = last.seq;
    } catch (error) {
      failures += 1;
      const isLink = isDomainError(error) && error.code === 'server-unreachable' && !signal.aborted;
      if (!isLink || failures >= ATTEMPTS_MAX) throw error;
      await turn();
    }
  }
}

function pageAfter(store: Store, seq: number): Entry[] {
  const rows = connectionOf(store.db)
    .statement(
      `SELECT entry FROM journal WHERE state = 'pending' AND seq > ? ORDER BY seq LIMIT ${PAGE_ENTRIES_MAX}`,
    )
    .pluck()
    // The column is TEXT in a STRICT table.
    .all(seq) as string[];
  let characters = 0;
  const page = rows.filter((text, index) => {
    characters += text.length;
    return index === 0 || characters <= PAGE_CHARACTERS_MAX;
  });
  return page.map(parseEntry);
}
