import { type Plan, planOf } from './plan.ts';
import { Random } from './random.ts';
import { seedProcess } from './seeded-process.ts';
import { VirtualTime } from './virtual-time.ts';
import { allowAnything } from './work.ts';
import { World } from './world.ts';

export type SimulationReport = {
  readonly seed: number;
  readonly troubles: readonly string[];
  readonly entries: number;
  readonly rejected: number;
  readonly records: number;
  readonly powerCuts: number;
  /** What is not as it must be; empty when all is well. */
  readonly findings: readonly string[];
};

export type Trace = (line: string) => void;

/**
 * A company at work over bad links, decided by one seed: consoles of one ship, of another, and the office.
 * Everything real but time, network, power and chance: store, commands, client, wire format, routes, server.
 */
export async function simulate(seed: number, trace: Trace = () => undefined): Promise<SimulationReport> {
  const time = new VirtualTime();
  const restore = [seedProcess({ random: new Random(seed + 0x5eed_0000), time, seed }), allowAnything()];
  const { random, plan } = drawnBy(seed);
  trace(`plan ${JSON.stringify({ ...plan, troubles: [...plan.troubles] })}`);
  try {
    const world = await World.open({ plan, random, time, trace });
    try {
      await world.work();
      const findings = await world.calmDown();
      return { seed, troubles: [...plan.troubles], ...world.figures(), findings };
    } finally {
      await world.close();
    }
  } finally {
    for (const one of restore) one();
  }
}

/** What a seed is about, and its random numbers from there on. */
export function drawnBy(seed: number): { random: Random; plan: Plan } {
  const random = new Random(seed);
  return { random, plan: planOf(random, new Random(seed + 0xd15c_0000)) };
}
