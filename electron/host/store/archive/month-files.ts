import path from 'node:path';
import { isDomainError } from '#shared/kernel/errors.ts';
import { backupFolder } from '../backup/backup-files.ts';
import { optionsOf, type SqliteConnection } from '../connection.ts';
import { connectionOf } from '../rx-storage/connection.ts';
import { archiveError } from './errors.ts';
import {
  appendRows,
  archiveFolder,
  asMonthError,
  monthFileName,
  type MonthRow,
  openMonthForReading,
  openMonthForWriting,
} from './month-file.ts';

/** A search may find records of several years; a walk through the archive needs one file at a time. */
const OPEN_FILES_MAX = 6;
const READ_ROW = 'SELECT data FROM record WHERE collection = ? AND id = ? AND rev = ?';

/** The monthly files that belong to a store, as one connection to that store sees them. */
export class MonthFiles {
  readonly #dataFolder: string;
  readonly #options: ReturnType<typeof optionsOf>;
  readonly #readers = new Map<string, SqliteConnection>();
  #writer: { readonly month: string; readonly db: SqliteConnection } | undefined;

  constructor(db: SqliteConnection) {
    this.#dataFolder = path.dirname(db.name);
    this.#options = optionsOf(db);
  }

  fileOf(month: string): string {
    return path.join(archiveFolder(this.#dataFolder), monthFileName(month));
  }

  append(month: string, rows: readonly MonthRow[]): void {
    const file = this.fileOf(month);
    try {
      if (this.#writer?.month !== month) {
        this.#writer?.db.close();
        this.#writer = undefined;
        this.#writer = { month, db: openMonthForWriting(file, this.#options) };
      }
      appendRows(this.#writer.db, rows);
    } catch (error) {
      this.#writer?.db.close();
      this.#writer = undefined;
      throw asMonthError(file, error);
    }
  }

  /**
   * The text of a document. Where the file doesn't have it, the copy that backups keep of it is asked. Throws
   * `archive-unreadable` when neither has.
   */
  read(month: string, { collection, id, rev }: Omit<MonthRow, 'data'>): string {
    const file = this.fileOf(month);
    const copy = path.join(archiveFolder(backupFolder(this.#dataFolder)), monthFileName(month));
    let problem: unknown;
    for (const candidate of [file, copy]) {
      try {
        const text: unknown = connectionOf(this.#reader(candidate))
          .statement(READ_ROW)
          .pluck()
          .get(collection, id, rev);
        if (typeof text === 'string') return text;
        problem ??= archiveError('month-incomplete', { file: path.basename(file) });
      } catch (error) {
        this.#closeReader(candidate);
        const known = asMonthError(candidate, error);
        if (!isDomainError(known)) throw error;
        problem ??= known;
      }
    }
    throw problem;
  }

  close(): void {
    for (const db of this.#readers.values()) db.close();
    this.#readers.clear();
    this.#writer?.db.close();
    this.#writer = undefined;
  }

  #reader(file: string): SqliteConnection {
    const known = this.#readers.get(file);
    if (known !== undefined) return known;
    const [oldest] = this.#readers.keys();
    if (this.#readers.size >= OPEN_FILES_MAX && oldest !== undefined) this.#closeReader(oldest);
    const db = openMonthForReading(file, this.#options);
    this.#readers.set(file, db);
    return db;
  }

  #closeReader(file: string): void {
    this.#readers.get(file)?.close();
    this.#readers.delete(file);
  }
}
