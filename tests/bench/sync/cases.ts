import { type FairleadDevice, type FairleadSystem, fairleadSystem } from './fairlead-system.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { type Line, measured, sleep, until } from './figures.ts';
import { idlePolls } from './idle.ts';
import { pouchSystem } from './pouch-system.ts';
import { rxdbSystem } from './rxdb-system.ts';
import { type LinkShape, LOOPBACK } from './shaping-proxy.ts';
import type { SyncDevice, SyncSystem } from './system.ts';
import { changes, documents, longText } from './workload.ts';

export const SYSTEMS = {
  fairlead: () => fairleadSystem(),
  'fairlead-tls': () => fairleadSystem({ isTls: true }),
  pouch: pouchSystem,
  rxdb: () => rxdbSystem({ batch: 100, isZipped: false }),
  'rxdb-gzip': () => rxdbSystem({ batch: 1_000, isZipped: true }),
} as const satisfies { readonly [name: string]: () => Promise<SyncSystem> };
export type SystemName = keyof typeof SYSTEMS;

export const SATELLITE: LinkShape = { roundTripMs: 600, bitsPerSecond: 64_000 };
export const NARROW: LinkShape = { roundTripMs: 1_500, bitsPerSecond: 2_400 };

/** `begin` resolves when every system of the case has prepared what it measures. */
type Case = (system: SyncSystem, begin: () => Promise<void>) => Promise<Line[]>;

export const CASES = {
  loopback: onLoopback,
  idle: async (system) => (isFairlead(system) ? [await idlePolls(system, IDLE_POLLS)] : []),
  tls: (system) => overTls(system, LOOPBACK),
  'satellite-tls': (system) => overTls(system, SATELLITE),
  satellite: onSatellite,
  narrow: onNarrow,
  'satellite-cut': (system, begin) => underCuts(system, begin, SATELLITE),
  'narrow-cut': (system, begin) => underCuts(system, begin, NARROW),
} as const satisfies { readonly [name: string]: Case };
export type CaseName = keyof typeof CASES;

const RECORDS = 1_000;
const RECORDS_NARROW = 10;
const UPDATES = 100;
const UPDATES_NARROW = 20;
const IDLE_POLLS = 2;
const CUT_EVERY_MS = 15_000;
const CUT_TIME_MS = 150_000;
/** 25 KB take 85 seconds on the narrow link when nothing is cut. */
const CUT_TIME_LARGE_MS = 240_000;
const URGENT_TIME_MS = 150_000;
const PUSH_TIME_MS = 400_000;
const LONG_TEXT_CHARACTERS = 20_000;

const ALL_DOCUMENTS = documents(RECORDS, 'AUR');
let round = 0;
/** Every call gives other values, so that each of them is a change. */
const nextChanges = (count: number) => changes(ALL_DOCUMENTS, count, (round += 1));

async function onLoopback(system: SyncSystem): Promise<Line[]> {
  const lines: Line[] = [];
  const [worker, reader] = [await system.device('worker'), await system.device('reader')];
  await worker.insert(ALL_DOCUMENTS);
  lines.push(await measured(worker, { work: 'first push', count: RECORDS }, () => worker.sync()));
  lines.push(
    await measured(reader, { work: 'first load by a new device', count: RECORDS }, () => reader.pull()),
  );
  lines.push(...(await pushAndPull(system, { worker, reader }, RECORDS)));
  lines.push(await pushed(system, worker, UPDATES));
  lines.push(await pushed(system, worker, 1));
  await reader.poll();
  lines.push(await measured(reader, { work: 'asked for news, none', count: 1 }, () => reader.poll()));
  if (!isFairlead(system)) return lines;
  lines.push(...(await fairleadOnLoopback(system, { worker, reader })));
  return lines;
}

