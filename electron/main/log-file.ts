import fs from 'node:fs';
import path from 'node:path';

export interface LogFileOptions {
  folder: string;
  /** One file a process and day: `<process>-<day>.log`. */
  process: string;
  now?: () => Date;
  bytesMax?: number;
  daysMax?: number;
}

export type LogLevel = 'info' | 'warn' | 'error';

const BYTES_MAX = 10 * 1024 * 1024;
const DAYS_MAX = 14;
const LAST_LINE = Buffer.from('{"event":"log-full-for-today"}\n');
const FILE_NAME = /^(.+)-(\d{4}-\d{2}-\d{2})\.log$/;

/**
 * A log as JSON lines that can never fill a disk: bounded in size a day and in days. Never the content of
 * records: what happened, and to which part (CR-3).
 */
export class LogFile {
  #options: Required<LogFileOptions>;
  #day = '';
  #descriptor: number | undefined;
  #bytes = 0;

  constructor(options: LogFileOptions) {
    this.#options = { now: () => new Date(), bytesMax: BYTES_MAX, daysMax: DAYS_MAX, ...options };
    fs.mkdirSync(options.folder, { recursive: true });
  }

  write(level: LogLevel, event: string, details: Record<string, unknown> = {}): void {
    this.writeLine(JSON.stringify({ time: this.#options.now().toISOString(), level, event, ...details }));
  }

  /** A line that is complete already, as the host prints them. */
  writeLine(line: string): void {
    const descriptor = this.#fileOfToday();
    const bytes = Buffer.from(`${line}\n`);
    if (this.#bytes >= this.#options.bytesMax) return;
    this.#bytes += bytes.length;
    const isLast = this.#bytes >= this.#options.bytesMax;
    try {
      fs.writeSync(descriptor, isLast ? LAST_LINE : bytes);
    } catch (error) {
      // A full disk must not end the program that has to tell about it.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) fs.closeSync(this.#descriptor);
    this.#descriptor = undefined;
    this.#day = '';
  }

  #fileOfToday(): number {
    const day = this.#options.now().toISOString().slice(0, 10);
    if (day === this.#day && this.#descriptor !== undefined) return this.#descriptor;
    this.close();
    const descriptor = fs.openSync(
      path.join(this.#options.folder, `${this.#options.process}-${day}.log`),
      'a',
    );
    this.#descriptor = descriptor;
    this.#day = day;
    this.#bytes = fs.fstatSync(descriptor).size;
    this.#removeOld();
    return descriptor;
  }

  #removeOld(): void {
    const days = fs
      .readdirSync(this.#options.folder)
      .filter((name) => FILE_NAME.exec(name)?.[1] === this.#options.process)
      .sort();
    for (const name of days.slice(0, -this.#options.daysMax))
      fs.rmSync(path.join(this.#options.folder, name));
  }
}
