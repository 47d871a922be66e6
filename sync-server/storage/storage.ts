import type { Json, JsonObject } from '#shared/kernel/canonical-json.ts';
import type { Hlc } from '#shared/kernel/clock.ts';
import type { Lane, Site } from '#shared/kernel/define-command.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import type { FieldStamp } from '#shared/sync/merge.ts';
import type { PerLane, Verdict } from '#shared/sync/wire.ts';
import type { TakenAtDevice } from '../exchange/taken-rights.ts';

/**
 * Where the server keeps things. It stores and finds; what may be stored and how fields merge is decided
 * above it, so that every implementation decides alike. Everything is asynchronous because one of them
 * talks to a database over a socket, and takes sets, because each call may be a round trip to it.
 */
export type Storage = {
  /** The one organisation of an embedded server; undefined before `init`. */
  organisation(): Promise<Organisation | undefined>;
  createOrganisation(
    organisation: Pick<Organisation, 'id' | 'name' | 'createdAtMs' | 'epoch'>,
  ): Promise<void>;
  /**
   * Runs `work` as one transaction: it commits when `work` resolves and rolls back when it rejects. `work`
   * touches the database through its `tx` only, and awaits nothing else: where transactions meet, it may be run
   * again from its beginning. All reads see one state. SQLite runs one transaction at a time; for Postgres see
   * `storage/postgres/scoped.ts`.
   */
  transaction<T>(organisationId: string, work: (tx: StorageTx) => Promise<T>): Promise<T>;
  /** Resolves when the database answers. */
  check(): Promise<void>;
  close(): Promise<void>;
};

export type StorageTx = OrganisationTx & DeviceTx & JournalTx & RecordTx & MessageTx & CallerAnswerTx;

export type OrganisationTx = {
  organisation(): Promise<Organisation>;
  /**
   * The first thing a transaction does that will draw versions. It holds the organisation's row until the
   * commit, so versions become visible in the order they were drawn, and what is read after it is what all
   * earlier writers left.
   */
  lockOrganisation(): Promise<Organisation>;
  /** Only after `lockOrganisation`. */
  saveOrganisation(
    counters: Pick<Organisation, 'version' | 'lastRef' | 'horizon' | 'epoch' | 'epochAtMs'>,
  ): Promise<void>;

  /** What the server itself holds and tells nobody, such as its key; kept for good once it is there. */
  secret(name: string): Promise<Uint8Array | undefined>;
  /** Does nothing when there is one already. */
  keepSecret(name: string, value: Uint8Array): Promise<void>;

  site(id: string): Promise<Site | undefined>;
  siteByCode(code: string): Promise<Site | undefined>;
  insertSite(site: Site, createdAtMs: number): Promise<void>;
  /** The number of the site's next console: 1, 2, 3 … */
  nextStation(siteId: string): Promise<number>;
};

export type DeviceTx = {
  insertCode(code: EnrolmentCode): Promise<void>;
  code(hash: Uint8Array): Promise<EnrolmentCode | undefined>;
  useCode(hash: Uint8Array, deviceId: string): Promise<void>;
  /** Codes that still take a console in, oldest first. */
  openCodes(nowMs: number): Promise<EnrolmentCode[]>;
  /** From now on an unused code is one that is too old. */
  endCode(hash: Uint8Array, nowMs: number): Promise<void>;

  device(id: string): Promise<Device | undefined>;
  devices(): Promise<Device[]>;
  insertDevice(device: Device): Promise<void>;
  noteRequest(deviceId: string, counter: number, seenAtMs: number): Promise<void>;
  /** What an exchange changes of a device. Called only when something did. */
  saveDevice(device: Pick<Device, 'id' | DeviceProgress>): Promise<void>;
  /** The device belongs to another site from now on. */
  moveDevice(deviceId: string, siteId: string, station: number): Promise<void>;
  /** Keeps the first time, with who did it and why; a wipe that was once asked for stays asked for. */
  revokeDevice(
    deviceId: string,
    revokedAtMs: number,
    isWipeAsked: boolean,
    why?: Pick<Device, 'revokedBy' | 'revokedReason'>,
  ): Promise<void>;
};

export type JournalTx = {
  /** A device's entries with these numbers, as far as they are there; any order. */
  entries(deviceId: string, seqs: readonly number[]): Promise<StoredEntry[]>;
  /** A device's entries with numbers from `fromSeq` to `toSeq`, both included, ascending. */
  entriesBetween(
    deviceId: string,
    range: { fromSeq: number; toSeq: number; rowsMax: number },
  ): Promise<StoredEntry[]>;
  /** Entries of several devices by when they arrived, newest first; only those before a place, if one is given. */
  entriesReceived(range: EntriesReceived): Promise<ReceivedEntry[]>;
  insertEntries(deviceId: string, entries: readonly StoredEntry[]): Promise<void>;
  /** For entries that came before the ones they follow, once those are there. */
  setEntryHashes(deviceId: string, hashes: readonly Pick<ChainedEntry, 'seq' | 'hash'>[]): Promise<void>;

  insertConflicts(conflicts: readonly Conflict[]): Promise<void>;
  conflicts(afterVersion: number, rowsMax: number): Promise<Conflict[]>;
};

