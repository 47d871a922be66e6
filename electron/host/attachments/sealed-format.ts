import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { existsSync, fstatSync, ftruncateSync, readSync, writeSync } from 'node:fs';
import { assert } from '#shared/kernel/assert.ts';
import { type ByteFormat, fileBytes, withFile } from './byte-format.ts';
import { attachmentError } from './errors.ts';

/** Magic and version, which key, random name of this file, seal. */
const MAGIC = Buffer.from('FLBLOB\0\x01', 'latin1');
const KEY_ID_AT = 8;
const FILE_ID_AT = 16;
const SEAL_AT = 32;
const HEADER_BYTES = 64;

const CHUNK_BYTES = 64 * 1024;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FRAME_BYTES = NONCE_BYTES + CHUNK_BYTES + TAG_BYTES;
const FRAME_EXTRA_BYTES = NONCE_BYTES + TAG_BYTES;

type Header = { readonly keyId: Buffer; readonly fileId: Buffer; readonly seal: Buffer };

export const BLOB_KEY_BYTES = 32;

/**
 * Encrypted bytes of attachments: AES-256-GCM, each 64 KiB on their own, so that a part of a large file is read
 * without the rest. Every write draws a new nonce. A chunk is bound to its file and place; a complete file is
 * bound to its name and length by the seal, so that files can't be exchanged or shortened unseen.
 */
export function sealedFormat(blobKey: Uint8Array): ByteFormat {
  assert(blobKey.length === BLOB_KEY_BYTES, 'a key for attachments has 256 bits');
  return new SealedFormat(blobKey);
}

class SealedFormat implements ByteFormat {
  readonly suffix = '.sealed';
  readonly #chunkKey: Buffer;
  readonly #sealKey: Buffer;
  readonly #keyId: Buffer;

  constructor(blobKey: Uint8Array) {
    const derived = (purpose: string, length: number) =>
      Buffer.from(hkdfSync('sha256', blobKey, '', `fairlead attachments ${purpose}`, length));
    this.#chunkKey = derived('chunks', 32);
    this.#sealKey = derived('seal', 32);
    this.#keyId = derived('key id', FILE_ID_AT - KEY_ID_AT);
  }

