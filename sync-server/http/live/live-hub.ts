import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from 'ws';
import { must } from '#shared/kernel/assert.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import { messageOf } from '#shared/kernel/errors.ts';
import {
  LIVE_BODY_BYTES_MAX,
  LIVE_CLOSE,
  LIVE_METHOD,
  type LiveAnswer,
  type LiveRequest,
} from '#shared/sync/live.ts';
import { writeKeptAnswer } from '#shared/sync/parts.ts';
import { hex, sha256 } from '../../crypto.ts';
import type { Device, StorageTx } from '../../storage/storage.ts';
import { assertStamp } from '../authenticate.ts';
import { inOrganisation, type ServerContext } from '../context.ts';
import { operate } from '../operate.ts';
import { refusalAnswer, refusalOf } from '../refusals.ts';
import { LiveConnection } from './live-connection.ts';
import { lanesFor, type News, newsBetween } from './news-readers.ts';

/** Commits that follow one another closely are told in one word. */
const GATHER_MS = 15;
/** How soon a device that was shut out, or has fallen silent, is noticed. */
const CHECK_MS = 2_000;
const CONNECTIONS_MAX = 20_000;
/** RFC 6455 and its registry: the server goes away, the server is restarting. */
const SERVER_RESTARTS = 1012;
const NO_NEWS: News = new Map();
const UNKNOWN = -1;

/** All live connections of this process. */
export class LiveHub {
  readonly #context: ServerContext;
  readonly #log: FastifyBaseLogger;
  readonly #connections = new Map<string, LiveConnection>();
  readonly #stopListening: () => void;
  #check: NodeJS.Timeout | undefined;
  #gathering: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();
  /** Version of the organisation up to which everybody was told. */
  #told: number | undefined;
  /** Revision of the devices that every connection follows; another one as long as there is one that may not. */
  #deviceRevision = UNKNOWN;

  constructor(context: ServerContext, log: FastifyBaseLogger) {
    this.#context = context;
    this.#log = log;
    this.#stopListening = context.news.subscribe(() => this.#gather());
  }

  get size(): number {
    return this.#connections.size;
  }

  get isFull(): boolean {
    return this.#connections.size >= CONNECTIONS_MAX;
  }

  async attach(socket: WebSocket, device: Device, idleMs: number): Promise<void> {
    const site = await this.#inTransaction(async (tx) => {
      this.#told ??= (await tx.organisation()).version;
      return must(await tx.site(device.siteId), `site ${device.siteId}`);
    });
    this.#connections.get(device.id)?.close(LIVE_CLOSE.replaced);
    const connection = new LiveConnection({
      socket,
      device,
      site,
      idleMs,
      monotonicMs: () => this.#context.clock.monotonicMs(),
      answer: (asking, request) => this.#answer(asking, request),
      onClosed: (closed) => this.#forget(closed),
    });
    this.#connections.set(device.id, connection);
    // It may have been moved or shut out since it was asked who it is.
    this.#deviceRevision = UNKNOWN;
    if (this.#check === undefined) {
      this.#check = setInterval(() => this.#enqueue(() => this.#checkAll()), CHECK_MS);
      this.#check.unref();
    }
    // Its socket may have closed while its site was read.
    if (socket.readyState !== socket.OPEN) this.#forget(connection);
  }

  /** Closes every connection; consoles come back to whoever serves then. */
  async close(): Promise<void> {
    this.#stopListening();
    clearInterval(this.#check);
    clearTimeout(this.#gathering);
    for (const connection of this.#connections.values()) connection.close(SERVER_RESTARTS);
    await this.#working;
  }

  async #answer(connection: LiveConnection, request: LiveRequest): Promise<Omit<LiveAnswer, 'id'>> {
    const { path, body, counter, signature } = request;
    const { deviceId } = connection;
    const { parts, clock } = this.#context;
    try {
      const stamp = { deviceId, counter, signature };
      const stamped = { stamp, method: LIVE_METHOD, path, body };
      await this.#inTransaction((tx) => assertStamp(tx, stamped, clock.now()));
      const answer = await operate(this.#context, { deviceId, path, body, log: this.#log });
      if (answer.length <= LIVE_BODY_BYTES_MAX) return { status: 200, form: 'frame', body: answer };
      const kept = await parts.keepAnswer({ deviceId, sha256: hex(sha256(body)) }, answer);
      return { status: 200, form: 'kept', body: Buffer.from(writeKeptAnswer(kept)) };
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.code === 'server-failed') this.#log.error({ err: error }, 'live request failed');
      if (refusal.code === 'device-revoked') setImmediate(() => connection.close(LIVE_CLOSE.revoked));
      const { status, body: text } = refusalAnswer(refusal);
      return { status, form: 'refusal', body: Buffer.from(text) };
    }
  }

  #forget(connection: LiveConnection): void {
    if (this.#connections.get(connection.deviceId) === connection) {
      this.#connections.delete(connection.deviceId);
    }
    if (this.#connections.size > 0) return;
    clearInterval(this.#check);
    this.#check = undefined;
    this.#told = undefined;
  }

  #gather(): void {
    if (this.#connections.size === 0) return;
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.#enqueue(() => this.#tell());
    }, GATHER_MS);
  }

  #enqueue(work: () => Promise<void>): void {
    this.#working = this.#working.then(work).catch((error: unknown) => {
      this.#log.error({ err: error, reason: messageOf(error) }, 'live connections could not be served');
    });
  }

  async #tell(): Promise<void> {
    const before = this.#told ?? 0;
    const { version, news } = await this.#inTransaction(async (tx) => {
      const { version: now } = await tx.organisation();
      // Of a commit there may be several words, of a check none.
      return { version: now, news: now === before ? NO_NEWS : await newsBetween(tx, before, now) };
    });
    this.#told = version;
    for (const connection of this.#connections.values()) connection.tell(lanesFor(connection, news, before));
  }

  /** Shuts out who was revoked meanwhile, follows who was moved, drops who has fallen silent. */
  async #checkAll(): Promise<void> {
    if (this.#connections.size === 0) return;
    const { deviceRevision } = await this.#inTransaction((tx) => tx.organisation());
    if (deviceRevision !== this.#deviceRevision) {
      // Noted first: who connects meanwhile is looked at the next time.
      this.#deviceRevision = deviceRevision;
      await this.#followDevices().catch((error: unknown) => {
        this.#deviceRevision = UNKNOWN;
        throw error;
      });
    }
    for (const connection of this.#connections.values()) connection.dropIfDead();
    // Another process on the same database tells nobody.
    this.#gather();
  }

  async #followDevices(): Promise<void> {
    const { devices, sites } = await this.#inTransaction(async (tx) => {
      const known = (await tx.devices()).filter(({ id }) => this.#connections.has(id));
      const found = new Map<string, Site | undefined>();
      for (const { siteId } of known) if (!found.has(siteId)) found.set(siteId, await tx.site(siteId));
      return { devices: known, sites: found };
    });
    for (const device of devices) {
      const connection = this.#connections.get(device.id);
      if (connection === undefined) continue;
      if (device.revokedAtMs !== null) connection.close(LIVE_CLOSE.revoked);
      connection.site = sites.get(device.siteId) ?? connection.site;
    }
  }

  #inTransaction<T>(work: (tx: StorageTx) => Promise<T>): Promise<T> {
    return inOrganisation(this.#context, work);
  }
}