/** Kinds of which there are few enough to be asked for as a whole; each has an index of its own. */
export const LISTED_KINDS = ['notification-preferences', 'incident-policy'] as const;
export type ListedKind = (typeof LISTED_KINDS)[number];

export type RecordTx = {
  /** The records under these keys, as far as they are there, tombstones included; any order. */
  records(keys: readonly RecordKey[]): Promise<ServerRecord[]>;
  /** What the short references name, as far as they are known; any order. */
  recordsByRef(refs: readonly number[]): Promise<RecordName[]>;
  /** Inserts or replaces, each record once. `collection`, `id`, `kind`, `ref` and `arrivedAtMs` never change. */
  putRecords(records: readonly ServerRecord[]): Promise<void>;
  /** See `RecordsAfter`; oldest change in that lane first, tombstones included. */
  recordsAfter(query: RecordsAfter): Promise<ServerRecord[]>;
  /** Removes tombstones up to a version for good; returns how many. */
  purgeTombstones(upToVersion: number): Promise<number>;
  /** The newest version of a tombstone that was made before an instant; 0 when there is none. */
  newestTombstoneBefore(deletedBeforeMs: number): Promise<number>;
  hasPeople(siteId: string): Promise<boolean>;
  /** The people of a site, tombstones left out; any order. */
  peopleAt(siteId: string): Promise<ServerRecord[]>;
  /** Every record of a kind, tombstones left out; any order. */
  recordsOfKind(kind: ListedKind): Promise<ServerRecord[]>;
  /** Attachments whose bytes, or whose preview's, have this hash, tombstones left out. */
  attachmentsOf(sha256: string): Promise<ServerRecord[]>;
};

/** Messages that the server carries out of the company; what they say stands in their records. */
export type MessageTx = {
  /** Does nothing for one that is there. */
  queueMessages(
    messages: readonly { readonly deliveryId: string; readonly dueAtMs: number }[],
  ): Promise<void>;
  /** What is due, for this process alone until `untilMs`; after that it has died over them, and another one tries. */
  claimMessages(claim: { nowMs: number; untilMs: number; rowsMax: number }): Promise<string[]>;
  /** Done with it (null), or to be tried again at a time. */
  settleMessage(deliveryId: string, dueAtMs: number | null): Promise<void>;
};

/** Callers whom the server tells what came of their message, each once; what is said stands in the call's record. */
export type CallerAnswerTx = {
  /** Does nothing for a call that was queued before, answered or not. */
  queueCallerAnswers(callIds: readonly string[], nowMs: number): Promise<void>;
  /** See `claimMessages`. */
  claimCallerAnswers(claim: { nowMs: number; untilMs: number; rowsMax: number }): Promise<CallerAnswer[]>;
  /** Done with it (null), or to be tried again at a time. */
  settleCallerAnswer(answer: CallerAnswer & { readonly dueAtMs: number | null }): Promise<void>;
  /** Lets go of what was queued before an instant. */
  forgetCallerAnswers(beforeMs: number): Promise<void>;
};
export type CallerAnswer = { readonly callId: string; readonly attempts: number };

export type Organisation = {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
  /** Grows by one with each applied entry. */
  readonly version: number;
  /** The last short reference that was drawn. */
  readonly lastRef: number;
  /** Tombstones up to this version are gone. */
  readonly horizon: number;
  /** Random; another one after the database was put back from a backup. */
  readonly epoch: string;
  /** When this epoch began. */
  readonly epochAtMs: number;
  /** Grows with each device that is moved or shut out. */
  readonly deviceRevision: number;
};

export type EnrolmentCode = {
  readonly hash: Uint8Array;
  /** Null for a founding code: the device brings its own site. */
  readonly siteId: string | null;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly usedByDeviceId: string | null;
  /** Who made it and at which console; nobody and none on the server's own command line. */
  readonly madeBy: string;
  readonly madeAtDeviceId: string | null;
};

export type Device = {
  readonly id: string;
  readonly name: string;
  /** Ed25519, raw 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly siteId: string;
  readonly station: number;
  /** Brought its own site with a founding code. */
  readonly isFounder: boolean;
  readonly enrolledAtMs: number;
  readonly revokedAtMs: number | null;
  /** Name of the person and their reason; empty where the server's own command line did it. */
  readonly revokedBy: string;
  readonly revokedReason: string;
  /** Told with the refusal: a revoked device erases what it holds. */
  readonly isWipeAsked: boolean;
  readonly requestCounter: number;
  readonly seenAtMs: number;
  /** End of the device's chain without gaps, as the server holds it. */
  readonly lastSeq: number;
  readonly lastHash: Uint8Array;
  /** The highest number of an entry that is here, beyond gaps too. */
  readonly highestSeq: number;
  readonly incarnation: string;
  /** Incarnations that another one has followed: a store that still has one of them is a copy. */
  readonly pastIncarnations: readonly string[];
  /** Kinds and schema versions of the device's program, and the short name of that table. */
  readonly schemas: string;
  readonly schemaTable: { readonly [kind: string]: number };
  /** Version that the device has passed in every lane: it needs no tombstone up to there. */
  readonly passedVersion: number;
  readonly signIn: DeviceSignIn;
};

