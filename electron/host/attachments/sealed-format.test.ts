import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DomainError } from '#shared/kernel/errors.ts';
import { BlobStore } from './blob-store.ts';
import { blobFormatsOf } from './blob-formats.ts';
import { convertBlobs } from './convert-blobs.ts';
import { sealedFormat } from './sealed-format.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-sealed-'));
  file = path.join(folder, 'one.sealed');
});
afterEach(() => rmSync(folder, { recursive: true }));

const KEY = randomBytes(32);
const shaOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const filesBelow = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'none';
}

describe('an encrypted file', () => {
  it('gives any part of what was appended to it, however it came, after any cut', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 150_000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(lengths, fc.nat(), fc.nat(), fc.nat(), (pieces, cutSeed, offsetSeed, lengthSeed) => {
        const format = sealedFormat(KEY);
        rmSync(file, { force: true });
        const whole = randomBytes(pieces.reduce((sum, length) => sum + length, 0));
        let at = 0;
        for (const length of pieces) {
          format.append(file, whole.subarray(at, at + length));
          at += length;
        }
        const cut = cutSeed % (whole.length + 1);
        format.cut(file, cut);
        format.append(file, whole.subarray(cut));
        const offset = offsetSeed % (whole.length + 10);
        const length = lengthSeed % (whole.length + 10);
        expect(format.sizeBytes(file)).toBe(whole.length);
        expect(format.read(file, offset, length).equals(whole.subarray(offset, offset + length))).toBe(true);
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it('shows nothing of its bytes, and belongs to one key, one name and one length', () => {
    const format = sealedFormat(KEY);
    const bytes = Buffer.from('the cargo manifest, in the clear '.repeat(5_000));
    format.append(file, bytes);
    expect(format.sealedBytes(file, shaOf(bytes))).toBeUndefined();
    format.seal(file, shaOf(bytes));
    expect(readFileSync(file).includes('manifest')).toBe(false);
    expect([
      format.sealedBytes(file, shaOf(bytes)),
      format.sealedBytes(file, shaOf(Buffer.from('another'))),
      sealedFormat(randomBytes(32)).sealedBytes(file, shaOf(bytes)),
    ]).toEqual([bytes.length, undefined, undefined]);
    writeFileSync(file, readFileSync(file).subarray(0, 100_000));
    expect(format.sealedBytes(file, shaOf(bytes))).toBeUndefined();
  });

  it('is damaged when a bit of it was changed, or its chunks were exchanged', () => {
    const format = sealedFormat(KEY);
    format.append(file, randomBytes(200_000));
    const sound = readFileSync(file);
    const frame = 64 * 1024 + 28;
    const changed = Buffer.from(sound);
    changed[64 + 40] = Number(changed[64 + 40]) ^ 1;
    const exchanged = Buffer.concat([
      sound.subarray(0, 64),
      sound.subarray(64 + frame, 64 + 2 * frame),
      sound.subarray(64, 64 + frame),
      sound.subarray(64 + 2 * frame),
    ]);
    for (const broken of [changed, exchanged]) {
      writeFileSync(file, broken);
      expect(codeOf(() => format.read(file, 0, 10))).toBe('attachment-damaged');
    }
    // A large file is not lost for a bad spot: the rest is still read.
    writeFileSync(file, changed);
    expect(format.read(file, 150_000, 10)).toHaveLength(10);
  });
});

describe('the attachments of a store', () => {
  const photo = randomBytes(300_000);
  const sha256 = shaOf(photo);
  const state: { blobKeyHex: string | undefined } = { blobKeyHex: undefined };
  beforeEach(() => {
    state.blobKeyHex = undefined;
  });
  // Assigned only with a key, as the real one is.
  const blobs = (isEncrypted: boolean) =>
    new BlobStore(folder, blobFormatsOf(state as { blobKeyHex: string }, isEncrypted));
  const arrived = async (store: BlobStore) => {
    store.appendPart(sha256, photo.subarray(0, 100_000));
    store.appendPart(sha256, photo.subarray(100_000));
    return store.completePart(sha256);
  };
  const convert = (to: 'sealed' | 'plain') =>
    convertBlobs({ step: () => undefined }, { dataFolder: folder, blobKeyHex: String(state.blobKeyHex), to });

  it('lie plain beside a store that is not encrypted, and encrypted beside one that is', async () => {
    expect(await arrived(blobs(false))).toBe(true);
    expect([state.blobKeyHex, filesBelow().map(({ name }) => name)]).toEqual([undefined, [sha256]]);
    const store = blobs(true);
    // Before anything is converted, what was there is read as it is.
    expect(store.read(sha256, 5, 100).equals(photo.subarray(5, 105))).toBe(true);
    expect(await convert('sealed')).toEqual({ converted: 1, leftAlone: 0 });
    expect(filesBelow().map(({ name }) => name)).toEqual([`${sha256}.sealed`]);
    expect(store.read(sha256, 299_990, 100).equals(photo.subarray(299_990))).toBe(true);
    expect(store.sizeBytes(sha256)).toBe(photo.length);
    expect(await convert('sealed')).toEqual({ converted: 0, leftAlone: 0 });
    expect(await convert('plain')).toEqual({ converted: 1, leftAlone: 0 });
    expect(blobs(false).read(sha256, 0, 300_000).equals(photo)).toBe(true);
  });

  it('that arrive damaged are thrown away, and what is half there goes on', async () => {
    const store = blobs(true);
    store.appendPart(sha256, photo.subarray(0, 100_000));
    const again = blobs(true);
    expect(again.partBytes(sha256)).toBe(100_000);
    again.appendPart(sha256, Buffer.alloc(200_000));
    expect([await again.completePart(sha256), filesBelow()]).toEqual([false, []]);
    expect(await arrived(again)).toBe(true);
  });

  it('cut off in the middle of a conversion are there under one name or the other', async () => {
    await arrived(blobs(false));
    const store = blobs(true);
    const place = path.join(folder, 'blobs', sha256.slice(0, 2));
    writeFileSync(path.join(place, `${sha256}.sealed.draft`), 'half a file');
    expect(store.sizeBytes(sha256)).toBe(photo.length);
    await convert('sealed');
    // As if the plain one had not been removed any more.
    writeFileSync(path.join(place, sha256), photo);
    expect(await convert('sealed')).toEqual({ converted: 1, leftAlone: 0 });
    expect(filesBelow().map(({ name }) => name)).toEqual([`${sha256}.sealed`]);
  });

  it('that are not what their name says are not made to look as if they were', async () => {
    await arrived(blobs(false));
    blobs(true);
    const other = 'ab'.repeat(32);
    mkdirSync(path.join(folder, 'blobs', 'ab'), { recursive: true });
    renameSync(
      path.join(folder, 'blobs', sha256.slice(0, 2), sha256),
      path.join(folder, 'blobs', 'ab', other),
    );
    expect(await convert('sealed')).toEqual({ converted: 0, leftAlone: 1 });
    expect(existsSync(path.join(folder, 'blobs', 'ab', other))).toBe(true);
  });
});
