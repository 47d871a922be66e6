import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { assert } from '#shared/kernel/assert.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { type KeptAnswer, PART_DAYS_MAX, PARTS_PER_DEVICE_MAX } from '#shared/sync/parts.ts';
import { blobError } from './errors.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

export type PartKey = { readonly deviceId: string; readonly sha256: string };
export type PartState = { readonly haveBytes: number; readonly answer: KeptAnswer | undefined };

const DEVICE_ID = /^[0-9a-zA-Z-]{8,36}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const ANSWER_FILE = /^([0-9a-f]{64})\.([0-9a-f]{16})\.answer$/;
const TAG_DIGITS = 16;

type Receiving = { readonly cancel: () => void; readonly ended: Promise<unknown> };

/**
 * Exchanges that arrive in pieces, and the answers to them, as files per device: `<sha256>.upload` while it grows,
 * `<sha256>.<tag>.answer` once it was done. Nothing here is worth more than the time it takes to send again.
 */
export class PartStore {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #receiving = new Map<string, Receiving>();

  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /** Ends a connection that still brings this part: the device has another one, so that one is dead. */
  async state(key: PartKey): Promise<PartState> {
    const before = this.#receiving.get(`${key.deviceId}/${key.sha256}`);
    before?.cancel();
    await before?.ended;
    const answer = await this.#answerFile(key);
    if (answer !== undefined) {
      const { size } = await fs.stat(path.join(this.#folderOf(key.deviceId), answer.file));
      return { haveBytes: 0, answer: { sizeBytes: size, tag: answer.tag } };
    }
    return { haveBytes: await sizeOf(this.#uploadFile(key)), answer: undefined };
  }

  /**
   * Appends what a connection brings, from an offset on, and returns how much there is then. A connection that
   * breaks off leaves what it brought. Another one for the same part takes over from it: the device has noticed
   * before the server that the first one is dead.
   */
  async receive(
    key: PartKey,
    part: { readonly offset: number; readonly sizeBytes: number; readonly source: PartSource },
  ): Promise<number> {
    const name = `${key.deviceId}/${key.sha256}`;
    const before = this.#receiving.get(name);
    before?.cancel();
    const work = (before?.ended ?? Promise.resolve()).then(() => this.#append(key, part));
    const ended = work.then(ignore, ignore);
    const receiving = { cancel: () => part.source.destroy(), ended };
    this.#receiving.set(name, receiving);
    try {
      return await work;
    } finally {
      if (this.#receiving.get(name) === receiving) this.#receiving.delete(name);
    }
  }

  /** The whole upload. Throws `attachment-damaged`, and forgets it, when it is not what its name says. */
  async whole(key: PartKey): Promise<Uint8Array> {
    const bytes = await fs.readFile(this.#uploadFile(key));
    if (createHash('sha256').update(bytes).digest('hex') === key.sha256) return bytes;
    await this.drop(key);
    throw blobError('part-damaged');
  }

  /** Puts the answer in the upload's place. */
  async keepAnswer(key: PartKey, answer: Uint8Array): Promise<KeptAnswer> {
    const tag = createHash('sha256').update(answer).digest('hex').slice(0, TAG_DIGITS);
    await fs.mkdir(this.#folderOf(key.deviceId), { recursive: true, mode: 0o700 });
    const file = path.join(this.#folderOf(key.deviceId), `${key.sha256}.${tag}.answer`);
    await fs.writeFile(`${file}.new`, answer, { mode: 0o600 });
    await this.#stamp(`${file}.new`);
    await fs.rename(`${file}.new`, file);
    await fs.rm(this.#uploadFile(key), { force: true });
    await this.#prune(key.deviceId, PARTS_PER_DEVICE_MAX);
    return { sizeBytes: answer.length, tag };
  }

  /** The answer from an offset on; undefined when it is not there, or is another one. */
  async readAnswer(key: PartKey, slice: { offset: number; tag: string }): Promise<Uint8Array | undefined> {
    const answer = await this.#answerFile(key);
    if (answer === undefined || answer.tag !== slice.tag) return undefined;
    const bytes = await fs.readFile(path.join(this.#folderOf(key.deviceId), answer.file));
    return bytes.subarray(slice.offset);
  }

  async drop(key: PartKey): Promise<void> {
    await fs.rm(this.#uploadFile(key), { force: true });
  }

  /** Forgets what nobody came back for. */
  async sweep(): Promise<void> {
    const devices = await fs.readdir(this.#folder).catch(nothing);
    for (const deviceId of devices) if (DEVICE_ID.test(deviceId)) await this.#prune(deviceId, Infinity);
  }

  async #append(
    key: PartKey,
    { offset, sizeBytes, source }: { offset: number; sizeBytes: number; source: PartSource },
  ): Promise<number> {
    const file = this.#uploadFile(key);
    const had = await sizeOf(file);
    if (offset !== had) return had;
    if (had === 0) await this.#prune(key.deviceId, PARTS_PER_DEVICE_MAX - 1);
    await fs.mkdir(this.#folderOf(key.deviceId), { recursive: true, mode: 0o700 });
    const handle = await fs.open(file, 'a', 0o600);
    let have = had;
    try {
      for await (const bytes of source) {
        if (have + bytes.length > sizeBytes) throw blobError('part-damaged');
        await handle.appendFile(bytes);
        have += bytes.length;
      }
    } finally {
      await handle.close();
      await this.#stamp(file);
    }
    return have;
  }

  /** Ages are told by the server's own clock, which need not be the one that the file system reads. */
  async #stamp(file: string): Promise<void> {
    const atSeconds = this.#clock.now() / 1_000;
    await fs.utimes(file, atSeconds, atSeconds);
  }

  /** Keeps the newest of a device's files, and none that is too old. */
  async #prune(deviceId: string, filesMax: number): Promise<void> {
    const folder = this.#folderOf(deviceId);
    const oldestMs = this.#clock.now() - PART_DAYS_MAX * DAY_MS;
    const names = await fs.readdir(folder).catch(nothing);
    const files = await Promise.all(
      names.map(async (name) => ({ name, atMs: (await fs.stat(path.join(folder, name))).mtimeMs })),
    );
    const newestFirst = files.toSorted((a, b) => b.atMs - a.atMs);
    for (const [index, { name, atMs }] of newestFirst.entries()) {
      if (index >= filesMax || atMs < oldestMs) await fs.rm(path.join(folder, name), { force: true });
    }
    if (newestFirst.every(({ atMs }) => atMs < oldestMs)) await fs.rmdir(folder).catch(ignore);
  }

  async #answerFile({ deviceId, sha256 }: PartKey): Promise<{ file: string; tag: string } | undefined> {
    for (const file of await fs.readdir(this.#folderOf(deviceId)).catch(nothing)) {
      const [, of, tag] = ANSWER_FILE.exec(file) ?? [];
      if (of === sha256 && tag !== undefined) return { file, tag };
    }
    return undefined;
  }

  #uploadFile({ deviceId, sha256 }: PartKey): string {
    assert(SHA256.test(sha256), 'a part is named by its SHA-256');
    return path.join(this.#folderOf(deviceId), `${sha256}.upload`);
  }

  #folderOf(deviceId: string): string {
    assert(DEVICE_ID.test(deviceId), 'a device id that may name a folder');
    return path.join(this.#folder, deviceId);
  }
}

/** A request's body. It ends where its connection does; a full disk is an error. */
export type PartSource = AsyncIterable<Uint8Array> & { destroy(): void };

async function sizeOf(file: string): Promise<number> {
  try {
    return (await fs.stat(file)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}

/** A folder that is not there holds nothing. */
function nothing(error: unknown): string[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}

function ignore(): undefined {
  return undefined;
}