async function onSatellite(system: SyncSystem, begin: () => Promise<void>): Promise<Line[]> {
  const [worker, reader] = [await system.device('worker'), await system.device('reader')];
  await worker.insert(ALL_DOCUMENTS);
  await worker.sync();
  await begin();
  worker.link.shape = SATELLITE;
  reader.link.shape = SATELLITE;
  const lines = [
    await measured(reader, { work: 'first load by a new device', count: RECORDS }, () => reader.pull()),
    ...(await pushAndPull(system, { worker, reader }, UPDATES)),
  ];
  if (!isFairlead(system)) return lines;
  lines.push(...(await pushAndPull(system, { worker, reader }, RECORDS)));
  lines.push(await urgent(system, { worker, reader }, SATELLITE));
  return lines;
}

async function onNarrow(system: SyncSystem, begin: () => Promise<void>): Promise<Line[]> {
  const [worker, reader] = [await system.device('worker'), await system.device('reader')];
  await worker.insert(ALL_DOCUMENTS.slice(0, RECORDS_NARROW));
  await worker.sync();
  await begin();
  reader.link.shape = NARROW;
  const first = { work: 'first load by a new device', count: RECORDS_NARROW };
  const lines = [await measured(reader, first, () => reader.pull())];
  reader.link.shape = LOOPBACK;
  await worker.insert(ALL_DOCUMENTS.slice(RECORDS_NARROW));
  await worker.sync();
  await reader.pull();
  worker.link.shape = NARROW;
  reader.link.shape = NARROW;
  lines.push(...(await pushAndPull(system, { worker, reader }, UPDATES_NARROW)));
  if (!isFairlead(system)) return lines;
  lines.push(...(await pushAndPull(system, { worker, reader }, UPDATES)));
  lines.push(await urgent(system, { worker, reader }, NARROW));
  return lines;
}

/** Every time the link comes up a connection is opened, and the session of the one before is resumed. */
async function overTls(system: SyncSystem, shape: LinkShape): Promise<Line[]> {
  const worker = await system.device('worker');
  await worker.insert(ALL_DOCUMENTS);
  await worker.sync();
  worker.link.shape = shape;
  return [await pushed(system, worker, UPDATES), await pushed(system, worker, 1)];
}

/** How far a backlog gets when the connection is reset every 15 seconds. */
async function underCuts(system: SyncSystem, begin: () => Promise<void>, shape: LinkShape): Promise<Line[]> {
  const worker = await system.device('worker');
  await worker.insert(ALL_DOCUMENTS);
  await worker.sync();
  await begin();
  const degrade = () => {
    worker.link.shape = shape;
    worker.link.cutEvery(CUT_EVERY_MS);
  };
  const catchUp = async () => {
    worker.link.shape = LOOPBACK;
    worker.link.cutEvery(undefined);
    await worker.sync();
  };
  degrade();
  if (shape === SATELLITE) return [await backlog(system, worker, UPDATES)];
  const lines = [await backlog(system, worker, UPDATES_NARROW)];
  if (!isFairlead(system)) return lines;
  lines.push(await backlog(system, worker, RECORDS));
  await catchUp();
  degrade();
  const { id } = nextChanges(1)[0] ?? { id: '' };
  const text = longText(LONG_TEXT_CHARACTERS);
  fairleadDevice(worker).run(incidentCommands.amend, { id, description: text });
  lines.push(await drained(system, worker, { work: `one text of ${text.length} characters`, count: 1 }));
  return lines;
}

async function backlog(system: SyncSystem, worker: SyncDevice, count: number): Promise<Line> {
  await worker.change(nextChanges(count));
  return drained(system, worker, { work: 'changes pushed', count });
}

async function drained(
  system: SyncSystem,
  worker: SyncDevice,
  what: { work: string; count: number },
): Promise<Line> {
  const before = await system.taken();
  const deadline = { isOver: false };
  const line = await measured(worker, what, async () => {
    const syncing = syncUntil(worker, deadline);
    await Promise.race([syncing, sleep(what.count < RECORDS ? CUT_TIME_MS : CUT_TIME_LARGE_MS)]);
    deadline.isOver = true;
  });
  const taken = (await system.taken()) - before;
  if (taken >= what.count) return line;
  return { ...line, note: `NOT finished: ${taken} of ${what.count} at the server` };
}

