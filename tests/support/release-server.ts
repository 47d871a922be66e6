import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { publish } from '#sync-server/updates/publish.ts';
import { makeSigningKey } from '#sync-server/updates/signing-key.ts';
import { createSyncServer } from '#sync-server/server.ts';
import { openSqliteStorage } from '#sync-server/storage/sqlite/sqlite-storage.ts';

export const RELEASED_AT = '2026-03-01T08:00:00.000Z';

/** A sync server on a free port that offers releases, and the publisher who makes them. */
export class ReleaseServer {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-releases-'));
  readonly updatesFolder = path.join(this.folder, 'updates');
  readonly keyFile = path.join(this.folder, 'publisher.pem');
  readonly publicKey = makeSigningKey(this.keyFile);
  url = '';
  readonly #storage = openSqliteStorage(':memory:');
  readonly #server = createSyncServer({
    storage: this.#storage,
    blobFolder: path.join(this.folder, 'blobs'),
    clock: { now: () => Date.parse(RELEASED_AT), monotonicMs: () => performance.now() },
    updatesFolder: this.updatesFolder,
  });

  async start(): Promise<this> {
    this.url = await this.#server.listen({ host: '127.0.0.1', port: 0 });
    return this;
  }

  get feedUrl(): string {
    return `${this.url}/updates/`;
  }

  /** A program file as a build leaves it. */
  write(name: string, bytes: string | Uint8Array): string {
    const file = path.join(this.folder, name);
    fs.writeFileSync(file, bytes);
    return file;
  }

  publish(version: string, file: string, how: { stagingPercentage?: number; notes?: string } = {}) {
    return publish(
      {
        folder: this.updatesFolder,
        version,
        files: [file],
        channel: 'latest',
        stagingPercentage: how.stagingPercentage ?? 100,
        notesFile: how.notes === undefined ? undefined : this.write('notes.md', how.notes),
        signingKeyFile: this.keyFile,
      },
      RELEASED_AT,
    );
  }

  /** Changes what is said of a release behind the publisher's back. */
  tamper(version: string, change: (text: string) => string): void {
    const file = path.join(this.updatesFolder, version, 'release.json');
    fs.writeFileSync(file, change(fs.readFileSync(file, 'utf8')));
  }

  async stop(): Promise<void> {
    await this.#server.close();
    await this.#storage.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