  create(file: string): void {
    const fileId = randomBytes(SEAL_AT - FILE_ID_AT);
    const header = Buffer.concat([MAGIC, this.#keyId, fileId, Buffer.alloc(HEADER_BYTES - SEAL_AT)]);
    withFile(file, 'wx', (descriptor) => writeSync(descriptor, header));
  }

  append(file: string, bytes: Uint8Array): void {
    if (!existsSync(file)) this.create(file);
    withFile(file, 'r+', (descriptor) => {
      const { fileId } = headerOf(descriptor);
      const size = plainBytes(fstatSync(descriptor).size);
      let index = Math.floor(size / CHUNK_BYTES);
      const begun = size % CHUNK_BYTES === 0 ? Buffer.alloc(0) : this.#readChunk(descriptor, fileId, index);
      const whole = Buffer.concat([begun, bytes]);
      for (let at = 0; at < whole.length; at += CHUNK_BYTES) {
        this.#writeChunk(descriptor, fileId, index, whole.subarray(at, at + CHUNK_BYTES));
        index += 1;
      }
    });
  }

  cut(file: string, lengthBytes: number): void {
    withFile(file, 'r+', (descriptor) => {
      const { fileId } = headerOf(descriptor);
      const index = Math.floor(lengthBytes / CHUNK_BYTES);
      const kept = this.#readChunk(descriptor, fileId, index).subarray(0, lengthBytes % CHUNK_BYTES);
      ftruncateSync(descriptor, HEADER_BYTES + index * FRAME_BYTES);
      if (kept.length > 0) this.#writeChunk(descriptor, fileId, index, kept);
    });
  }

  sizeBytes(file: string): number | undefined {
    const bytes = fileBytes(file);
    return bytes === undefined ? undefined : plainBytes(bytes);
  }

  read(file: string, offset: number, length: number): Buffer {
    return withFile(file, 'r', (descriptor) => {
      const { fileId } = headerOf(descriptor);
      const end = Math.min(offset + length, plainBytes(fstatSync(descriptor).size));
      const chunks: Buffer[] = [];
      const first = Math.floor(offset / CHUNK_BYTES);
      for (let index = first; index * CHUNK_BYTES < end; index += 1) {
        chunks.push(this.#readChunk(descriptor, fileId, index));
      }
      const start = offset - first * CHUNK_BYTES;
      return Buffer.concat(chunks).subarray(start, start + Math.max(0, end - offset));
    });
  }

  seal(file: string, sha256: string): void {
    withFile(file, 'r+', (descriptor) => {
      const { fileId } = headerOf(descriptor);
      const seal = this.#sealOf(fileId, sha256, plainBytes(fstatSync(descriptor).size));
      writeSync(descriptor, seal, 0, seal.length, SEAL_AT);
    });
  }

  sealedBytes(file: string, sha256: string): number | undefined {
    if (!existsSync(file)) return undefined;
    return withFile(file, 'r', (descriptor) => {
      const header = readHeader(descriptor);
      if (header === undefined || !header.keyId.equals(this.#keyId)) return undefined;
      const size = plainBytes(fstatSync(descriptor).size);
      return timingSafeEqual(header.seal, this.#sealOf(header.fileId, sha256, size)) ? size : undefined;
    });
  }

  #sealOf(fileId: Buffer, sha256: string, sizeBytes: number): Buffer {
    return createHmac('sha256', this.#sealKey).update(fileId).update(`${sha256} ${sizeBytes}`).digest();
  }

  #writeChunk(descriptor: number, fileId: Buffer, index: number, plain: Uint8Array): void {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#chunkKey, nonce).setAAD(placeOf(fileId, index));
    const frame = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    writeSync(descriptor, frame, 0, frame.length, HEADER_BYTES + index * FRAME_BYTES);
  }

  #readChunk(descriptor: number, fileId: Buffer, index: number): Buffer {
    const frame = Buffer.alloc(FRAME_BYTES);
    const length = readSync(descriptor, frame, 0, FRAME_BYTES, HEADER_BYTES + index * FRAME_BYTES);
    if (length <= FRAME_EXTRA_BYTES) return Buffer.alloc(0);
    const tagAt = length - TAG_BYTES;
    const nonce = frame.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#chunkKey, nonce, { authTagLength: TAG_BYTES })
      .setAAD(placeOf(fileId, index))
      .setAuthTag(frame.subarray(tagAt, length));
    const plain = decipher.update(frame.subarray(NONCE_BYTES, tagAt));
    try {
      decipher.final();
    } catch (error) {
      throw attachmentError('bytes-damaged', {}, { cause: error });
    }
    return plain;
  }
}

function placeOf(fileId: Buffer, index: number): Buffer {
  const place = Buffer.alloc(fileId.length + 4);
  fileId.copy(place);
  place.writeUInt32BE(index, fileId.length);
  return place;
}

function plainBytes(bytes: number): number {
  const body = Math.max(0, bytes - HEADER_BYTES);
  const rest = body % FRAME_BYTES;
  return Math.floor(body / FRAME_BYTES) * CHUNK_BYTES + Math.max(0, rest - FRAME_EXTRA_BYTES);
}

function headerOf(descriptor: number): Header {
  const header = readHeader(descriptor);
  if (header === undefined) throw attachmentError('bytes-damaged');
  return header;
}

function readHeader(descriptor: number): Header | undefined {
  const bytes = Buffer.alloc(HEADER_BYTES);
  if (readSync(descriptor, bytes, 0, HEADER_BYTES, 0) < HEADER_BYTES) return undefined;
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  return {
    keyId: bytes.subarray(KEY_ID_AT, FILE_ID_AT),
    fileId: bytes.subarray(FILE_ID_AT, SEAL_AT),
    seal: bytes.subarray(SEAL_AT),
  };
}