/** A client that gives up when its connection breaks is called again, as an application would. */
async function syncUntil(worker: SyncDevice, deadline: { isOver: boolean }): Promise<void> {
  while (!deadline.isOver) {
    try {
      await worker.sync();
      return;
    } catch (error) {
      if (process.env['BENCH_LOG'] !== undefined) console.error(error);
      await sleep(1_000);
    }
  }
}

async function pushAndPull(
  system: SyncSystem,
  { worker, reader }: { worker: SyncDevice; reader: SyncDevice },
  count: number,
): Promise<Line[]> {
  const made = nextChanges(count);
  await worker.change(made);
  const push = await pushMade(system, worker, count);
  const pull = await measured(reader, { work: 'changes pulled by another', count }, () => reader.pull());
  const places = await reader.places();
  const wrong = made.filter(({ id, place }) => places.get(id) !== place);
  if (wrong.length > 0) throw new Error(`${wrong.length} of ${count} changes did not reach the other device`);
  return [push, pull];
}

async function pushed(system: SyncSystem, worker: SyncDevice, count: number): Promise<Line> {
  await worker.change(nextChanges(count));
  return pushMade(system, worker, count);
}

/** Until the device has every answer; the note says when the server had every change. */
async function pushMade(system: SyncSystem, worker: SyncDevice, count: number): Promise<Line> {
  const before = await system.taken();
  let atServerMs: number | undefined;
  const line = await measured(worker, { work: 'changes pushed', count }, async () => {
    const arrival = until(async () => (await system.taken()) >= before + count, PUSH_TIME_MS);
    const arriving = arrival.then((ms) => {
      atServerMs = ms;
    });
    await worker.sync();
    await arriving;
  });
  return {
    ...line,
    note: atServerMs === undefined ? 'NOT at the server' : `at the server after ${seconds(atServerMs)}`,
  };
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}

type FairleadPair = { readonly worker: SyncDevice; readonly reader: SyncDevice };

async function fairleadOnLoopback(system: FairleadSystem, { worker, reader }: FairleadPair): Promise<Line[]> {
  const lines: Line[] = [];
  await fairleadDevice(worker).amend(nextChanges(RECORDS));
  const real = { work: 'incidents.amend pushed, two records each', count: RECORDS };
  lines.push(await measured(worker, real, () => worker.sync()));
  await reader.pull();
  lines.push(await urgent(system, { worker, reader }, LOOPBACK));
  return lines;
}

/** A critical incident reported when a thousand other changes already wait. */
async function urgent(system: FairleadSystem, pair: FairleadPair, shape: LinkShape): Promise<Line> {
  const [worker, office] = [fairleadDevice(pair.worker), fairleadDevice(pair.reader)];
  worker.link.shape = LOOPBACK;
  office.link.shape = LOOPBACK;
  await office.poll();
  await worker.change(nextChanges(RECORDS));
  const { id, seq } = worker.run(incidentCommands.report, {
    title: 'Fire in the paint store',
    description: 'Smoke from the ventilator, boundary cooling started, muster complete but for one.',
    severity: 'critical',
    type: 'fire',
    place: 'Paint store',
  });
  worker.link.shape = shape;
  let atServerMs: number | undefined;
  const line = await measured(
    worker,
    { work: 'urgent incident behind 1,000 changes', count: 1 },
    async () => {
      worker.linkUp();
      atServerMs = await until(() => system.server.has(worker.deviceId, seq), URGENT_TIME_MS);
    },
  );
  const more = await until(() => office.holds(id), URGENT_TIME_MS);
  worker.linkDown();
  office.linkDown();
  const trips =
    shape.roundTripMs === 0 ? '' : `, ${(line.ms / shape.roundTripMs).toFixed(1)} round trips' time`;
  const server = atServerMs === undefined ? 'NOT at the server' : `at the server${trips}`;
  const ashore = more === undefined ? 'NOT at the office' : `at the office ${seconds(more)} later`;
  return { ...line, note: `${server}; ${ashore}` };
}

function isFairlead(system: SyncSystem): system is FairleadSystem {
  return system.name === 'Fairlead';
}

function fairleadDevice(device: SyncDevice): FairleadDevice {
  // Only called for devices of a Fairlead system.
  return device as FairleadDevice;
}
