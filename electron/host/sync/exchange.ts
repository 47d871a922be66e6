import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import type { Lane } from '#shared/kernel/define-command.ts';
import { LANES } from '#shared/sync/entry.ts';
import { ownSchemas, schemasId } from '#shared/sync/schemas.ts';
import { EXCHANGE_ENTRIES_MAX, PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { type ExchangeRequest, ExchangeResponse, type Verdict } from '#shared/sync/wire.ts';
import { must } from '#shared/kernel/assert.ts';
import { withReferences } from '#shared/sync/compact/references.ts';
import { forgetRefs, refOf } from '../store/record-sync.ts';
import type { Store } from '../store/store.ts';
import { type Applied, applyResponse, NOTHING_APPLIED } from './apply.ts';
import { catchUpFirst, healed, type Healing, noteRestore, tellApart } from './heal.ts';
import { outboxOf } from './outbox.ts';
import { post } from './post.ts';
import type { ServerLink } from './server-link.ts';
import { nonsense, ServerRefusal } from './transport.ts';

export type ExchangeOutcome = Applied & {
  readonly sent: number;
  /** Entries of which a field ended up other than it was sent. */
  readonly overridden: number;
  /** Something urgent was among what was sent. */
  readonly sentUrgent: boolean;
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
    /** Lanes that may travel on this link; all when absent. */
    readonly lanes?: readonly Lane[];
    /** A request made before, to be sent again word for word; made anew when absent. */
    readonly request?: ExchangeRequest;
    /** Entries that have been sent and answered since that request was made. */
    readonly meanwhile?: ReadonlySet<number>;
  },
  signal: AbortSignal,
): Promise<ExchangeOutcome> {
  const { store, link, clock, budgetBytes, lanes = LANES } = parts;
  const request = parts.request ?? buildRequest(store, { budgetBytes, lanes, nowMs: clock.now() });
  const healing: Healing = { store, link, clock, budgetBytes };
  try {
    // What was asked may no longer be what is to be asked.
    if (await catchUpFirst(healing, signal)) return { ...NOTHING_HAPPENED, sent: 0, more: true };
    const message = await postExchange(parts, request, signal);
    assertAnswers(request, message);
    signal.throwIfAborted();
    const applied = applyResponse(store, request, message, clock.now(), parts.meanwhile);
    const overridden = message.verdicts.filter(isOverridden).length;
    const more = tellApart(store) || message.more.length > 0;
    const sentUrgent = request.entries.some(({ lane }) => lane === URGENT_LANE);
    return { ...applied, sent: request.entries.length, overridden, sentUrgent, more };
  } catch (error) {
    if (!isOutdated(store, request, error) && !(await healed(healing, error, signal))) throw error;
    // What stood in the way is out of it; the next exchange goes on.
    return { ...NOTHING_HAPPENED, sent: 0, more: true };
  }
}

/** Names records by the server's short numbers, and by their ids where it does not know those any more. */
async function postExchange(
  { store, link }: { readonly store: Store; readonly link: ServerLink },
  request: ExchangeRequest,
  signal: AbortSignal,
): Promise<ExchangeResponse> {
  const send = (message: object) =>
    post(link, { path: '/v1/sync', message, schema: ExchangeResponse }, signal);
  try {
    return await send(withReferences(request, (collection, id) => refOf(store.db, collection, id)));
  } catch (error) {
    if (!(error instanceof ServerRefusal) || error.code !== 'refs-unknown') throw error;
    store.bookkeeping(() => forgetRefs(store.db));
    return send(request);
  }
}

/** Not the store is behind what the server has, but the message: something urgent has overtaken it. */
function isOutdated(store: Store, { lastSeq }: ExchangeRequest, error: unknown): boolean {
  if (!(error instanceof ServerRefusal) || error.code !== 'chain-behind') return false;
  return lastSeq < (error.lastSeq ?? 0) && store.journal.head().seq >= (error.lastSeq ?? 0);
}

function isOverridden(verdict: Verdict): boolean {
  return verdict.status === 'applied' && verdict.overridden.length > 0;
}

const URGENT_LANE: Lane = 0;

const NOTHING_HAPPENED: Omit<ExchangeOutcome, 'sent' | 'more'> = {
  ...NOTHING_APPLIED,
  overridden: 0,
  sentUrgent: false,
};

export function buildRequest(
  store: Store,
  { budgetBytes, lanes = LANES, nowMs }: { budgetBytes: number; lanes?: readonly Lane[]; nowMs: number },
): ExchangeRequest {
  noteRestore(store, nowMs);
  const { entries, withdrawn, head } = outboxOf(store).next({
    lanes,
    entriesMax: EXCHANGE_ENTRIES_MAX,
    bytesMax: budgetBytes,
    now: isoOf(nowMs),
  });
  const { turn, epoch, view, cursors, since, began, echo, schemas: told } = store.state.progress;
  const schemas = schemasId(ownSchemas());
  return {
    protocol: PROTOCOL_VERSION,
    deviceId: must(store.state.deviceId, 'a store has a device id'),
    incarnation: store.state.incarnation,
    turn,
    epoch,
    view,
    schemas,
    // A server that knows no such table asks for it; only then is it worth its bytes again.
    ...(told === schemas ? {} : { schemaTable: ownSchemas() }),
    lanes: [...lanes],
    cursors,
    since,
    began,
    echo,
    entries: [...entries],
    withdrawn: [...withdrawn],
    head: { seq: head.seq, hash: Buffer.from(head.hash).toString('hex') },
    lastSeq: store.journal.head().seq,
    budgetBytes,
  };
}

/**
 * An answer that moves nothing and asks to be asked again would be repeated for ever. Cursors that go back
 * are no nonsense: a server put back from a backup tells everything again.
 */
function assertAnswers(request: ExchangeRequest, response: ExchangeResponse): void {
  if (response.protocol !== request.protocol) throw nonsense(`it speaks protocol ${response.protocol}`);
  const first = request.entries[0];
  if (first !== undefined && !response.verdicts.some(({ seq }) => seq === first.seq)) {
    throw nonsense('it says nothing of what was sent');
  }
  const isMoving =
    response.startOver ||
    (response.askSchemas && request.schemaTable === undefined) ||
    LANES.some((lane) => response.cursors[lane] !== request.cursors[lane]);
  if (response.more.length > 0 && !isMoving && first === undefined) {
    throw nonsense('it has more and sends nothing');
  }
}
