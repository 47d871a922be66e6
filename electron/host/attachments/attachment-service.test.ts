import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isDomainError } from '#shared/kernel/errors.ts';
import { BLOB_BYTES_MAX, BLOB_CHUNK_BYTES } from '#shared/sync/limits.ts';
import { openStore, type Store } from '../store/store.ts';
import { Attachments } from './attachment-service.ts';
import { BlobRows } from './blob-rows.ts';
import { BlobStore } from './blob-store.ts';

let folder: string;
let nowMs: number;
let store: Store;
let rows: BlobRows;
let attachments: Attachments;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-attachments-'));
  nowMs = 0;
  const clock = { now: () => nowMs, monotonicMs: () => nowMs };
  store = openStore({ file: ':memory:' }, clock);
  rows = new BlobRows(store.db);
  attachments = new Attachments({ store, rows, clock, blobs: new BlobStore(folder) });
});

afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function png(sizeBytes: number, widthPixels = 16): Buffer {
  const bytes = Buffer.alloc(sizeBytes, 1);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
  bytes.writeUInt32BE(widthPixels, 16);
  bytes.writeUInt32BE(20_000, 20);
  return bytes;
}

async function upload(bytes: Buffer, fileName = 'deck.png') {
  const { uploadId, chunkBytes } = attachments.begin({ fileName, sizeBytes: bytes.length });
  for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
    const base64 = bytes.subarray(offset, offset + chunkBytes).toString('base64');
    attachments.append({ uploadId, offset, base64 });
  }
  return attachments.finish({ uploadId });
}

async function detailsOf(work: () => unknown) {
  try {
    await work();
    return undefined;
  } catch (error) {
    return isDomainError(error) ? error.details : error;
  }
}

function filesIn(name: string): string[] {
  return readdirSync(path.join(folder, 'blobs', name));
}

it('stores a file under its hash and gives it back in slices', async () => {
  const bytes = png(BLOB_CHUNK_BYTES + 1_000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');

  expect(await upload(bytes, 'C:\\Photos\\deck.png')).toEqual({
    sha256,
    sizeBytes: bytes.length,
    mediaType: 'image/png',
    fileName: 'deck.png',
    previewSha256: null,
    previewSizeBytes: null,
  });
  expect(attachments.read({ sha256, offset: 8, length: 8 })).toEqual({
    base64: bytes.subarray(8, 16).toString('base64'),
    sizeBytes: bytes.length,
  });
  expect(rows.row(sha256)).toMatchObject({ bytesHere: bytes.length, bytesAtServer: 0 });
  expect([filesIn('incoming'), filesIn(sha256.slice(0, 2))]).toEqual([[], [sha256]]);
});

it('stores the same file once', async () => {
  const first = await upload(png(100), 'one.png');
  const second = await upload(png(100), 'two.png');

  expect(second).toEqual({ ...first, fileName: 'two.png' });
  expect(filesIn('incoming')).toEqual([]);
});

it.each([
  ['a file that is too large, before a byte of it came', BLOB_BYTES_MAX + 1, 'attachment-too-large'],
  ['an empty file', 0, 'invalid-input'],
])('refuses %s', async (_name, sizeBytes, code) => {
  expect(await detailsOf(() => attachments.begin({ fileName: 'a.png', sizeBytes }))).toMatchObject({
    code,
    remedy: expect.any(String),
    field: 'sizeBytes',
  });
});

it.each([
  [
    'a program that calls itself a picture',
    Buffer.from('MZ this is no picture at all'),
    'attachment-wrong-type',
  ],
  ['a picture without a sound header', Buffer.from('89504e470d0a1a0a00', 'hex'), 'attachment-damaged'],
  ['a picture made to fill memories', png(100, 20_000), 'attachment-too-large'],
])('refuses %s and keeps nothing of it', async (_name, bytes, code) => {
  expect(await detailsOf(() => upload(bytes))).toMatchObject({ code, remedy: expect.any(String) });
  expect(filesIn('.')).toEqual(['incoming']);
  expect(filesIn('incoming')).toEqual([]);
});

it('names what is allowed', async () => {
  expect(await detailsOf(() => upload(Buffer.from('text')))).toMatchObject({
    remedy: 'Allowed are JPEG, PNG, WEBP, PDF.',
  });
});

it('says where to go on when a part does not follow the last', async () => {
  const { uploadId } = attachments.begin({ fileName: 'a.png', sizeBytes: 100 });
  const base64 = Buffer.alloc(10).toString('base64');
  attachments.append({ uploadId, offset: 0, base64 });

  expect(await detailsOf(() => attachments.append({ uploadId, offset: 0, base64 }))).toMatchObject({
    code: 'stale',
    remedy: 'Go on from byte 10.',
  });
  expect(await detailsOf(() => attachments.finish({ uploadId }))).toMatchObject({
    message: '10 of 100 bytes have arrived.',
  });
});

it('takes no more bytes than were announced', async () => {
  const { uploadId } = attachments.begin({ fileName: 'a.png', sizeBytes: 5 });
  const base64 = Buffer.alloc(10).toString('base64');

  expect(await detailsOf(() => attachments.append({ uploadId, offset: 0, base64 }))).toMatchObject({
    code: 'invalid-input',
  });
});

it('holds eight uploads at once and forgets those nobody goes on with', async () => {
  const begin = () => attachments.begin({ fileName: 'a.png', sizeBytes: 5 });
  const first = begin();
  for (let count = 1; count < 8; count += 1) begin();
  expect(await detailsOf(begin)).toMatchObject({ code: 'too-many-attempts' });

  nowMs += 10 * 60_000 + 1;
  begin();

  expect(await detailsOf(() => attachments.finish(first))).toMatchObject({ code: 'not-found' });
  expect(filesIn('incoming')).toHaveLength(1);
});

it('forgets a cancelled upload', async () => {
  const { uploadId } = attachments.begin({ fileName: 'a.png', sizeBytes: 5 });
  attachments.cancel({ uploadId });

  expect(filesIn('incoming')).toEqual([]);
  expect(await detailsOf(() => attachments.finish({ uploadId }))).toMatchObject({ code: 'not-found' });
});

it('clears away what an interrupted program left of its uploads', () => {
  attachments.begin({ fileName: 'a.png', sizeBytes: 5 });
  const again = new BlobStore(folder);

  expect(again.partBytes('ab'.repeat(32))).toBe(0);
  expect(filesIn('incoming')).toEqual([]);
});

it('asks for the bytes again when somebody took them from the disk', async () => {
  const { sha256 } = await upload(png(100));
  rmSync(path.join(folder, 'blobs', sha256.slice(0, 2)), { recursive: true });

  expect(await detailsOf(() => attachments.read({ sha256, offset: 0, length: 1 }))).toMatchObject({
    code: 'not-found',
    remedy: expect.stringContaining('once there is a link'),
  });
  expect(rows.row(sha256)).toMatchObject({ bytesHere: 0 });
});

/** A sound beginning of a moving PNG that says how many frames it has. */
function movingPng(frames: number): Buffer {
  const control = Buffer.alloc(20);
  control.writeUInt32BE(8, 0);
  control.write('acTL', 4, 'latin1');
  control.writeUInt32BE(frames, 8);
  const header = png(33);
  header.writeUInt32BE(16, 20);
  return Buffer.concat([header, control, Buffer.alloc(40)]);
}

function movingWebp(frames: number): Buffer {
  const head = Buffer.from('52494646ffff00005745425056503858' + '0a000000120000003f0100ef0000', 'hex');
  const frame = Buffer.from('414e4d4604000000' + '00000000', 'hex');
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame)]);
}

