import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { must } from '#shared/kernel/assert.ts';
import type { Blobs, BlobState } from '../../blobs/blob-store.ts';
import { blobError } from '../../blobs/errors.ts';
import type { Storage } from '../storage.ts';
import { toldFailure } from './failures.ts';

const ONE_BLOB = 'WHERE organisation_id = $1 AND sha256 = $2';
type StateRow = { have_bytes: number; is_complete: boolean };

/**
 * Attachments in the database that all replicas share, as chunks in the size they arrived in. The blob's row
 * is locked while a chunk is added, so two uploads of the same content do not interleave.
 */
export class PostgresBlobs implements Blobs {
  readonly #pool: Pool;
  readonly #storage: Pick<Storage, 'organisation'>;
  #organisationId: string | undefined;

  constructor(pool: Pool, storage: Pick<Storage, 'organisation'>) {
    this.#pool = pool;
    this.#storage = storage;
  }

  async state(sha: string): Promise<BlobState> {
    return this.#told(async () => {
      const { rows } = await this.#pool.query<StateRow>(
        `SELECT have_bytes, is_complete FROM blobs ${ONE_BLOB}`,
        await this.#key(sha),
      );
      return stateOf(rows[0]);
    });
  }

  /** As `BlobStore.append`. */
  async append(
    sha: string,
    chunk: { offset: number; bytes: Uint8Array; sizeBytes: number },
  ): Promise<BlobState> {
    const key = await this.#key(sha);
    const state = await this.#transaction((client) => appendChunk(client, key, chunk));
    if (state !== 'damaged') return state;
    throw blobError('attachment-damaged');
  }

  /** As `BlobStore.read`. */
  async read(
    sha: string,
    slice: { offset: number; lengthBytes: number },
  ): Promise<{ bytes: Uint8Array; sizeBytes: number } | undefined> {
    return this.#told(async () => {
      const key = await this.#key(sha);
      const { isComplete, haveBytes: sizeBytes } = await this.state(sha);
      if (!isComplete) return undefined;
      const end = Math.min(slice.offset + slice.lengthBytes, sizeBytes);
      const { rows } = await this.#pool.query<{ first_byte: number; bytes: Buffer }>(
        `SELECT first_byte, bytes FROM blob_chunks ${ONE_BLOB}
         AND first_byte < $4 AND first_byte + octet_length(bytes) > $3 ORDER BY first_byte`,
        [...key, slice.offset, end],
      );
      const parts = rows.map(({ first_byte: first, bytes }) =>
        bytes.subarray(Math.max(0, slice.offset - first), Math.max(0, end - first)),
      );
      return { bytes: Buffer.concat(parts), sizeBytes };
    });
  }

  async #key(sha: string): Promise<[string, string]> {
    this.#organisationId ??= must(await this.#storage.organisation(), 'an organisation').id;
    return [this.#organisationId, sha];
  }

  #transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    return this.#told(async () => {
      const client = await this.#pool.connect();
      let failure: unknown;
      try {
        await client.query('BEGIN');
        const result = await work(client);
        await client.query('COMMIT');
        return result;
      } catch (error) {
        failure = error;
        throw error;
      } finally {
        // A connection that was in the middle of something is not given to somebody else.
        client.release(failure !== undefined);
      }
    });
  }

  async #told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toldFailure(error);
    }
  }
}

async function appendChunk(
  client: PoolClient,
  key: [string, string],
  { offset, bytes, sizeBytes }: { offset: number; bytes: Uint8Array; sizeBytes: number },
): Promise<BlobState | 'damaged'> {
  await client.query(
    `INSERT INTO blobs (organisation_id, sha256, have_bytes, is_complete) VALUES ($1, $2, 0, FALSE)
     ON CONFLICT DO NOTHING`,
    key,
  );
  const { rows } = await client.query<StateRow>(
    `SELECT have_bytes, is_complete FROM blobs ${ONE_BLOB} FOR UPDATE`,
    key,
  );
  const before = stateOf(rows[0]);
  if (before.isComplete || offset !== before.haveBytes) return before;
  await client.query(
    'INSERT INTO blob_chunks (organisation_id, sha256, first_byte, bytes) VALUES ($1, $2, $3, $4)',
    [...key, offset, bytes],
  );
  const haveBytes = offset + bytes.length;
  const isComplete = haveBytes >= sizeBytes;
  if (isComplete && (await hashOfChunks(client, key)) !== key[1]) {
    await client.query(`DELETE FROM blob_chunks ${ONE_BLOB}`, key);
    await client.query(`DELETE FROM blobs ${ONE_BLOB}`, key);
    return 'damaged';
  }
  await client.query(`UPDATE blobs SET have_bytes = $3, is_complete = $4 ${ONE_BLOB}`, [
    ...key,
    haveBytes,
    isComplete,
  ]);
  return { haveBytes, isComplete };
}

/** Chunk by chunk: an attachment may be larger than what a request should hold in memory. */
async function hashOfChunks(client: PoolClient, key: [string, string]): Promise<string> {
  const hash = createHash('sha256');
  let offset = 0;
  for (;;) {
    const { rows } = await client.query<{ bytes: Buffer }>(
      `SELECT bytes FROM blob_chunks ${ONE_BLOB} AND first_byte = $3`,
      [...key, offset],
    );
    const bytes = rows[0]?.bytes;
    if (bytes === undefined || bytes.length === 0) return hash.digest('hex');
    hash.update(bytes);
    offset += bytes.length;
  }
}

function stateOf(row: StateRow | undefined): BlobState {
  return { haveBytes: row?.have_bytes ?? 0, isComplete: row?.is_complete ?? false };
}
