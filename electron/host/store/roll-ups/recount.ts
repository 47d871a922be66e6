import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import type { RollUps } from './roll-ups.ts';

/** How the latest counting anew that somebody asked for goes or went. */
export type Recount = {
  readonly state: 'running' | 'done';
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Records to be counted, and how many are. */
  readonly total: number;
  readonly done: number;
};

/** What administrators see and do with statistics. */
export type StatisticsService = {
  /** Null when nobody has asked since the console was started. */
  recount(): Recount | null;
  /** Counts everything anew, or joins the counting that is under way. */
  recalculate(): void;
};

type Parts = {
  readonly rollUps: Pick<RollUps, 'builds'>;
  readonly clock: Clock;
  /** Answers made of statistics, and of these collections, are others now, or are not there for a while. */
  changed(tick: { collections: readonly CollectionName[]; ids: readonly string[] }): void;
  statusChanged(): void;
};

/** Empties the statistics and has them built from all records, by the builds that run beside the work anyway. */
export class StatisticsRecount implements StatisticsService {
  readonly #parts: Parts;
  #latest: Recount | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  recount(): Recount | null {
    const latest = this.#latest;
    if (latest?.state !== 'running') return latest;
    const left = this.#preparations().reduce((sum, { done, total }) => sum + total - done, 0);
    return { ...latest, done: Math.max(0, latest.total - left) };
  }

  recalculate(): void {
    if (this.#latest?.state === 'running') return;
    const { rollUps, clock, changed, statusChanged } = this.#parts;
    const total = rollUps.builds.reduce((sum, build) => sum + build.restart(), 0);
    this.#latest = { state: 'running', startedAt: isoOf(clock.now()), endedAt: null, total, done: 0 };
    this.noteBuilt();
    for (const { collections } of rollUps.builds) changed({ collections, ids: [] });
    statusChanged();
  }

  /** To be told whenever a build is complete. */
  noteBuilt(): void {
    const latest = this.#latest;
    if (latest?.state !== 'running' || this.#preparations().length > 0) return;
    const endedAt = isoOf(this.#parts.clock.now());
    this.#latest = { ...latest, state: 'done', endedAt, done: latest.total };
  }

  #preparations() {
    return this.#parts.rollUps.builds.flatMap((build) => build.preparation() ?? []);
  }
}
