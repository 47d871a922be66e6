import { pino } from 'pino';
import { composeHost } from '#host/compose.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { dashboard } from '#shared/domains/incidents/queries/dashboard.ts';
import { list } from '#shared/domains/incidents/queries/list.ts';
import { statistics } from '#shared/domains/incidents/queries/statistics.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { percentile } from '../measure.ts';
import { memoryOf } from '../process-memory.ts';
import { NOW } from './incidents.ts';
import { READER } from './questions.ts';

/** The composed host on a filled store: starts, is asked and written to for a while, and says what it holds. */
const [dataFolder = ''] = process.argv.slice(2);
const ROUNDS = 50;

const startedAtMs = performance.now();
const host = await composeHost({
  dataFolder,
  version: 'bench',
  clock: new VirtualClock(NOW),
  log: pino({ level: 'silent' }),
});
const startSeconds = (performance.now() - startedAtMs) / 1_000;
const { services } = host;
const liveMs: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  services.runQuery(dashboard, {}, READER);
  services.runQuery(list, { limit: 100 }, READER);
  services.runQuery(list, { state: 'all', sort: 'reportedAt', limit: 100 }, READER);
  services.runQuery(
    statistics,
    { period: 'day', from: '2025-03-02T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' },
    READER,
  );
  services.search(READER, { text: 'pump engine' });
  liveMs.push(await reportAndWait(round));
}
const { rssMiB, pssMiB } = memoryOf(process.pid);
console.log(
  JSON.stringify({
    startSeconds: Math.round(startSeconds * 10) / 10,
    rssMiB: Math.round(rssMiB),
    pssMiB: Math.round(pssMiB),
    liveCountMs: percentile(liveMs, 0.5),
  }),
);
await host.close();

/** From a report to the moment the count of open incidents that everybody sees has it. */
async function reportAndWait(round: number): Promise<number> {
  const open = () => services.status({ sessionId: 'bench-session-0001', kind: 'window' }).counts.open;
  const before = open();
  const beganAtMs = performance.now();
  const counted = new Promise<void>((resolve) => {
    const stop = services.onStatus(() => {
      if (open() === before) return;
      stop();
      resolve();
    });
  });
  services.runCommand(
    incidentCommands.report,
    { commandId: crypto.randomUUID(), input: { title: `Report ${round}`, severity: 'high' } },
    READER,
  );
  await counted;
  return performance.now() - beganAtMs;
}
