import { z } from 'zod';
import { msOf } from '#shared/kernel/clock.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import { SiteDescription } from '#shared/sync/wire.ts';
import type { SqliteConnection } from './connection.ts';
import { connectionOf } from './rx-storage/connection.ts';

const Membership = z.object({
  organisationId: z.string(),
  organisationName: z.string(),
  serverUrl: z.string(),
});
/** The company this console belongs to and the server it talks to. */
export type Membership = z.infer<typeof Membership>;

const Restored = z.object({ at: z.string(), journalSeq: z.int() });
/** When this store was put back from a backup, and where its journal ended then. */
export type Restored = z.infer<typeof Restored>;

const REQUEST_BLOCK = 100;
const LAST_CONTACT_KEPT_MS = 60_000;

/** The few facts of a console itself, each under its key. They change with the transaction that changes them. */
export class ConsoleState {
  readonly #db: SqliteConnection;
  #requestCounter: number | undefined;
  #requestsPutAside: number | undefined;
  #lastContactAt: string | undefined;

  constructor(db: SqliteConnection) {
    this.#db = db;
  }

  get deviceId(): string | undefined {
    return this.#text('deviceId');
  }
  set deviceId(id: string) {
    this.#set('deviceId', id);
  }

  /** Ed25519 private key, PKCS #8, as base64. */
  get privateKey(): string | undefined {
    return this.#text('privateKey');
  }
  set privateKey(base64: string) {
    this.#set('privateKey', base64);
  }

  get site(): Site | undefined {
    const text = this.#text('site');
    return text === undefined ? undefined : SiteDescription.parse(JSON.parse(text));
  }
  set site(site: Site) {
    this.#set('site', JSON.stringify(site));
  }

  /** 1 runs the site's timers. */
  get station(): number {
    return Number(this.#text('station') ?? 1);
  }
  set station(station: number) {
    this.#set('station', String(station));
  }

  get membership(): Membership | undefined {
    const text = this.#text('membership');
    return text === undefined ? undefined : Membership.parse(JSON.parse(text));
  }
  set membership(membership: Membership) {
    this.#set('membership', JSON.stringify(membership));
  }

  /** Up to which version of the organisation everything in scope has been received. */
  get cursor(): number {
    return Number(this.#text('cursor') ?? 0);
  }
  set cursor(version: number) {
    this.#set('cursor', String(version));
  }

  /** Cursor at which the current run of pages began; the cursor itself when none is under way. */
  get pageStart(): number {
    return Number(this.#text('pageStart') ?? this.cursor);
  }
  set pageStart(version: number) {
    this.#set('pageStart', String(version));
  }

  /** Whether an exchange has ended with nothing more to come, at least once since the last one that had more. */
  get isCaughtUp(): boolean {
    return this.cursor > 0 && this.pageStart === this.cursor;
  }

  get lastContactAt(): string | undefined {
    return this.#lastContactAt ?? this.#text('lastContactAt');
  }
  /** Kept in the file by the minute: a poll every few seconds should not wear a disk. */
  set lastContactAt(iso: string) {
    this.#lastContactAt = iso;
    const kept = this.#text('lastContactAt');
    if (kept === undefined || Math.abs(msOf(iso) - msOf(kept)) >= LAST_CONTACT_KEPT_MS)
      this.#set('lastContactAt', iso);
  }

  /** Newest stamp seen from the server; the journal's clock starts from it. */
  set clock(hlc: string) {
    this.#set('clock', hlc);
  }

  /** What the timers were last set for: site, station and the timers known. */
  get timersBuiltFor(): string | undefined {
    return this.#text('timersBuiltFor');
  }
  set timersBuiltFor(digest: string) {
    this.#set('timersBuiltFor', digest);
  }

  /**
   * Set when this store was restored: entries after `journalSeq`, and signed requests, may have reached the
   * server that this store knows nothing of, so their numbers must not be used again unasked.
   */
  get restored(): Restored | undefined {
    const text = this.#text('restored');
    return text === undefined ? undefined : Restored.parse(JSON.parse(text));
  }
  set restored(restored: Restored) {
    this.#set('restored', JSON.stringify(restored));
  }

  get demonstration(): boolean {
    return this.#text('demonstration') === 'yes';
  }
  set demonstration(isDemonstration: boolean) {
    this.#set('demonstration', isDemonstration ? 'yes' : 'no');
  }

  /**
   * The number of the next signed request. It never repeats: numbers are put aside in the file by the block
   * before the first of them is used, and a console that starts again goes on after the block.
   */
  nextRequestCounter(): number {
    this.#requestCounter ??= Number(this.#text('requestCounter') ?? 0);
    this.#requestsPutAside ??= this.#requestCounter;
    this.#requestCounter += 1;
    if (this.#requestCounter > this.#requestsPutAside) {
      this.#requestsPutAside = this.#requestCounter + REQUEST_BLOCK - 1;
      this.#set('requestCounter', String(this.#requestsPutAside));
    }
    return this.#requestCounter;
  }

  #text(key: string): string | undefined {
    const value: unknown = connectionOf(this.#db)
      .statement('SELECT value FROM console_state WHERE key = ?')
      .pluck()
      .get(key);
    return value === undefined ? undefined : z.string().parse(value);
  }

  #set(key: string, value: string): void {
    connectionOf(this.#db)
      .statement(
        // Setting what stands already dirties no page: a poll that brings nothing costs no write.
        `INSERT INTO console_state (key, value) VALUES (?, ?)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
      )
      .run(key, value);
  }
}
