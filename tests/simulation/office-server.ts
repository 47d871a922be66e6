import type { Clock } from '#shared/kernel/clock.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { decodeFrame, encodeFrame, type Frame } from '#shared/sync/codec.ts';
import { EnrolRequest, ExchangeRequest } from '#shared/sync/wire.ts';
import { createOrganisation, issueSiteCode } from '#sync-server/enrolment/administer.ts';
import { enrol } from '#sync-server/enrolment/enrol.ts';
import { compression } from '#sync-server/compression.ts';
import { exchange } from '#sync-server/exchange/exchange.ts';
import { plainRecord } from '#sync-server/exchange/records.ts';
import { isReadable } from '#sync-server/exchange/scope.ts';
import { authenticate } from '#sync-server/http/authenticate.ts';
import { openSqliteStorage } from '#sync-server/storage/sqlite/sqlite-storage.ts';
import type { Storage, StorageTx, StoredEntry } from '#sync-server/storage/storage.ts';
import type { SyncTransport, TransportRequest, TransportResponse } from '#host/sync/transport.ts';

const ROWS_MAX = 100_000;

/** The server's real code on a real database, called without a socket in between. */
export class OfficeServer {
  readonly storage: Storage;
  readonly #clock: Clock;

  static async open(clock: Clock): Promise<OfficeServer> {
    const storage = openSqliteStorage(':memory:');
    await createOrganisation(storage, 'Meridian Lines', clock.now());
    return new OfficeServer(storage, clock);
  }

  constructor(storage: Storage, clock: Clock) {
    this.storage = storage;
    this.#clock = clock;
  }

  close(): Promise<void> {
    return this.storage.close();
  }

  async codeFor(site: Omit<Site, 'id'>): Promise<string> {
    const { code: siteCode, ...details } = site;
    return (await issueSiteCode(this.storage, { siteCode, details }, this.#clock.now())).code;
  }

  /** What a console of a site must have once all is quiet. */
  async recordsFor(site: Site): Promise<StoredRecord[]> {
    const all = await this.#inTransaction((tx) =>
      tx.recordsAfter({ siteIds: 'all', version: 0, rowsMax: ROWS_MAX }),
    );
    return all
      .filter((record) => record.deletedByDeviceId === null && isReadable(record, site))
      .map(plainRecord);
  }

  entryOf(deviceId: string, seq: number): Promise<StoredEntry | undefined> {
    return this.#inTransaction((tx) => tx.entry(deviceId, seq));
  }

  async version(): Promise<number> {
    return (await this.#inTransaction((tx) => tx.organisation())).version;
  }

  readonly transport: SyncTransport = {
    request: async (request) => {
      try {
        return await this.#answer(request);
      } catch (error) {
        if (!isDomainError(error)) throw error;
        const body = new TextEncoder().encode(JSON.stringify({ error: error.details }));
        return { status: 409, headers: { 'content-type': 'application/json' }, body };
      }
    },
  };

  async #answer(request: TransportRequest): Promise<TransportResponse> {
    const nowMs = this.#clock.now();
    const frame: Frame = {
      body: request.body,
      encoding: request.headers['content-encoding'] === 'deflate' ? 'deflate' : 'identity',
    };
    if (request.path === '/v1/enrol') {
      const wanted = decodeFrame(EnrolRequest, frame, compression);
      return cbor(await this.#inTransaction((tx) => enrol(tx, wanted, nowMs)));
    }
    const signed = {
      headers: request.headers,
      method: request.method,
      url: request.path,
      body: request.body,
    };
    const device = await this.#inTransaction((tx) => authenticate(tx, signed, nowMs));
    const wanted = decodeFrame(ExchangeRequest, frame, compression);
    return cbor(await this.#inTransaction((tx) => exchange(tx, device.id, wanted, nowMs)));
  }

  async #inTransaction<T>(work: (tx: StorageTx) => Promise<T>): Promise<T> {
    const organisation = await this.storage.organisation();
    if (organisation === undefined) throw new Error('The office has no organisation');
    return this.storage.transaction(organisation.id, work);
  }
}

function cbor(value: object): TransportResponse {
  const { body, encoding } = encodeFrame(value, compression);
  const headers = { 'content-type': 'application/cbor', 'content-encoding': encoding };
  return { status: 200, headers, body };
}
