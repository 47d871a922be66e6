import { rmSync } from 'node:fs';
import { type Clock, msOf } from '#shared/kernel/clock.ts';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import type { StoreTask, TaskRunner } from '../tasks/task-runner.ts';
import { listBackups, removePartials } from './backup-files.ts';
import { backupsToDrop } from './retention.ts';

/** Keeps backups coming and going while the console runs. A failure is told, and stops nothing. */
export class BackupSchedule {
  readonly #dataFolder: string;
  readonly #tasks: Pick<TaskRunner, 'start'>;
  readonly #onProblem: () => void;
  readonly #clock: Clock;
  #problem: ErrorDetails | null = null;

  constructor(parts: {
    dataFolder: string;
    tasks: Pick<TaskRunner, 'start'>;
    clock: Clock;
    /** The problem came, changed or went. */
    onProblem?: () => void;
  }) {
    this.#dataFolder = parts.dataFolder;
    this.#tasks = parts.tasks;
    this.#clock = parts.clock;
    this.#onProblem = parts.onProblem ?? (() => undefined);
  }

  /** Why the last attempt failed; null after one that went well. */
  get problem(): ErrorDetails | null {
    return this.#problem;
  }

  /** Takes away what a backup that was cut off has left. */
  start(): void {
    removePartials(this.#dataFolder);
  }

  /** Whether there is none; one of tomorrow was taken while the clock was wrong. */
  isWithout(): boolean {
    const newest = listBackups(this.#dataFolder)[0];
    return newest === undefined || msOf(newest.takenAt) > this.#clock.now();
  }

  /** Joins a backup that is under way. */
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
