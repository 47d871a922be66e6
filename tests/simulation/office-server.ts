import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { must } from '#shared/kernel/assert.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import type { ExchangeRequest, ExchangeResponse } from '#shared/sync/wire.ts';
import { createOrganisation, issueSiteCode, noteRestored } from '#sync-server/enrolment/administer.ts';
import { exchangeIn } from '#sync-server/exchange/exchange.ts';
import { plainRecord } from '#sync-server/exchange/records.ts';
import { purgeTombstones } from '#sync-server/exchange/purge.ts';
import { isReadable } from '#sync-server/exchange/scope.ts';
import { authenticateAddress } from '#sync-server/http/authenticate.ts';
import { inOrganisation, type ServerContext } from '#sync-server/http/context.ts';
import type { LiveHub } from '#sync-server/http/live/live-hub.ts';
import { composeServer } from '#sync-server/server.ts';
import { openSqliteStorage } from '#sync-server/storage/sqlite/sqlite-storage.ts';
import type { ServerRecord, Storage, StorageTx, StoredEntry } from '#sync-server/storage/storage.ts';
import { type SyncTransport, type TransportRequest, unreachable } from '#host/sync/transport.ts';
import { type Disk, Power, powerStorage } from './power.ts';
import { scratchFolder } from '../../scripts/lib/scratch-folder.ts';
import type { VirtualTime } from './virtual-time.ts';

const ROWS_MAX = 100_000;
const LANES = [0, 1, 2, 3] as const;

const ROOMY: Disk = { takesCommit: () => true };

type Running = {
  readonly app: FastifyInstance;
  readonly context: ServerContext;
  readonly live: LiveHub;
};

/** The server's real code on a real database: every route, called without a socket in between. */
export class OfficeServer {
  /** As an administrator opens it: it does not fail. */
  storage: Storage;
  readonly power: Power;
  /** How it takes commits; always, unless a test fills it. */
  disk: Disk = ROOMY;
  readonly #clock: Clock;
  readonly #time: VirtualTime;
  readonly #folder = mkdtempSync(path.join(scratchFolder(), 'fairlead-office-'));
  #running: Running;
  #cuts = 0;

  static async open(time: VirtualTime, file = ':memory:', clock: Clock = time): Promise<OfficeServer> {
    const storage = openSqliteStorage(file);
    await createOrganisation(storage, 'Meridian Lines', clock.now());
    return new OfficeServer(storage, time, clock);
  }

  constructor(storage: Storage, time: VirtualTime, clock: Clock = time) {
    this.storage = storage;
    this.#time = time;
    this.#clock = clock;
    this.power = new Power(() => {
      this.#cuts += 1;
    });
    this.#running = this.#start();
  }

  /** Puts another file in the place of the database, as an administrator would from a backup. */
  async replaceWith(file: string, options: { isAnnounced: boolean }): Promise<void> {
    await this.#stop();
    await this.storage.close();
    this.storage = openSqliteStorage(file);
    if (options.isAnnounced) await noteRestored(this.storage, this.#clock.now());
    this.power.restore();
    this.#running = this.#start();
  }

  /** The program begins anew on what is on the disk. */
  async restart(): Promise<void> {
    await this.#stop();
    this.power.restore();
    this.#running = this.#start();
  }

  makeRoom(): void {
    this.disk = ROOMY;
  }

  async close(): Promise<void> {
    await this.#stop();
    await this.storage.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async codeFor(site: Omit<Site, 'id'>): Promise<string> {
    const { code: siteCode, ...details } = site;
    return (await issueSiteCode(this.storage, { siteCode, details }, this.#clock.now())).code;
  }

  /** What a console of a site must have once all is quiet. */
  async recordsFor(site: Site): Promise<StoredRecord[]> {
    const all = await this.allRecords();
    return all
      .filter((record) => record.deletedByDeviceId === null && isReadable(record, site))
      .map(plainRecord);
  }

  /** Everything, tombstones too. */
  async allRecords(): Promise<ServerRecord[]> {
    const found = await this.inTransaction(async (tx) => {
      const page = { siteIds: 'all', after: 0, upTo: Number.MAX_SAFE_INTEGER, rowsMax: ROWS_MAX } as const;
      const pages: ServerRecord[][] = [];
      for (const lane of LANES) pages.push(await tx.recordsAfter({ ...page, lane }));
      return pages.flat();
    });
    return [...new Map(found.map((record) => [record.id, record])).values()];
  }

  entryOf(deviceId: string, seq: number): Promise<StoredEntry | undefined> {
    return this.inTransaction(async (tx) => (await tx.entries(deviceId, [seq]))[0]);
  }

  async version(): Promise<number> {
    return (await this.inTransaction((tx) => tx.organisation())).version;
  }

  purge(): Promise<number> {
    return this.inTransaction((tx) => purgeTombstones(tx, this.#clock.now()));
  }

  /** Judges and answers, without a link in between. */
  async exchange(deviceId: string, request: ExchangeRequest): Promise<ExchangeResponse> {
    const { id } = must(await this.storage.organisation(), 'the office has an organisation');
    return exchangeIn(this.storage, id, { deviceId, request, nowMs: this.#clock.now() });
  }

  async inTransaction<T>(work: (tx: StorageTx) => Promise<T>): Promise<T> {
    const organisation = must(await this.storage.organisation(), 'the office has an organisation');
    return this.storage.transaction(organisation.id, work);
  }

  readonly transport: SyncTransport = { request: (request) => this.#request(request) };

  /** As `liveEndpoint` does, for a socket that is none. */
  async attach(
    socket: Parameters<LiveHub['attach']>[0],
    { url, authorization, idleMs }: { url: string; authorization: string; idleMs: number },
  ): Promise<void> {
    const { context, live } = this.#running;
    const asked = { method: 'GET', url, headers: { authorization } };
    await this.#time.instantly(async () => {
      const device = await inOrganisation(context, (tx) => authenticateAddress(tx, asked, this.#clock.now()));
      await live.attach(socket, device, idleMs);
    });
  }

  async #request({ method, path: url, headers, body, onBody }: TransportRequest) {
    if (this.power.isOff) throw unreachable('the server is off');
    const cuts = this.#cuts;
    const hasBody = method === 'POST' || method === 'PUT';
    const answer = await this.#time.instantly(() =>
      this.#running.app.inject({ method, url, headers, ...(hasBody ? { payload: Buffer.from(body) } : {}) }),
    );
    if (this.#cuts !== cuts) throw unreachable('the server has lost its power');
    const plain = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
    const head = { status: answer.statusCode, headers: Object.fromEntries(plain) };
    onBody?.(answer.rawPayload, head);
    return { ...head, body: answer.rawPayload };
  }

  #start(): Running {
    const storage = powerStorage(this.storage, this.power, { takesCommit: () => this.disk.takesCommit() });
    return composeServer({ storage, clock: this.#clock, blobFolder: this.#folder });
  }

  async #stop(): Promise<void> {
    await this.#running.live.close();
    await this.#running.app.close();
  }
}