/** What the server remembers of the sign-ins at a device, and of what it signed for it. */
export type DeviceSignIn = {
  /** When its people were last granted to work there, and at which turn of the device. */
  readonly grantedAtMs: number;
  readonly grantedTurn: number;
  /** The head of its chain that was last countersigned, when, and at which turn of the device. */
  readonly witnessedSeq: number;
  readonly witnessedAtMs: number;
  readonly witnessedTurn: number;
  /** The last rights that were taken there without anybody giving them. */
  readonly taken: readonly TakenAtDevice[];
};
export const NO_SIGN_INS: DeviceSignIn = {
  grantedAtMs: 0,
  grantedTurn: -1,
  witnessedSeq: 0,
  witnessedAtMs: 0,
  witnessedTurn: -1,
  taken: [],
};

/** The part of a device that exchanges move on. */
export type DeviceProgress =
  | 'lastSeq'
  | 'lastHash'
  | 'highestSeq'
  | 'incarnation'
  | 'pastIncarnations'
  | 'schemas'
  | 'schemaTable'
  | 'passedVersion'
  | 'signIn';

export type StoredEntry = {
  readonly seq: number;
  /** Null while an entry before it is missing. */
  readonly hash: Uint8Array | null;
  /** Canonical text, as hashed. */
  readonly text: string;
  readonly verdict: Verdict;
  readonly version: number | null;
  readonly receivedAtMs: number;
  readonly isClockClamped: boolean;
};
export type ReceivedEntry = StoredEntry & { readonly deviceId: string };
export type EntriesReceived = {
  readonly deviceIds: readonly string[];
  readonly fromMs: number;
  readonly before: Pick<ReceivedEntry, 'receivedAtMs' | 'deviceId' | 'seq'> | null;
  readonly rowsMax: number;
};
export type ChainedEntry = StoredEntry & { readonly hash: Uint8Array };

export type RecordKey = { readonly collection: CollectionName; readonly id: string };
export type RecordName = RecordKey & { readonly ref: number; readonly kind: string; readonly siteId: string };

export type ServerRecord = RecordKey & {
  /** Short reference, drawn by this server: 1, 2, 3 … per organisation. Unique. */
  readonly ref: number;
  readonly kind: string;
  readonly siteId: string;
  readonly schemaVersion: number;
  /** Without `id`, `kind` and `siteId`. */
  readonly fields: JsonObject;
  /** By field; `siteId` among them once the record was moved. Stored as `packStamps` writes them. */
  readonly stamps: Stamps;
  /** The newest of `laneVersions`. */
  readonly version: number;
  /** Per lane the newest version that an entry of it gave the record; 0 where none did (stored as NULL). */
  readonly laneVersions: PerLane;
  /** Null while the record lives. */
  readonly deletedByDeviceId: string | null;
  readonly deletedAtMs: number | null;
  /** When the server first had the record. */
  readonly arrivedAtMs: number;
  /**
   * Sites that see or saw the record besides those its `siteId` says: addressees, and after a move both
   * sites. Empty for most. `recordsAfter` finds the record for each of them.
   */
  readonly audience: readonly Audience[];
};

export type Stamps = { readonly [field: string]: FieldStamp };

/** Since when a site sees a record, or no longer does. */
export type Audience = {
  readonly siteId: string;
  readonly since: number;
  /** Of the entry that brought it about. */
  readonly lane: Lane;
  readonly isGone: boolean;
};

/**
 * A page of records in one lane: those whose version in `lane` is above `after` and not above `upTo`, of the
 * named sites by `siteId` or by `audience` (each record once), in ascending order of that version.
 */
export type RecordsAfter = {
  readonly siteIds: 'all' | readonly string[];
  readonly lane: Lane;
  readonly after: number;
  readonly upTo: number;
  readonly rowsMax: number;
};

export type Conflict = {
  readonly version: number;
  readonly collection: CollectionName;
  readonly recordId: string;
  readonly field: string;
  readonly standingDeviceId: string;
  readonly standingValue: Json;
  /** When each side was set, by the clock of its console as far as the server believes it. */
  readonly standingHlc: Hlc;
  readonly sentDeviceId: string;
  readonly sentValue: Json;
  readonly sentHlc: Hlc;
  /** Name of the person who sent it; empty where the console did by itself. */
  readonly sentBy: string;
  readonly decision: 'taken' | 'kept' | 'combined';
  readonly resultValue: Json;
  readonly notedAtMs: number;
};
