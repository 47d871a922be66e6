import { Gauge } from 'prom-client';
import type { Clock } from '#shared/kernel/clock.ts';
import type { Device, Storage } from '../storage/storage.ts';
import type { Metrics } from './metrics.ts';
import { HOUR_MS } from '#shared/kernel/durations.ts';

const AGES: readonly { readonly seen: string; readonly ageMsMax: number }[] = [
  { seen: 'within-hour', ageMsMax: HOUR_MS },
  { seen: 'within-day', ageMsMax: 24 * HOUR_MS },
  { seen: 'within-week', ageMsMax: 7 * 24 * HOUR_MS },
  { seen: 'within-month', ageMsMax: 30 * 24 * HOUR_MS },
  { seen: 'longer-ago', ageMsMax: Number.POSITIVE_INFINITY },
];
/** Counting all devices costs a query; nobody needs it more often. */
const FRESH_MS = 30_000;

/** How many devices were heard how long ago; revoked ones apart. */
export function measureDevices(storage: Storage, clock: Clock, metrics: Metrics): void {
  let countedAtMs = Number.NEGATIVE_INFINITY;
  const gauge: Gauge<'seen'> = new Gauge({
    name: 'fairlead_devices',
    help: 'Enrolled devices by when they were last heard.',
    labelNames: ['seen'],
    registers: [metrics.registry],
    collect: async () => {
      if (clock.monotonicMs() - countedAtMs < FRESH_MS) return;
      const organisation = await storage.organisation();
      if (organisation === undefined) return;
      const devices = await storage.transaction(organisation.id, (tx) => tx.devices());
      for (const [seen, count] of countByAge(devices, clock.now())) gauge.set({ seen }, count);
      countedAtMs = clock.monotonicMs();
    },
  });
}

export function countByAge(
  devices: readonly Pick<Device, 'seenAtMs' | 'revokedAtMs'>[],
  nowMs: number,
): Map<string, number> {
  const counts = new Map([...AGES.map(({ seen }) => seen), 'revoked'].map((seen) => [seen, 0]));
  for (const { seenAtMs, revokedAtMs } of devices) {
    const age = AGES.find(({ ageMsMax }) => nowMs - seenAtMs <= ageMsMax);
    const seen = revokedAtMs === null ? (age?.seen ?? 'longer-ago') : 'revoked';
    counts.set(seen, (counts.get(seen) ?? 0) + 1);
  }
  return counts;
}
