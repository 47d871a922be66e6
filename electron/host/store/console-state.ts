import { z } from 'zod';
import { msOf } from '#shared/kernel/clock.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import { GrantSet } from '#shared/sync/grants.ts';
import type { ReleaseChannel } from '#shared/kernel/release-feed.ts';
import { SiteDescription } from '#shared/sync/wire.ts';
import { LinkRules } from '../sync/link-class.ts';
import type { SqliteConnection } from './connection.ts';
import { connectionOf } from './rx-storage/connection.ts';
import { firstProgress, SyncProgress } from './sync-progress.ts';

const Membership = z.object({
  organisationId: z.string(),
  organisationName: z.string(),
  serverUrl: z.string(),
  /** What the server signs with when it answers by file: Ed25519, raw 32 bytes as hex. */
  serverKey: z.string().optional(),
});
/** The company this console belongs to and the server it talks to. */
export type Membership = z.infer<typeof Membership>;

const Restored = z.object({ at: z.string(), journalSeq: z.int() });
/** When this store was put back from a backup, and where its journal ended then. */
export type Restored = z.infer<typeof Restored>;

const Double = z.enum(['none', 'suspected', 'settled']);
export type Double = z.infer<typeof Double>;

const Held = z.object({ fromSeq: z.int().positive(), until: z.string(), message: z.string() });
export type Held = z.infer<typeof Held>;

const KeptWitness = z.object({
  deviceId: z.string(),
  seq: z.int(),
  hash: z.string(),
  atMs: z.int(),
  serverKey: z.string(),
  signature: z.string(),
});
/** The newest head of a device's chain that the server countersigned, as an export carries it. */
export type KeptWitness = z.infer<typeof KeptWitness>;

const GrantTime = z.object({ usedMs: z.number(), lastMs: z.number() });
/** How far time has gone by the grants, and this console's clock when that was written down. */
export type GrantTime = z.infer<typeof GrantTime>;

const LOCK_AFTER_MINUTES = 15;

const PutOff = z.object({ version: z.string(), until: z.string() });
export type PutOff = z.infer<typeof PutOff>;

