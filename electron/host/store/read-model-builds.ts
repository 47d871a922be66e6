import type { CollectionName } from '#shared/kernel/define-entity.ts';
import { percentOf } from '#shared/kernel/read-model.ts';
import type { SqliteConnection } from './connection.ts';
import type { ReadModelBuild } from './read-model-build.ts';

/** What a person is told of a build. */
export type Preparing = { readonly what: 'search' | 'statistics'; readonly percent: number };

export type BuildListener = {
  /** Another percent is done, or another one is being built. */
  onProgress(): void;
  /** One is complete: answers made of it, and of these collections, are another now. */
  onBuilt(collections: readonly CollectionName[]): void;
  /** A step failed (no room on the disk); it is tried again. */
  onProblem(error: unknown): void;
};

/** A step holds up the host for about this long. */
const STEP_MS = 15;
/** Between two steps: what people and the server ask comes first. */
const PAUSE_MS = 5;
const ROWS_MIN = 50;
const ROWS_MAX = 2_000;
const RETRY_MS = 10_000;

/** Builds read models in the host's idle time, one after another, a few milliseconds at a time. */
export class ReadModelBuilds {
  readonly #db: SqliteConnection;
  readonly #builds: readonly ReadModelBuild[];
  #rows = ROWS_MIN;
  #timeout: NodeJS.Timeout | undefined;
  #told: string | undefined;

  constructor(db: SqliteConnection, builds: readonly ReadModelBuild[]) {
    this.#db = db;
    this.#builds = builds;
  }

  status(): Preparing | null {
    const build = this.#next();
    const preparation = build?.preparation();
    if (build === undefined || preparation === undefined) return null;
    return { what: build.name === 'search' ? 'search' : 'statistics', percent: percentOf(preparation) };
  }

  /** Goes on until `stop`: a build may be asked for at any time, such as by a site whose clock changed. */
  start(listener: BuildListener): void {
    const again = (delayMs: number) => {
      this.#timeout = setTimeout(() => {
        try {
          again(this.#work(listener) ? PAUSE_MS : IDLE_MS);
        } catch (error) {
          again(RETRY_MS);
          listener.onProblem(error);
        }
      }, delayMs);
      this.#timeout.unref();
    };
    again(PAUSE_MS);
  }

  stop(): void {
    clearTimeout(this.#timeout);
  }

  /** One step of the build that is due; false when there is none. */
  work(): boolean {
    return this.#step() !== undefined;
  }

  #work(listener: BuildListener): boolean {
    const build = this.#step();
    if (build === undefined) return false;
    if (build.preparation() === undefined) listener.onBuilt(build.collections);
    const status = this.status();
    const told = `${status?.what} ${status?.percent}`;
    if (told !== this.#told) listener.onProgress();
    this.#told = told;
    return true;
  }

  #step(): ReadModelBuild | undefined {
    const build = this.#next();
    if (build === undefined) return undefined;
    const startedAtMs = performance.now();
    // The last steps may be lost when the power fails: they are taken again. So nobody waits for the disk.
    this.#db.pragma('synchronous = NORMAL');
    try {
      build.step(this.#rows);
    } finally {
      this.#db.pragma('synchronous = FULL');
    }
    const tookMs = Math.max(1, performance.now() - startedAtMs);
    const fitting = Math.round((this.#rows * STEP_MS) / tookMs);
    this.#rows = Math.min(ROWS_MAX, this.#rows * 2, Math.max(ROWS_MIN, fitting));
    return build;
  }

  #next(): ReadModelBuild | undefined {
    return this.#builds.find((build) => build.preparation() !== undefined);
  }
}

/** How soon a build that was asked for meanwhile is noticed. */
const IDLE_MS = 1_000;
