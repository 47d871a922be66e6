import { rmSync } from 'node:fs';
import { USUAL_RETENTION } from '#shared/domains/settings/retention.ts';
import { type Clock, isoOf, msOf } from '#shared/kernel/clock.ts';
import { type ErrorDetails, isDomainError } from '#shared/kernel/errors.ts';
import type { StoreTask, TaskRunner } from '../tasks/task-runner.ts';
import { type BackupFile, listBackups, removePartials } from './backup-files.ts';
import { type BackupsKept, backupsToDrop } from './retention.ts';
import { copyToSecondPlace, dropFromSecondPlace } from './second-place.ts';

/** What people have set about backups, as it stands when one has been made. */
export type BackupWishes = {
  kept(): BackupsKept;
  /** Where each backup is copied to, and under which name of this console; undefined: nowhere. */
  secondPlace(): { readonly folder: string; readonly consoleName: string } | undefined;
  copied(copy: { readonly at: string; readonly name: string; readonly sizeBytes: number }): void;
};

const USUAL: BackupWishes = {
  kept: () => USUAL_RETENTION,
  secondPlace: () => undefined,
  copied: () => undefined,
};

/** Keeps backups coming and going while the console runs. A failure is told, and stops nothing. */
export class BackupSchedule {
  readonly #dataFolder: string;
  readonly #tasks: Pick<TaskRunner, 'start'>;
  readonly #onProblem: () => void;
  readonly #clock: Clock;
  readonly #wishes: BackupWishes;
  #problem: ErrorDetails | null = null;
  /** The look after the backup before this one, which may still copy it. */
  #looking: Promise<unknown> = Promise.resolve();
  #copiedName: string | undefined;

  constructor(parts: {
    dataFolder: string;
    tasks: Pick<TaskRunner, 'start'>;
    clock: Clock;
    /** The problem came, changed or went. */
    onProblem?: () => void;
    wishes?: BackupWishes | undefined;
  }) {
    this.#dataFolder = parts.dataFolder;
    this.#tasks = parts.tasks;
    this.#clock = parts.clock;
    this.#onProblem = parts.onProblem ?? (() => undefined);
    this.#wishes = parts.wishes ?? USUAL;
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
    if (task.state === 'done') this.#problem = await this.#afterwards();
    if (this.#problem !== before) this.#onProblem();
    return task;
  }

  /** What the next look at the backups would take away, newest first; or would under another rule. */
  dropped(kept: BackupsKept = this.#wishes.kept()): readonly BackupFile[] {
    const backups = listBackups(this.#dataFolder);
    const taken = backups.map(({ takenAt }) => msOf(takenAt));
    const dropped = new Set(backupsToDrop(taken, this.#clock.now(), kept));
    return backups.filter(({ takenAt }) => dropped.has(msOf(takenAt)));
  }

  /** One after the other: what a second caller of the same backup finds copied is not copied again. */
  #afterwards(): Promise<ErrorDetails | null> {
    const look = this.#looking.then(() => this.#keepAndCopy());
    this.#looking = look.catch(() => undefined);
    return look;
  }

  async #keepAndCopy(): Promise<ErrorDetails | null> {
    const dropped = this.dropped();
    for (const { file } of dropped) rmSync(file, { force: true });
    const place = this.#wishes.secondPlace();
    const [newest] = listBackups(this.#dataFolder);
    if (place === undefined || newest === undefined || newest.name === this.#copiedName) return null;
    try {
      await copyToSecondPlace(newest, { dataFolder: this.#dataFolder, ...place });
      await dropFromSecondPlace(dropped, place);
    } catch (error) {
      if (isDomainError(error)) return error.details;
      throw error;
    }
    const { name, sizeBytes } = newest;
    this.#copiedName = name;
    this.#wishes.copied({ at: isoOf(this.#clock.now()), name, sizeBytes });
    return null;
  }
}
