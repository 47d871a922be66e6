import type { Logger } from 'pino';
import { Attachments } from '../attachments/attachment-service.ts';
import { BlobRows } from '../attachments/blob-rows.ts';
import { BlobStore } from '../attachments/blob-store.ts';
import { BlobTransfer } from '../attachments/blob-transfer.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { AttachmentService, SyncService } from '../services.ts';
import type { Store } from '../store/store.ts';
import { httpTransport } from './http-transport.ts';
import { SyncClient, type SyncParts, type SyncSettings, type Wait } from './sync-client.ts';
import type { SyncTransport } from './transport.ts';

export type CreateSyncOptions = {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly dataFolder: string;
  readonly runCommand: SyncParts['runCommand'];
  onStatus(): void;
  /** For tests: another way to the server, other times. */
  readonly transportTo?: (serverUrl: string) => SyncTransport;
  readonly wait?: Wait;
  readonly random?: () => number;
  readonly settings?: Partial<SyncSettings>;
};

export type Sync = {
  readonly service: SyncService;
  readonly attachments: AttachmentService;
  /** Enrols with a one-time code and waits for the first exchange. */
  join(input: { serverUrl: string; code: string; deviceName: string }): Promise<void>;
  /** An exchange may be worth trying now. Commits need not call it: the client follows them itself. */
  wake(): void;
  /** After sleep or a change of link: drops what hangs on a dead connection and begins anew. */
  resume(): void;
  /** When nothing is under way any more, attachments included. */
  settled(): Promise<void>;
  start(): void;
  close(): Promise<void>;
};

/** Everything of a console that talks to the server, put together. */
export function createSync(options: CreateSyncOptions): Sync {
  const { store, clock, log } = options;
  const rows = new BlobRows(store.db);
  store.follow((changes) => rows.follow(changes));
  const blobs = new BlobStore(options.dataFolder);
  const client = new SyncClient({
    store,
    clock,
    log,
    wait: options.wait ?? nodeWait,
    random: options.random ?? Math.random,
    transportTo: options.transportTo ?? httpTransport,
    blobs: new BlobTransfer({ store, blobs, rows, clock, log }),
    runCommand: options.runCommand,
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  });
  const stop = client.onStatus(() => options.onStatus());
  return {
    service: client,
    attachments: new Attachments({ store, blobs, rows, clock }),
    join: (input) => client.join(input),
    wake: () => client.wake(),
    resume: () => client.resume(),
    settled: () => client.settled(),
    start: () => client.start(),
    async close() {
      await client.close();
      stop();
    },
  };
}

const nodeWait: Wait = {
  set(callback, delayMs) {
    const timeout = setTimeout(callback, delayMs);
    return () => clearTimeout(timeout);
  },
};
