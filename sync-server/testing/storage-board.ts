import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { formatHlc } from '#shared/kernel/clock.ts';
import {
  type Device,
  NO_SIGN_INS,
  type ServerRecord,
  type Storage,
  type StorageTx,
} from '../storage/storage.ts';
import { openTestStorage } from './test-storage.ts';

export const ORGANISATION = { id: 'org', name: 'Meridian Lines', createdAtMs: 1, epoch: 'first' };
export const AURORA = { id: 'aur', code: 'AUR', name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' } as const;
export const STAMP = {
  version: 3,
  hlc: formatHlc(5, 0),
  deviceId: 'device-1',
  foreignVersion: 0,
  lane: 1,
} as const;
/** Texts that formats trip over: NUL, half a surrogate pair, quotes and braces of array literals. */
export const AWKWARD = '\u0000 \ud800 " \\ {a,b} NULL \u{1f6a2}';

/** An empty storage of the kind that the tests are run against, with an organisation. */
export class StorageBoard {
  readonly storage: Storage;
  readonly #folder: string;

  static async open(): Promise<StorageBoard> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-storage-'));
    const storage = await openTestStorage(folder);
    await storage.createOrganisation(ORGANISATION);
    return new StorageBoard(folder, storage);
  }

  private constructor(folder: string, storage: Storage) {
    this.#folder = folder;
    this.storage = storage;
  }

  async close(): Promise<void> {
    await this.storage.close();
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }

  within<T>(work: (tx: StorageTx) => Promise<T>): Promise<T> {
    return this.storage.transaction(ORGANISATION.id, work);
  }
}

export function deviceOf(values: Partial<Device> = {}): Device {
  return {
    id: 'device-1',
    name: 'Bridge',
    publicKey: Buffer.from([1, 2, 255]),
    siteId: AURORA.id,
    station: 1,
    isFounder: true,
    enrolledAtMs: 10,
    revokedAtMs: null,
    revokedBy: '',
    revokedReason: '',
    isWipeAsked: false,
    requestCounter: 0,
    seenAtMs: 10,
    lastSeq: 0,
    lastHash: Buffer.from([0, 128]),
    highestSeq: 0,
    incarnation: 'i1',
    pastIncarnations: ['i0'],
    schemas: 's',
    schemaTable: { incident: 2 },
    passedVersion: 0,
    signIn: NO_SIGN_INS,
    ...values,
  };
}

export function recordOf(values: Partial<ServerRecord> & Pick<ServerRecord, 'id' | 'ref'>): ServerRecord {
  return {
    collection: 'incidents',
    kind: 'incident',
    siteId: AURORA.id,
    schemaVersion: 1,
    fields: {
      title: AWKWARD,
      nested: [{ a: 1.5 }, null],
    },
    stamps: {
      title: STAMP,
      nested: STAMP,
    },
    version: 3,
    laneVersions: [0, 3, 0, 0],
    deletedByDeviceId: null,
    deletedAtMs: null,
    arrivedAtMs: 7,
    audience: [],
    ...values,
  };
}
