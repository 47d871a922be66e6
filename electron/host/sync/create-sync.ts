import type { Logger } from 'pino';
import { Attachments } from '../attachments/attachment-service.ts';
import { BlobRows } from '../attachments/blob-rows.ts';
import { type BlobFormats, BlobStore } from '../attachments/blob-store.ts';
import { BlobTransfer } from '../attachments/blob-transfer.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { SyncRecords, SyncService } from '../services.ts';
import type { Store } from '../store/store.ts';
import { Conflicts } from './conflicts.ts';
import { ExchangeHistory } from './exchange-history.ts';
import type { ExchangeSummary } from './exchange-meter.ts';
import { httpTransport } from './http-transport.ts';
import type { LinkClass } from './link-class.ts';
import type { ServerLink } from './server-link.ts';
import { liveTransport } from './live-transport.ts';
import { SyncClient, type SyncParts, type SyncSettings, type Wait } from './sync-client.ts';
import type { Wipe } from './wipe-order.ts';

export type CreateSyncOptions = {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly dataFolder: string;
  /** How attachments lie on the disk; plain when it isn't given. */
  readonly blobFormats?: BlobFormats;
  readonly runCommand: SyncParts['runCommand'];
  onStatus(): void;
  /** Bytes of an attachment have moved. */
  onAttachment?(): void;
  /** For tests: another way to the server, other times. */
  readonly transportTo?: SyncParts['transportTo'];
  readonly liveTo?: SyncParts['liveTo'];
  /** Of the link in use at the start; `setLinkClass` changes it. */
  readonly linkClass?: LinkClass;
  readonly wait?: Wait;
  readonly random?: () => number;
  readonly settings?: Partial<SyncSettings>;
  /** Absent: an order to wipe this console changes nothing but that it is shut out. */
  readonly wipe?: Wipe;
};

export type Sync = {
  readonly service: SyncService;
  readonly records: SyncRecords;
  readonly attachments: Attachments;
  /** Enrols with a one-time code and waits for the first exchange. */
  join(input: { serverUrl: string; code: string; deviceName: string }): Promise<void>;
  /** For one signed request; throws where there is no server to ask. */
  link(): ServerLink;
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
  const blobs = new BlobStore(options.dataFolder, options.blobFormats);
  const history = new ExchangeHistory(store);
  const conflicts = new Conflicts(store);
  const client = new SyncClient({
    store,
    clock,
    log,
    wait: options.wait ?? nodeWait,
    random: options.random ?? Math.random,
    transportTo: options.transportTo ?? httpTransport,
    ...liveWay(options),
    ...(options.linkClass === undefined ? {} : { linkClass: options.linkClass }),
    blobs: new BlobTransfer({ store, blobs, rows, clock, log, onMoved: () => options.onAttachment?.() }),
    runCommand: options.runCommand,
    conflicts,
    onExchange: (summary) => noteExchange(history, summary, log),
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    ...(options.wipe === undefined ? {} : { wipe: options.wipe }),
  });
  const stop = client.onStatus(() => options.onStatus());
  return {
    service: client,
    records: {
      exchanges: (page) => history.page(page),
      conflicts: (actor, page) => conflicts.page(actor, page),
      conflictsSeen: (actor, upTo) => conflicts.noteSeen(actor, upTo, clock.now()),
    },
    attachments: new Attachments({ store, blobs, rows, clock }),
    join: (input) => client.join(input),
    link: () => client.link(),
    wake: () => client.wake(),
    resume: () => client.resume(),
    settled: () => client.settled(),
    start: () => client.start(),
    async close() {
      await client.close();
      stop();
      history.keep();
    },
  };
}

/** What cannot be written down is no reason for an exchange to fail. */
function noteExchange(history: ExchangeHistory, summary: ExchangeSummary, log: Pick<Logger, 'warn'>): void {
  try {
    history.note(summary);
  } catch (error) {
    log.warn({ err: error }, 'an exchange is missing in the history');
  }
}

/** Where a test has its own way to the server, it also has its own way to hear of news, or none. */
function liveWay({ liveTo, transportTo }: CreateSyncOptions): Pick<SyncParts, 'liveTo'> {
  if (liveTo !== undefined) return { liveTo };
  return transportTo === undefined ? { liveTo: liveTransport } : {};
}

const nodeWait: Wait = {
  set(callback, delayMs) {
    const timeout = setTimeout(callback, delayMs);
    return () => clearTimeout(timeout);
  },
};
