import { existsSync, statfsSync } from 'node:fs';
import { z } from 'zod';
import { type Clock, isHlc, msOf } from '#shared/kernel/clock.ts';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import type { SyncStatus } from '../../services.ts';
import { storeFileBytes } from '../../store/monitor/store-file-bytes.ts';
import { connectionOf } from '../../store/rx-storage/connection.ts';
import type { Store } from '../../store/store.ts';
import { type HealthFacts, healthOf, type SystemHealth } from './system-health.ts';

export type MonitorParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly dataFolder: string;
  storeProblem(): ErrorDetails | null;
  chain(): HealthFacts['chain'];
  sync(): SyncStatus;
  jobProblems(): number;
  /** The health became another one. */
  onChange?(health: SystemHealth): void;
};

const FRESH_MS = 60_000;

/** Looks whether this console is well, and remembers when that changed. */
export class SystemMonitor {
  readonly #parts: MonitorParts;
  #latest: SystemHealth | undefined;

  constructor(parts: MonitorParts) {
    this.#parts = parts;
  }

  /** As it was when it was last looked at. */
  latest(): SystemHealth {
    return this.#latest ?? this.look();
  }

  /** For somebody who looks: not older than a minute. */
  fresh(): SystemHealth {
    const ageMs = this.#parts.clock.now() - msOf(this.latest().at);
    return Math.abs(ageMs) < FRESH_MS ? this.latest() : this.look();
  }

  look(): SystemHealth {
    const { store, clock, dataFolder, storeProblem, chain, sync, jobProblems, onChange } = this.#parts;
    const file = store.db.name;
    const found = healthOf({
      nowMs: clock.now(),
      storeBytes: storeFileBytes(file),
      storeProblem: storeProblem(),
      disk: diskOf(dataFolder),
      newestStamp: newestStamp(store),
      sync: sync(),
      chain: chain(),
      jobProblems: jobProblems(),
    });
    const before = this.#latest;
    this.#latest = found;
    if (reasonsOf(before) !== reasonsOf(found)) this.#note(found);
    if (before !== undefined && before.health !== found.health) onChange?.(found);
    return found;
  }

  #note({ at, health, findings }: SystemHealth): void {
    const reasons = findings.filter((one) => one.health !== 'healthy');
    connectionOf(this.#parts.store.db)
      .statement('INSERT INTO health_change (at, health, reasons) VALUES (?, ?, ?)')
      .run(at, health, JSON.stringify(reasons));
  }
}

/** What is not well, whatever its numbers. */
function reasonsOf(health: SystemHealth | undefined): string {
  const reasons = health?.findings.filter((one) => one.health !== 'healthy') ?? [];
  return reasons.map(({ label }) => label.key).join(' ');
}

function newestStamp(store: Store) {
  const Newest = z.object({ stamp: z.string().refine(isHlc).nullable() });
  const sql = `SELECT entry ->> '$.hlc' AS stamp FROM journal ORDER BY seq DESC LIMIT 1`;
  return store.get(Newest, sql)?.stamp ?? undefined;
}

function diskOf(folder: string): HealthFacts['disk'] {
  if (!existsSync(folder)) return null;
  const { bavail, blocks, bsize } = statfsSync(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