/** What people set for this console alone. Some are secrets: they are as safe as the file they lie in. */
export type SettingName =
  | 'mailRelay'
  | 'mailPassword'
  | 'gateways'
  | 'webhookSecret'
  | 'backupPlan'
  | 'lastBackupCopy';

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

  /** What the clock of this machine showed when it was last looked at. */
  get clockSeenMs(): number | undefined {
    const text = this.#text('clockSeenMs');
    return text === undefined ? undefined : Number(text);
  }
  set clockSeenMs(ms: number) {
    this.#set('clockSeenMs', String(ms));
  }

  get membership(): Membership | undefined {
    const text = this.#text('membership');
    return text === undefined ? undefined : Membership.parse(JSON.parse(text));
  }
  set membership(membership: Membership) {
    this.#set('membership', JSON.stringify(membership));
  }

  get progress(): SyncProgress {
    const text = this.#text('progress');
    return text === undefined ? firstProgress() : SyncProgress.parse(JSON.parse(text));
  }
  set progress(progress: SyncProgress) {
    this.#set('progress', JSON.stringify(progress));
  }

  /** Whether the first run of pages has ended with nothing more to come; bulk may still be under way. */
  get isCaughtUp(): boolean {
    const [safety, operations, reference] = this.progress.since;
    return Math.min(safety, operations, reference) > 0;
  }

  /** Tells this store apart from others with the same key; empty until it was restored for the first time. */
  get incarnation(): string {
    return this.#text('incarnation') ?? '';
  }
  set incarnation(drawn: string) {
    this.#set('incarnation', drawn);
  }

  /** Which restore the incarnation was drawn for. */
  get incarnationOf(): string | undefined {
    return this.#text('incarnationOf');
  }
  set incarnationOf(restoredAt: string) {
    this.#set('incarnationOf', restoredAt);
  }

  /** Which restore the journal tells of. */
  get restoreNotedOf(): string | undefined {
    return this.#text('restoreNotedOf');
  }
  set restoreNotedOf(restoredAt: string) {
    this.#set('restoreNotedOf', restoredAt);
  }

  /**
   * Whether another store seems to speak under this name: suspected, or settled by an incarnation of its own that
   * the server has not taken yet.
   */
  get double(): Double {
    return Double.parse(this.#text('double') ?? 'none');
  }
  set double(double: Double) {
    this.#set('double', double);
  }

  /** From this entry on nothing is sent until then: the server can't read it yet. */
  get held(): Held | undefined {
    const text = this.#text('held');
    return text === undefined || text === '' ? undefined : Held.parse(JSON.parse(text));
  }
  set held(held: Held | undefined) {
    this.#set('held', held === undefined ? '' : JSON.stringify(held));
  }

  /** Put back from a backup, and not yet told what was sent since: until then nothing is sent. */
  get mustCatchUp(): boolean {
    return this.#text('mustCatchUp') === 'yes';
  }
  set mustCatchUp(must: boolean) {
    this.#set('mustCatchUp', must ? 'yes' : 'no');
  }

  /** There is another console with this identity: the next enrolment makes this one a new one. */
  get mustRenew(): boolean {
    return this.#text('mustRenew') === 'yes';
  }
  set mustRenew(must: boolean) {
    this.#set('mustRenew', must ? 'yes' : 'no');
  }

  /** A person holds the link down, also over a restart. */
  get isSyncPaused(): boolean {
    return this.#text('isSyncPaused') === 'yes';
  }
  set isSyncPaused(isPaused: boolean) {
    this.#set('isSyncPaused', isPaused ? 'yes' : 'no');
  }

  /** Of the link in use, as a person last said. */
  get linkClass(): string | undefined {
    return this.#text('linkClass');
  }
  set linkClass(linkClass: string) {
    this.#set('linkClass', linkClass);
  }

  /** What people have said to do on links of a class, where they want it otherwise than usual. */
  get linkRules(): LinkRules {
    const text = this.#text('linkRules');
    return text === undefined ? {} : LinkRules.parse(JSON.parse(text));
  }
  set linkRules(rules: LinkRules) {
    this.#set('linkRules', JSON.stringify(rules));
  }

  /** Undefined where nothing is set, or no more. */
  setting(name: SettingName): string | undefined {
    const text = this.#text(`setting.${name}`);
    return text === '' ? undefined : text;
  }
  setSetting(name: SettingName, text: string | undefined): void {
    this.#set(`setting.${name}`, text ?? '');
  }

  /** Which releases this console is offered. */
  get updateChannel(): ReleaseChannel {
    return this.#text('updateChannel') === 'early' ? 'early' : 'latest';
  }
  set updateChannel(channel: ReleaseChannel) {
    this.#set('updateChannel', channel);
  }

  /** The version that a person said "later" to. */
  get updatePutOff(): PutOff | undefined {
    const text = this.#text('updatePutOff');
    return text === undefined ? undefined : PutOff.parse(JSON.parse(text));
  }
  set updatePutOff(putOff: PutOff) {
    this.#set('updatePutOff', JSON.stringify(putOff));
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

  /** Lists of consoles as the server last told them, as JSON; devices/kept-lists.ts knows the form. */
  get deviceLists(): string | undefined {
    return this.#text('deviceLists');
  }
  set deviceLists(text: string) {
    this.#set('deviceLists', text);
  }

  /** The company's word for the people of this console, as its server signed it. */
  get grants(): GrantSet | undefined {
    const text = this.#text('grants');
    return text === undefined ? undefined : GrantSet.parse(JSON.parse(text));
  }
  set grants(grants: GrantSet) {
    this.#set('grants', JSON.stringify(grants));
  }

  /** Whether the server takes calls and text messages that come in, as it said last. */
  get serverTakesCalls(): boolean {
    return this.#text('serverTakesCalls') === 'true';
  }
  set serverTakesCalls(takesCalls: boolean) {
    this.#set('serverTakesCalls', String(takesCalls));
  }

  get witness(): KeptWitness | undefined {
    const text = this.#text('witness');
    return text === undefined ? undefined : KeptWitness.parse(JSON.parse(text));
  }
  set witness(witness: KeptWitness) {
    this.#set('witness', JSON.stringify(witness));
  }

  get grantTime(): GrantTime | undefined {
    const text = this.#text('grantTime');
    return text === undefined ? undefined : GrantTime.parse(JSON.parse(text));
  }
  set grantTime(time: GrantTime) {
    this.#set('grantTime', JSON.stringify(time));
  }

  /** A session that nobody touches for so long is locked. */
  get lockAfterMinutes(): number {
    return Number(this.#text('lockAfterMinutes') ?? LOCK_AFTER_MINUTES);
  }
  set lockAfterMinutes(minutes: number) {
    this.#set('lockAfterMinutes', String(minutes));
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

  /** What encrypts the attachments of an encrypted store: 64 hexadecimal digits. */
  get blobKeyHex(): string | undefined {
    return this.#text('blobKey');
  }
  set blobKeyHex(hex: string) {
    this.#set('blobKey', hex);
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

  get requestCounter(): number {
    return this.#requestCounter ?? Number(this.#text('requestCounter') ?? 0);
  }

  /** Goes on from a higher number: those of a store that was put back may have been used since its backup. */
  raiseRequestCounter(atLeast: number): void {
    if (this.requestCounter >= atLeast) return;
    const putAside = Number(this.#text('requestCounter') ?? 0);
    this.#requestCounter = atLeast;
    this.#requestsPutAside = Math.max(putAside, atLeast);
    this.#set('requestCounter', String(this.#requestsPutAside));
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