function sized(widthPixels: number, heightPixels: number): Buffer {
  const bytes = png(100, widthPixels);
  bytes.writeUInt32BE(heightPixels, 20);
  return bytes;
}

it.each([
  ['a PNG that claims 50,000 × 50,000', sized(50_000, 50_000), 'attachment-too-large'],
  ['a stripe of a million by one', sized(1_000_000, 1), 'attachment-too-large'],
  ['a PNG of no width', sized(0, 100), 'attachment-damaged'],
  ['a PNG of a thousand frames', movingPng(1_000), 'attachment-too-large'],
  ['a WebP of a thousand frames', movingWebp(1_000), 'attachment-too-large'],
  ['a GIF, of however many frames', Buffer.from('GIF89a and so on'), 'attachment-wrong-type'],
  [
    'an SVG with a script',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'),
    'attachment-wrong-type',
  ],
  [
    'a page that calls itself a picture',
    Buffer.from('<!doctype html><script>x()</script>'),
    'attachment-wrong-type',
  ],
  ['a ZIP, bomb or not', Buffer.from('504b0304140000000800', 'hex'), 'attachment-wrong-type'],
  [
    'a PDF that begins as something else',
    Buffer.from('<script>x()</script>%PDF-1.7'),
    'attachment-wrong-type',
  ],
])('refuses %s, under any name', async (_name, bytes, code) => {
  for (const name of ['deck.png', 'deck.pdf', 'deck.png.exe'])
    expect(await detailsOf(() => upload(bytes, name))).toMatchObject({ code, remedy: expect.any(String) });
  expect(filesIn('incoming')).toEqual([]);
});

it('takes a picture that moves a little', async () => {
  expect(await upload(movingPng(3))).toMatchObject({ mediaType: 'image/png' });
  expect(await upload(movingWebp(3), 'deck.webp')).toMatchObject({ mediaType: 'image/webp' });
});

it.each([
  ['deck.exe', 'deck.png'],
  ['invoice.pdf.exe', 'invoice.pdf.png'],
  ['deck\u202Egpj.exe', 'deckgpj.png'],
  ['../../../etc/cron.d/deck.png', 'deck.png'],
  ['CON', '_CON.png'],
  ['deck.html', 'deck.png'],
])('gives a picture called %j the name of what it is: %j', async (given, name) => {
  expect((await upload(png(100), given)).fileName).toBe(name);
});

it('keeps a file that is also something else as what it is by its beginning alone', async () => {
  const both = Buffer.concat([png(100), Buffer.from('<script>x()</script>PK\u0003\u0004')]);
  expect(await upload(both, 'deck.html')).toMatchObject({ mediaType: 'image/png', fileName: 'deck.png' });
});

it('refuses a name of which nothing can be shown', async () => {
  for (const fileName of ['..', '\u202E\u200B', '///'])
    expect(await detailsOf(() => attachments.begin({ fileName, sizeBytes: 10 }))).toMatchObject({
      code: 'invalid-input',
      field: 'fileName',
    });
});
