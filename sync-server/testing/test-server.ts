import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Site } from '#shared/kernel/define-command.ts';
import { createOrganisation, issueFoundingCode, issueSiteCode } from '../enrolment/administer.ts';
import { createSyncServer, type SyncServer, type SyncServerOptions } from '../server.ts';
import type { Storage, StorageTx } from '../storage/storage.ts';
import { TestClock } from './test-clock.ts';
import { TestDevice } from './test-device.ts';
import { openTestStorage } from './test-storage.ts';

const SITES = {
  AUR: { name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' },
  BOR: { name: 'MV Borealis', kind: 'vessel', timeZone: 'UTC' },
  OFF: { name: 'Piraeus Office', kind: 'office', timeZone: 'Europe/Athens' },
} as const satisfies { [code: string]: Omit<Site, 'id' | 'code'> };

/** A real server on a free port with a real database, and consoles to talk to it. */
export class TestServer {
  readonly folder: string;
  readonly clock = new TestClock();
  readonly storage: Storage;
  readonly url: string;
  readonly #server: SyncServer;
  #devices = 0;

  static async start(
    options: Pick<SyncServerOptions, 'channels' | 'receiptSecret' | 'incomingSecret' | 'logger'> = {},
  ): Promise<TestServer> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-sync-server-'));
    const storage = await openTestStorage(folder);
    const clock = new TestClock();
    await createOrganisation(storage, 'Meridian Lines', clock.now());
    const server = createSyncServer({ storage, blobFolder: path.join(folder, 'blobs'), clock, ...options });
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    return new TestServer({ folder, clock, storage, server, url });
  }

  constructor(parts: {
    folder: string;
    clock: TestClock;
    storage: Storage;
    server: SyncServer;
    url: string;
  }) {
    this.folder = parts.folder;
    this.clock = parts.clock;
    this.storage = parts.storage;
    this.#server = parts.server;
    this.url = parts.url;
  }

  async stop(): Promise<void> {
    await this.#server.close();
    await this.storage.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  async siteCode(siteCode: keyof typeof SITES): Promise<string> {
    const request = { siteCode, details: SITES[siteCode] };
    return (await issueSiteCode(this.storage, request, this.clock.now())).code;
  }

  async foundingCode(): Promise<string> {
    return (await issueFoundingCode(this.storage, this.clock.now())).code;
  }

  newDevice(id = `device-${(this.#devices += 1)}-of-test`): TestDevice {
    return new TestDevice(this.url, { id, now: () => this.clock.now() });
  }

  async enrolled(siteCode: keyof typeof SITES): Promise<TestDevice> {
    const device = this.newDevice();
    await device.enrol(await this.siteCode(siteCode));
    return device;
  }

  async inStorage<T>(work: (tx: StorageTx) => Promise<T>): Promise<T> {
    const organisation = await this.storage.organisation();
    if (organisation === undefined) throw new Error('The test server has no organisation');
    return this.storage.transaction(organisation.id, work);
  }
}
