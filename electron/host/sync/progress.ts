import { isoOf } from '#shared/kernel/clock.ts';
import { LANES } from '#shared/sync/entry.ts';
import { ownSchemas, schemasId } from '#shared/sync/schemas.ts';
import type { ExchangeRequest, ExchangeResponse, PerLane, Verdict } from '#shared/sync/wire.ts';
import { forgetRefs } from '../store/record-sync.ts';
import type { Store } from '../store/store.ts';
import { startedOver, type SyncProgress } from '../store/sync-progress.ts';
import { HELD_MS } from './held.ts';

/** What an answer is held against. */
export type Asked = Pick<
  ExchangeRequest,
  'epoch' | 'view' | 'cursors' | 'since' | 'began' | 'lanes' | 'echo'
>;

/** Whether an answer fits what is known here, which other answers may have moved since it was asked for. */
export function isAbout(progress: SyncProgress, request: Asked): boolean {
  return (
    progress.epoch === request.epoch &&
    progress.view === request.view &&
    progress.echo === request.echo &&
    LANES.every((lane) => progress.cursors[lane] === request.cursors[lane])
  );
}

export function progressAfter(
  progress: SyncProgress,
  request: Asked,
  { epoch, view, version, cursors, more, askSchemas }: ExchangeResponse,
): SyncProgress {
  const since: PerLane = [...request.since];
  // While pages follow one another, a record that changes meanwhile is told from where the first began.
  for (const lane of request.lanes) if (!more.includes(lane)) since[lane] = cursors[lane];
  const isAll = LANES.every((lane) => request.lanes.includes(lane)) && more.length === 0;
  const isFirst = request.began === 0 && request.since.every((from) => from === 0);
  const began = isFirst ? version : request.began;
  return {
    ...progress,
    epoch,
    view,
    cursors,
    since,
    began: since.every((from) => from > 0) ? 0 : began,
    echo: progress.echo && !isAll,
    rebuild: isAll ? 0 : progress.rebuild,
    schemas: askSchemas ? '' : schemasId(ownSchemas()),
    turn: progress.turn + 1,
  };
}

/** What is here can't be gone on from. The console may belong to another site now. */
export function takePlace(store: Store, progress: SyncProgress, response: ExchangeResponse): void {
  const { epoch, view, place } = response;
  if (epoch !== progress.epoch) forgetRefs(store.db);
  store.state.progress = startedOver(progress, { epoch, view });
  if (place === undefined) return;
  store.state.site = place.site;
  store.state.station = place.station;
}

/**
 * Everything is asked for again, on this console's own account. It still says what it was told: where that is
 * another epoch or view than it should be, the server says so, and to which site the console belongs.
 */
export function startOver(store: Store): void {
  const { progress } = store.state;
  forgetRefs(store.db);
  store.state.progress = startedOver(progress, progress);
}

/** Entries the server can't read yet stay where they are for a while, and so does all that follows them. */
export function hold(store: Store, verdicts: readonly Verdict[], nowMs: number): void {
  const held = verdicts.filter((verdict) => verdict.status === 'held');
  const first = held.toSorted((a, b) => a.seq - b.seq)[0];
  const known = store.state.held;
  if (first !== undefined) {
    const until = isoOf(nowMs + HELD_MS);
    store.state.held = { fromSeq: first.seq, until, message: first.message };
  } else if (known !== undefined && verdicts.some(({ seq }) => seq === known.fromSeq)) {
    store.state.held = undefined;
  }
}
