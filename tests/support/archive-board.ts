import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incidentAction } from '#shared/domains/incidents/schema/action.ts';
import { type ArchivePoint, ArchiveRun, type MovedBatch } from '#host/store/archive/archive-run.ts';
import type { StoreKey } from '#host/store/encryption/store-key.ts';
import { openReadModels, type ReadModels } from '#host/store/read-models.ts';
import { type TestConsole, testConsole } from './test-console.ts';
import type { VirtualClock } from './virtual-clock.ts';

const { report, acknowledge, comment, completeAction, resolve, close } = incidentCommands;

export const AFTER_DAYS = 90;

/** A console on a file, with search and statistics, whose records can go to the archive. */
export class ArchiveBoard {
  readonly folder: string;
  readonly clock: VirtualClock | undefined;
  board: TestConsole;
  readModels: ReadModels;
  readonly #storeKey: StoreKey | undefined;

  constructor(options: { folder?: string; clock?: VirtualClock; storeKey?: StoreKey } = {}) {
    this.folder = options.folder ?? mkdtempSync(path.join(tmpdir(), 'fairlead-archive-'));
    this.#storeKey = options.storeKey;
    this.board = this.#open(options.clock);
    this.clock = this.board.clock;
    this.readModels = openReadModels(this.board.store, this.board.clock);
  }

  get file(): string {
    return path.join(this.folder, 'console.sqlite');
  }

  get store() {
    return this.board.store;
  }

  #open(clock: VirtualClock | undefined): TestConsole {
    const board = testConsole({
      file: this.file,
      runTimers: false,
      ...(clock === undefined ? {} : { clock }),
      ...(this.#storeKey === undefined ? {} : { storeKey: this.#storeKey }),
    });
    // Waiting for the disk proves nothing here: no power is cut in a test.
    board.store.db.pragma('synchronous = OFF');
    return board;
  }

  /** Ends the console and starts it again on the same folder. */
  restart(): void {
    this.board.close();
    this.board = this.#open(this.clock);
    this.readModels = openReadModels(this.board.store, this.board.clock);
  }

  /** An incident from report to closing, as the server would have it by now. */
  closed(title: string, comments: readonly string[] = []): string {
    const { id } = this.board.run<{ id: string }>(report, { title, severity: 'critical' });
    this.board.clock.advanceMinutes(5);
    this.board.run(acknowledge, { id });
    for (const text of comments) this.board.run(comment, { id, text });
    for (const { id: actionId } of this.#actionsOf(id)) this.board.run(completeAction, { actionId });
    this.board.run(resolve, { id, resolution: 'Done' });
    this.board.run(close, { id, rootCause: 'A hose', correctiveAction: 'A new one' });
    this.answered();
    return id;
  }

  /** What the ladder asks for, which must be done before it is closed. */
  #actionsOf(incidentId: string) {
    return this.store.reading(() => this.store.find(incidentAction, { incidentId }));
  }

  /** The server has answered everything. */
  answered(): void {
    this.store.db.exec(`UPDATE journal SET state = 'applied' WHERE state = 'pending';
      UPDATE record_sync SET shadow = NULL`);
  }

  days(days: number): void {
    this.board.clock.advanceMinutes(days * 24 * 60);
  }

  /** Moves everything that is due; tells of each batch. */
  archive(
    options: { pass?: (point: ArchivePoint) => void; recordsMax?: number; afterDays?: number } = {},
  ): MovedBatch[] {
    const { pass, recordsMax = 50, afterDays = AFTER_DAYS } = options;
    const nowMs = this.board.clock.now();
    const run = new ArchiveRun(this.store, {
      nowMs,
      afterDays,
      ...(pass === undefined ? {} : { pass }),
    });
    const batches: MovedBatch[] = [];
    for (let batch = run.moveBatch(recordsMax); batch !== undefined; batch = run.moveBatch(recordsMax)) {
      batches.push(batch);
    }
    return batches;
  }

  remove(): void {
    this.board.close();
    rmSync(this.folder, { recursive: true });
  }
}
