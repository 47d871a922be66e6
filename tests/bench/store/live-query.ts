import { firstValueFrom, skip } from 'rxjs';
import { openCollections } from '#host/store/collections.ts';
import { must } from '#shared/kernel/assert.ts';
import { percentile } from '../measure.ts';
import type { storeEngine } from './store-engine.ts';
import { noteAt, questionAt } from './note.ts';

const UPDATES = 40;
const SHOWN = 50;

/** From the moment a command is called to the moment a live query of its records has its new answer. */
export async function liveUpdateMs(engine: ReturnType<typeof storeEngine>): Promise<number> {
  const { collections, close } = await openCollections(engine.store);
  const { incidentId } = questionAt(0, engine.rows);
  const query = must(collections.incidents, 'the collection').find({
    selector: { kind: 'bench-note', incidentId },
    sort: [{ id: 'desc' }],
    limit: SHOWN,
  });
  const subscription = query.$.subscribe();
  await firstValueFrom(query.$);
  const times: number[] = [];
  for (let update = 0; update < UPDATES; update += 1) {
    const next = firstValueFrom(query.$.pipe(skip(1)));
    // After everything the engine was filled and measured with.
    const note = { ...noteAt(10 ** 9 + update, engine.rows), incidentId };
    const startedAtMs = performance.now();
    engine.insertOne(note);
    await next;
    times.push(performance.now() - startedAtMs);
  }
  subscription.unsubscribe();
  await close();
  return percentile(times, 0.5);
}
