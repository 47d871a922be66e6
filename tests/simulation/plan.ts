import type { Random } from './random.ts';
import type { Weather } from './sim-network.ts';
import { HOUR_MS } from '#shared/kernel/durations.ts';

const SITES = ['AUR', 'AUR', 'BOR', 'OFF'] as const;
const MANY_YEARS_MS = 74 * 365 * 24 * HOUR_MS;

const DISK_SHARE = 0.12;

/** What may go wrong. A seed draws some of them: alone they are found more quickly than all at once. */
export const TROUBLES = [
  'device-crashes',
  'server-crashes',
  'partitions',
  'clock-jumps',
  'revocation',
  'skew',
  'moves',
  'record-moves',
  'oversized',
  'link-classes',
  'attachments',
  'console-restores',
  'copied-disks',
  'server-restores',
  'clones',
  'purges',
  'deletions',
  'settling',
] as const;
/** Drawn apart, so that a seed from before them is what it was where it draws none of them. */
const DISK_TROUBLES = ['full-disks', 'full-server'] as const;
export type Trouble = (typeof TROUBLES)[number] | (typeof DISK_TROUBLES)[number];

export type Plan = {
  readonly sites: readonly (typeof SITES)[number][];
  readonly troubles: ReadonlySet<Trouble>;
  readonly weather: Weather;
  readonly isLive: boolean;
  readonly steps: number;
  readonly stepMsMax: number;
  readonly budgetBytes: number;
  readonly skewsMs: readonly number[];
};

export function planOf(random: Random, diskRandom: Random): Plan {
  const share = random.pick([0, 0.1, 0.2, 0.4]) ?? 0;
  const troubles = new Set<Trouble>([
    ...TROUBLES.filter(() => random.chance(share)),
    ...DISK_TROUBLES.filter(() => diskRandom.chance(DISK_SHARE)),
  ]);
  // Of two stores that share a name, one may be told what the other asks of a server that has lost both.
  if (troubles.has('server-restores')) troubles.delete('clones');
  // Two consoles at sea and one in the office most of the time; sometimes everybody, sometimes one ship alone.
  const sites = random.pick([
    SITES,
    ['AUR', 'AUR', 'OFF'],
    ['AUR', 'OFF'],
    ['AUR', 'AUR'],
    ['AUR', 'BOR', 'OFF'],
  ]);
  const isRough = random.chance(0.7);
  return {
    sites: sites as Plan['sites'],
    troubles,
    weather: {
      loss: isRough ? (random.pick([0.05, 0.15, 0.3]) ?? 0) : 0,
      doubling: isRough && random.chance(0.5) ? 0.15 : 0,
      cuts: random.chance(0.4) ? (random.pick([0.1, 0.3]) ?? 0) : 0,
      delayMsMax: random.pick([50, 4_000]) ?? 50,
      takesParts: random.chance(0.3),
    },
    isLive: random.chance(0.4),
    steps: 12 + random.below(40),
    stepMsMax: random.pick([2_000, 8_000, 30_000]) ?? 8_000,
    budgetBytes: random.pick([700, 2_000, 6_000, 60_000]) ?? 2_000,
    skewsMs: [0, 1, 2, 3, 4, 5].map((index) => (index === 0 ? 0 : skewOf(random))),
  };
}

/** A ship's clock may be wrong by hours, either way, and a few stand in another century. */
export function skewOf(random: Random): number {
  if (random.chance(0.1)) return MANY_YEARS_MS;
  return random.chance(0.4) ? 0 : Math.round((random.next() * 2 - 1) * 5 * HOUR_MS);
}
