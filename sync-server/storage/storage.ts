import type { Json, JsonObject } from '#shared/kernel/canonical-json.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import type { FieldStamp } from '#shared/sync/merge.ts';
import type { Verdict } from '#shared/sync/wire.ts';

/**
 * Where the server keeps things. It stores and finds; what may be stored and how fields merge is decided
 * above it, so that every implementation decides alike. Everything is asynchronous because one of them
 * talks to a database over a socket.
 */
export type Storage = {
  /** The one organisation of an embedded server; undefined before `init`. */
  organisation(): Promise<Organisation | undefined>;
  createOrganisation(organisation: Omit<Organisation, 'version'>): Promise<void>;
  /**
   * Runs `work` as one transaction: it commits when `work` resolves and rolls back when it rejects.
   * All reads see one state, and versions become visible in the order they were drawn: SQLite runs one
   * transaction at a time; Postgres needs repeatable read and takes the organisation's row lock in
   * `nextVersion`. `work` touches the database through its `tx` only, and awaits nothing else.
   */
  transaction<T>(organisationId: string, work: (tx: StorageTx) => Promise<T>): Promise<T>;
  /** Resolves when the database answers. */
  check(): Promise<void>;
  close(): Promise<void>;
};

export type StorageTx = {
  /** Undoes what `work` wrote when it rejects, and rejects with the same error. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
  organisation(): Promise<Organisation>;
  /** Raises the organisation's version by one and returns it. */
  nextVersion(): Promise<number>;

  site(id: string): Promise<Site | undefined>;
  siteByCode(code: string): Promise<Site | undefined>;
  insertSite(site: Site, createdAtMs: number): Promise<void>;
  /** The number of the site's next console: 1, 2, 3 … */
  nextStation(siteId: string): Promise<number>;

  insertCode(code: EnrolmentCode): Promise<void>;
  code(hash: Uint8Array): Promise<EnrolmentCode | undefined>;
  useCode(hash: Uint8Array, deviceId: string): Promise<void>;

  device(id: string): Promise<Device | undefined>;
  devices(): Promise<Device[]>;
  insertDevice(device: Device): Promise<void>;
  noteRequest(deviceId: string, counter: number, seenAtMs: number): Promise<void>;
  setChainHead(deviceId: string, seq: number, hash: Uint8Array): Promise<void>;
  revokeDevice(deviceId: string, revokedAtMs: number): Promise<void>;

  entry(deviceId: string, seq: number): Promise<StoredEntry | undefined>;
  insertEntry(deviceId: string, entry: StoredEntry): Promise<void>;

  record(collection: CollectionName, id: string): Promise<ServerRecord | undefined>;
  putRecord(record: ServerRecord): Promise<void>;
  /** Records of the given sites changed after a version, oldest change first, tombstones included. */
  recordsAfter(query: RecordsAfter): Promise<ServerRecord[]>;
  hasPeople(siteId: string): Promise<boolean>;
  /** Attachments whose bytes have this hash, tombstones left out. */
  attachmentsOf(sha256: string): Promise<ServerRecord[]>;

  insertConflict(conflict: Conflict): Promise<void>;
  conflicts(afterVersion: number, rowsMax: number): Promise<Conflict[]>;
};

export type Organisation = {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
  /** Grows by one with each applied entry. */
  readonly version: number;
};

export type EnrolmentCode = {
  readonly hash: Uint8Array;
  /** Null for a founding code: the device brings its own site. */
  readonly siteId: string | null;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly usedByDeviceId: string | null;
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
  readonly requestCounter: number;
  readonly seenAtMs: number;
  /** Head of the device's chain as the server holds it. */
  readonly lastSeq: number;
  readonly lastHash: Uint8Array;
};

export type StoredEntry = {
  readonly seq: number;
  readonly hash: Uint8Array;
  /** Canonical text, as hashed. */
  readonly text: string;
  readonly verdict: Verdict;
  readonly version: number | null;
  readonly receivedAtMs: number;
  readonly isClockClamped: boolean;
};

export type ServerRecord = {
  readonly collection: CollectionName;
  readonly id: string;
  readonly kind: string;
  readonly siteId: string;
  readonly schemaVersion: number;
  /** Without `id`, `kind` and `siteId`. */
  readonly fields: JsonObject;
  readonly stamps: { readonly [field: string]: FieldStamp };
  readonly version: number;
  /** Null while the record lives. */
  readonly deletedByDeviceId: string | null;
  /** When the server first had the record. */
  readonly arrivedAtMs: number;
};

export type RecordsAfter = {
  readonly siteIds: 'all' | readonly string[];
  readonly version: number;
  readonly rowsMax: number;
};

export type Conflict = {
  readonly version: number;
  readonly collection: CollectionName;
  readonly recordId: string;
  readonly field: string;
  readonly standingDeviceId: string;
  readonly standingValue: Json;
  readonly sentDeviceId: string;
  readonly sentValue: Json;
  readonly decision: 'taken' | 'kept' | 'combined';
  readonly resultValue: Json;
  readonly notedAtMs: number;
};
