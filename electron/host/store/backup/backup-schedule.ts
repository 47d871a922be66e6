import { rmSync } from 'node:fs';
import type { Logger } from 'pino';
import { type Clock, msOf } from '#shared/kernel/clock.ts';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import type { StoreTask, TaskRunner } from '../tasks/task-runner.ts';
import { listBackups, removePartials } from './backup-files.ts';
import { backupsToDrop } from './retention.ts';

export const BACKUP_EVERY_HOURS = 6;
/** After the start: people first, the disk is busy enough. */
const FIRST_LOOK_MS = 30_000;
/** Sleep and clock changes show at the next look; so does a disk that has space again. */
const LOOK_EVERY_MS = 10 * 60_000;

/** Keeps backups coming and going while the console runs. A failure is told, tried again, and stops nothing. */
export class BackupSchedule {
  readonly #dataFolder: string;
  readonly #tasks: Pick<TaskRunner, 'start'>;
  readonly #onProblem: () => void;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #delays: { readonly firstLookMs: number; readonly lookEveryMs: number };
  #timeout: NodeJS.Timeout | undefined;
  #problem: ErrorDetails | null = null;

  constructor(parts: {
    dataFolder: string;
    tasks: Pick<TaskRunner, 'start'>;
    clock: Clock;
    log: Logger;
    /** The problem came, changed or went. */
    onProblem?: () => void;
    delays?: { readonly firstLookMs: number; readonly lookEveryMs: number };
  }) {
    this.#dataFolder = parts.dataFolder;
    this.#tasks = parts.tasks;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#onProblem = parts.onProblem ?? (() => undefined);
    this.#delays = parts.delays ?? { firstLookMs: FIRST_LOOK_MS, lookEveryMs: LOOK_EVERY_MS };
  }

  /** Why the last attempt failed; null after one that went well. */
  get problem(): ErrorDetails | null {
    return this.#problem;
  }

  start(): void {
    removePartials(this.#dataFolder);
    this.#lookIn(this.#delays.firstLookMs);
  }

  stop(): void {
    clearTimeout(this.#timeout);
    this.#timeout = undefined;
  }

  isDue(): boolean {
    const newest = listBackups(this.#dataFolder)[0];
    if (newest === undefined) return true;
    const ageMs = this.#clock.now() - msOf(newest.takenAt);
    // A backup of tomorrow was taken while the clock was wrong; waiting for it would mean none for long.
    return ageMs >= BACKUP_EVERY_HOURS * 60 * 60_000 || ageMs < 0;
  }

  async backUpNow(): Promise<StoreTask<'backup'>> {
    const task = await this.#tasks.start('backup');
    const before = this.#problem;
    if (task.state === 'failed') this.#problem = task.problem;
    if (task.state === 'done') {
      this.#problem = null;
      this.#dropOld();
    }
    if (this.#problem !== before) this.#onProblem();
    return task;
  }

  #lookIn(delayMs: number): void {
    this.#timeout = setTimeout(() => {
      const work = this.isDue() ? this.backUpNow() : Promise.resolve();
      work
        .catch((error: unknown) => this.#log.error({ err: error }, 'the backup schedule failed'))
        .finally(() => {
          if (this.#timeout !== undefined) this.#lookIn(this.#delays.lookEveryMs);
        });
    }, delayMs);
    this.#timeout.unref();
  }

  #dropOld(): void {
    const backups = listBackups(this.#dataFolder);
    const dropped = new Set(
      backupsToDrop(
        backups.map(({ takenAt }) => msOf(takenAt)),
        this.#clock.now(),
      ),
    );
    for (const { file, takenAt } of backups) if (dropped.has(msOf(takenAt))) rmSync(file, { force: true });
  }
}
