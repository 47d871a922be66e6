import http from 'node:http';
import express from 'express';
import expressPouch from 'express-pouchdb';
import PouchDB from 'pouchdb';
import memoryAdapter from 'pouchdb-adapter-memory';
import { listen } from './listen.ts';
import { ShapingProxy } from './shaping-proxy.ts';
import type { SyncDevice, SyncSystem } from './system.ts';
import type { Document } from './workload.ts';

type PouchDocument = Omit<Document, 'id'> & { readonly _id: string };

const SERVER_DATABASE = 'documents';
const KEEP_ALIVE_MS = 10 * 60_000;

PouchDB.plugin(memoryAdapter);

/** PouchDB in memory on both sides, its defaults for replication, connections kept. */
export async function pouchSystem(): Promise<SyncSystem> {
  const app = express();
  app.use(
    '/',
    expressPouch(PouchDB.defaults({ adapter: 'memory' }), {
      mode: 'minimumForPouchDB',
      inMemoryConfig: true,
    }),
  );
  const server = await listen(http.createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 }, app));
  const stored = new PouchDB<PouchDocument>(SERVER_DATABASE, { adapter: 'memory' });
  return {
    name: 'PouchDB 9',
    device: async (name) => pouchDevice(name, await ShapingProxy.to(server.port)),
    async taken() {
      // Every write that came takes one number of the sequence.
      return Number((await stored.info()).update_seq);
    },
    close: () => server.close(),
  };
}

function pouchDevice(name: string, link: ShapingProxy): SyncDevice {
  const agent = new http.Agent({ keepAlive: true });
  const local = new PouchDB<PouchDocument>(`device-${name}`, { adapter: 'memory' });
  const remote = new PouchDB<PouchDocument>(`http://127.0.0.1:${link.port}/${SERVER_DATABASE}`, {
    fetch: (url, options) => PouchDB.fetch(url, { ...options, agent }),
  });
  return {
    link,
    async insert(documents) {
      await write(
        local,
        documents.map(({ id, ...fields }) => ({ _id: id, ...fields })),
      );
    },
    async change(changes) {
      const { rows } = await local.allDocs({ keys: changes.map(({ id }) => id), include_docs: true });
      await write(
        local,
        rows.map(({ doc }, index) => ({ ...doc, place: changes[index]?.place })),
      );
    },
    async sync() {
      try {
        await local.replicate.to(remote);
        await local.replicate.from(remote);
      } finally {
        agent.destroy();
      }
    },
    async pull() {
      try {
        await local.replicate.from(remote);
      } finally {
        agent.destroy();
      }
    },
    async poll() {
      await local.replicate.from(remote);
    },
    async places() {
      const { rows } = await local.allDocs({ include_docs: true });
      return new Map(rows.map(({ id, doc }) => [id, doc?.place ?? '']));
    },
    async close() {
      agent.destroy();
      await local.close();
      await link.close();
    },
  };
}

async function write(local: PouchDB<PouchDocument>, documents: readonly object[]): Promise<void> {
  const failed = (await local.bulkDocs(documents)).find(({ error }) => error);
  if (failed !== undefined) throw new Error(`PouchDB refused a write: ${JSON.stringify(failed)}`);
}
