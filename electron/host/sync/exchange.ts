import type { Clock } from '#shared/kernel/clock.ts';
import { encodeFrame } from '#shared/sync/codec.ts';
import { EXCHANGE_ENTRIES_MAX, PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { type ExchangeRequest, ExchangeResponse } from '#shared/sync/wire.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Store } from '../store/store.ts';
import { messageIn } from './answers.ts';
import { type Applied, applyResponse } from './apply.ts';
import { compression } from './compression.ts';
import { contentEncoding } from './enrol.ts';
import { type Outgoing, outboxOf } from './outbox.ts';
import type { ServerLink } from './server-link.ts';
import { nonsense } from './transport.ts';

export type ExchangeOutcome = Applied & {
  readonly sent: number;
  /** The server has more for us than the budget held. */
  readonly more: boolean;
};

/**
 * One round trip: unanswered entries up, verdicts and records down. The byte budget never shrinks from one
 * attempt to the next, so entries whose answer was lost are all in the next request again.
 */
export async function exchange(
  parts: {
    readonly store: Store;
    readonly link: ServerLink;
    readonly clock: Clock;
    readonly budgetBytes: number;
  },
  signal: AbortSignal,
): Promise<ExchangeOutcome> {
  const { store, link, clock, budgetBytes } = parts;
  const request = buildRequest(store, budgetBytes);
  const { body, encoding } = encodeFrame(request, compression);
  const response = await link.send({
    method: 'POST',
    path: '/v1/sync',
    headers: { 'content-type': 'application/cbor', ...contentEncoding(encoding) },
    body,
    signal,
  });
  const message = messageIn(ExchangeResponse, response);
  assertAnswers(request, message);
  signal.throwIfAborted();
  const applied = applyResponse(store, request, message, clock.now());
  return { ...applied, sent: request.entries.length, more: message.more };
}

export function buildRequest(store: Store, budgetBytes: number): ExchangeRequest {
  const outgoing = outboxOf(store).next({
    entriesMax: EXCHANGE_ENTRIES_MAX,
    bytesMax: budgetBytes,
  });
  return {
    protocol: PROTOCOL_VERSION,
    deviceId: must(store.state.deviceId, 'a store has a device id'),
    cursor: store.state.cursor,
    since: store.state.pageStart,
    entries: outgoing.map(({ entry }) => entry),
    head: headAfter(store, outgoing),
    budgetBytes,
  };
}

/** Entries wait in order, so with none waiting the journal's head is the last one answered. */
function headAfter(store: Store, outgoing: readonly Outgoing[]): ExchangeRequest['head'] {
  const last = outgoing.at(-1);
  const { seq, hash } = last === undefined ? store.journal.head() : { seq: last.entry.seq, hash: last.hash };
  return { seq, hash: Buffer.from(hash).toString('hex') };
}

/**
 * An answer that moves nothing and asks to be asked again would be repeated for ever. A cursor that goes back
 * is no nonsense: a server restored from a backup tells everything again.
 */
function assertAnswers(request: ExchangeRequest, response: ExchangeResponse): void {
  if (response.protocol !== request.protocol) throw nonsense(`it speaks protocol ${response.protocol}`);
  const first = request.entries[0];
  if (first !== undefined && !response.verdicts.some(({ seq }) => seq === first.seq)) {
    throw nonsense('it says nothing of what was sent');
  }
  if (response.more && response.cursor === request.cursor && first === undefined) {
    throw nonsense('it has more and sends nothing');
  }
}
