import http from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { createRxDatabase, type RxCollection } from 'rxdb';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { bodyOf, type Checkpoint, type PullAnswer, type RxDocument, startRxdbServer } from './rxdb-server.ts';
import { ShapingProxy } from './shaping-proxy.ts';
import type { SyncDevice, SyncSystem } from './system.ts';
import { documentSchema } from './rxdb-schema.ts';
import type { Document } from './workload.ts';

export type RxdbOptions = { readonly batch: number; readonly isZipped: boolean };

const zip = promisify(gzip);
/** RxDB waits five seconds by itself; that is its application's to set. */
const RETRY_MS = 1_000;

/** RxDB's replication with handlers over plain JSON, in memory on both sides. */
export async function rxdbSystem(options: RxdbOptions): Promise<SyncSystem> {
  const server = await startRxdbServer(options.isZipped);
  return {
    name: `RxDB 17 ${options.isZipped ? 'gzip' : 'plain'}, ${options.batch}`,
    device: async (name) => rxdbDevice(name, await ShapingProxy.to(server.port), options),
    taken: async () => server.taken(),
    close: () => server.close(),
  };
}

async function rxdbDevice(name: string, link: ShapingProxy, options: RxdbOptions): Promise<SyncDevice> {
  const database = await createRxDatabase({ name, storage: getRxStorageMemory(), multiInstance: false });
  const { incidents } = await database.addCollections({ incidents: { schema: documentSchema } });
  const agent = new http.Agent({ keepAlive: true });
  const replication = rxReplication(incidents, jsonClient(link.port, agent, options.isZipped), options.batch);
  const cycle = async () => {
    await replication.start();
    await replication.awaitInSync();
    await replication.pause();
  };
  return {
    link,
    async insert(documents) {
      const { error } = await incidents.bulkInsert(documents.map((document) => ({ ...document })));
      if (error.length > 0) throw new Error(`RxDB refused a write: ${error[0]?.status}`);
    },
    async change(changes) {
      const found = await incidents.findByIds(changes.map(({ id }) => id)).exec();
      const changed = changes.map(({ id, place }) => ({ ...found.get(id)?.toJSON(), place }));
      // Documents that were found, with one field changed.
      const { error } = await incidents.bulkUpsert(changed as Document[]);
      if (error.length > 0) throw new Error(`RxDB refused a write: ${error[0]?.status}`);
    },
    async sync() {
      await replication.start();
      await replication.awaitInSync();
      // What a server would tell it to do now that there is news, if only its own.
      replication.reSync();
      await replication.awaitInSync();
      await replication.pause();
      agent.destroy();
    },
    async pull() {
      await cycle();
      agent.destroy();
    },
    poll: cycle,
    async places() {
      const found = await incidents.find().exec();
      return new Map(found.map(({ id, place }) => [id, place]));
    },
    async close() {
      await replication.cancel();
      await database.close();
      agent.destroy();
      await link.close();
    },
  };
}

function rxReplication(collection: RxCollection<Document>, client: JsonClient, batchSize: number) {
  return replicateRxCollection<Document, Checkpoint>({
    collection,
    replicationIdentifier: 'bench',
    live: true,
    autoStart: false,
    waitForLeadership: false,
    retryTime: RETRY_MS,
    push: {
      batchSize,
      handler: (rows) => client<RxDocument[]>('POST', '/push', rows),
    },
    pull: {
      batchSize,
      async handler(checkpoint, limit) {
        const path = `/pull?after=${checkpoint?.sequence ?? 0}&limit=${limit}`;
        const { documents, ...answer } = await client<PullAnswer>('GET', path);
        return { documents: [...documents], ...answer };
      },
    },
  });
}

type JsonClient = <Answer>(
  method: 'GET' | 'POST',
  path: string,
  rows?: readonly unknown[],
) => Promise<Answer>;

function jsonClient(port: number, agent: http.Agent, isZipped: boolean): JsonClient {
  return async <Answer>(method: 'GET' | 'POST', path: string, rows?: readonly unknown[]) => {
    const text = rows === undefined ? '' : JSON.stringify(rows);
    const body = isZipped && text !== '' ? await zip(text) : Buffer.from(text);
    const headers = {
      ...(rows === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.length }),
      ...(isZipped && rows !== undefined ? { 'content-encoding': 'gzip' } : {}),
    };
    const incoming = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const outgoing = http.request({ host: '127.0.0.1', port, method, path, agent, headers }, resolve);
      outgoing.on('error', reject);
      outgoing.end(body);
    });
    // The server is this program's.
    return JSON.parse((await bodyOf(incoming)).toString()) as Answer;
  };
}
