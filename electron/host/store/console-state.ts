import { z } from 'zod';
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

/** The few facts of a console itself, each under its key. They change with the transaction that changes them. */
export class ConsoleState {
  readonly #db: SqliteConnection;

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

  get lastContactAt(): string | undefined {
    return this.#text('lastContactAt');
  }
  set lastContactAt(iso: string) {
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

  get demonstration(): boolean {
    return this.#text('demonstration') === 'yes';
  }
  set demonstration(isDemonstration: boolean) {
    this.#set('demonstration', isDemonstration ? 'yes' : 'no');
  }

  /** The number of the next signed request. Drawn before it is sent, so that it never repeats. */
  nextRequestCounter(): number {
    const next = Number(this.#text('requestCounter') ?? 0) + 1;
    this.#set('requestCounter', String(next));
    return next;
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
        'INSERT INTO console_state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      )
      .run(key, value);
  }
}
