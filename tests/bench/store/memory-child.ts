import { systemClock } from '#host/clock/system-clock.ts';
import { openCollections } from '#host/store/collections.ts';
import { openStore } from '#host/store/store.ts';
import { noteAt, noteEntity } from './note.ts';

/** A process that opens a filled store with its collections, reads about, and says how much memory it holds. */
const [file = '', rows = '0'] = process.argv.slice(2);
const READS = 10_000;

const store = openStore({ file }, systemClock());
const { close } = await openCollections(store);
for (let read = 0; read < READS; read += 1) {
  store.record(noteEntity, noteAt((read * 7_919) % Number(rows), Number(rows)).id);
}
store.db.prepare('SELECT count(*) FROM "incidents-0" WHERE length(data) > 1').get();
console.log(Math.round(process.memoryUsage.rss() / 2 ** 20));
await close();
store.close();
