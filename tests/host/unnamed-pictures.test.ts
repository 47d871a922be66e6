import { createHash, randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appRouter } from '#host/api/router.ts';
import type { Host } from '#host/compose.ts';
import { attachment } from '#shared/domains/files/schema.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { BLOB_BYTES_MAX } from '#shared/sync/limits.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { allowUnknownReports, type SiteHost, startSiteHost } from '#tests/support/site-host.ts';

const SECRET = 'i.duarte';

let started: SiteHost;
let host: Host;
let clock: VirtualClock;

beforeEach(async () => {
  clock = new VirtualClock();
  started = await startSiteHost({ sessionId: 'signed-in', kind: 'window' }, clock);
  host = started.host;
});
afterEach(() => started.close());

const callerAt = (sessionId: string) =>
  appRouter.createCaller({ services: host.services, connection: { sessionId, kind: 'window' } });
const outside = callerAt.bind(undefined, 'nobody-is-signed-in');
const inside = callerAt.bind(undefined, 'signed-in');

const chunk = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body, Buffer.alloc(4)]);
};
/** A picture of 30 by 20 pixels that says who took it. */
function png(shade = 1): Buffer {
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.from([0, 0, 0, 30, 0, 0, 0, 20, 8, 2, 0, 0, 0])),
    chunk('tEXt', Buffer.from(`Author\0${SECRET}`)),
    chunk('IDAT', Buffer.from([shade])),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const partOf = (bytes: Buffer, fileName = `${SECRET}.png`) => ({
  uploadId: randomUUID(),
  fileName,
  sizeBytes: bytes.length,
  offset: 0,
  base64: bytes.toString('base64'),
});
const input = (...files: readonly ({ sha256: string } | null)[]) => ({
  commandId: randomUUID(),
  input: {
    title: 'Fire in the galley',
    severity: 'low' as const,
    place: 'Galley',
    pictures: files.map((file) => ({ sha256: file?.sha256 ?? '', previewSha256: null })),
  },
});
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: unknown) => {
      const cause = error instanceof Error ? error.cause : undefined;
      return isDomainError(cause) ? cause.details.code : String(error);
    },
  );
const attached = () =>
  host.store
    .records(attachment, 'SELECT data FROM attachment ORDER BY id')
    .map(({ ownerId, fileName, sizeBytes, addedBy, addedByName }) => ({
      ownerId,
      fileName,
      sizeBytes,
      addedBy,
      addedByName,
    }));
const onDisk = () =>
  readdirSync(path.join(started.folder, 'blobs'), { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );

describe('a picture of an emergency before sign-in', () => {
  it('is taken where the site takes the emergency, and goes with it, once, however often it is sent', async () => {
    expect(await codeOf(outside().unnamed.emergencyPicture(partOf(png())))).toBe('forbidden');
    allowUnknownReports(host);
    const bytes = png();
    const { file } = await outside().unnamed.emergencyPicture(partOf(bytes));
    expect([file?.sizeBytes, file?.fileName, onDisk()]).toEqual([bytes.length, `${SECRET}.png`, []]);
    const call = input(file);
    const { output } = await outside().unnamed.emergency(call);
    expect((await outside().unnamed.emergency(call)).output).toEqual(output);
    expect(attached()).toEqual([
      {
        ownerId: output.id,
        fileName: `${SECRET}.png`,
        sizeBytes: bytes.length,
        addedBy: 'unknown',
        addedByName: '',
      },
    ]);
    const slice = { sha256: file?.sha256 ?? '', offset: 0, length: bytes.length };
    const read = await inside().attachments.read(slice);
    expect(Buffer.from(read.base64, 'base64')).toEqual(bytes);
    expect(await codeOf(outside().attachments.read(slice))).toBe('signed-out');
    expect(await codeOf(outside().unnamed.emergency(input(file)))).toBe('not-found');
  });

  it('is reported by the connection that brought it, and by no other', async () => {
    allowUnknownReports(host);
    const { file } = await outside().unnamed.emergencyPicture(partOf(png()));
    const another = callerAt('somebody-else');
    expect(await codeOf(another.unnamed.emergency(input(file)))).toBe('not-found');
    expect(await codeOf(inside().unnamed.nearMiss(input(file)))).toBe('not-found');
    expect([attached(), onDisk()]).toEqual([[], []]);
    expect(host.store.db.prepare('SELECT count(*) FROM incident').pluck().get()).toBe(0);
    const begun = { ...partOf(png(2)), base64: png(2).subarray(0, 20).toString('base64') };
    await outside().unnamed.emergencyPicture(begun);
    expect(await codeOf(another.unnamed.emergencyPicture({ ...begun, offset: 20 }))).toBe('not-found');
    expect(await codeOf(outside().unnamed.emergency(input(file)))).toBe('done');
  });

  it('three go with a report, and nothing that is no picture', async () => {
    allowUnknownReports(host);
    const files = [];
    for (const shade of [1, 2, 3, 4]) {
      files.push((await outside().unnamed.emergencyPicture(partOf(png(shade)))).file);
    }
    expect(await codeOf(outside().unnamed.emergency(input(...files)))).toContain('too_big');
    const say = (bytes: Buffer, name = 'a.png') =>
      codeOf(outside().unnamed.emergencyPicture(partOf(bytes, name)));
    expect([
      await say(Buffer.from('%PDF-1.7\n')),
      await say(Buffer.from('MZ program')),
      await say(Buffer.from('89504e470d0a1a0a00', 'hex')),
      await codeOf(outside().unnamed.emergencyPicture({ ...partOf(png()), sizeBytes: BLOB_BYTES_MAX + 1 })),
    ]).toEqual([
      'attachment-wrong-type',
      'attachment-wrong-type',
      'attachment-damaged',
      'attachment-too-large',
    ]);
    expect(await codeOf(outside().unnamed.emergency(input(...files.slice(0, 3))))).toBe('done');
    expect(attached()).toHaveLength(3);
  });
});

describe('a picture of a near miss without a name', () => {
  it('is the bare picture, under a name that says nothing, and its maker stands nowhere', async () => {
    const { seq } = host.store.journal.head();
    const { file } = await inside().unnamed.nearMissPicture(partOf(png()));
    const { output } = await inside().unnamed.nearMiss(input(file));
    expect(attached()).toMatchObject([{ ownerId: output.id, fileName: 'Picture.png', addedBy: 'unknown' }]);
    const { base64, sizeBytes } = await inside().attachments.read({
      sha256: file?.sha256 ?? '',
      offset: 0,
      length: 1_000,
    });
    const kept = Buffer.from(base64, 'base64');
    expect([kept.includes(SECRET), sizeBytes < png().length]).toEqual([false, true]);
    expect(createHash('sha256').update(kept).digest('hex')).toBe(file?.sha256);
    const entries = host.store.db.prepare('SELECT entry, input FROM journal WHERE seq > ?').all(seq);
    expect(JSON.stringify(entries)).not.toContain(SECRET);
  });

  it('is brought by who may attach, and one whose rest can’t be taken out is not taken', async () => {
    expect(await codeOf(outside().unnamed.nearMissPicture(partOf(png())))).toBe('signed-out');
    const cut = png().subarray(0, -12);
    expect(await codeOf(inside().unnamed.nearMissPicture(partOf(cut)))).toBe('attachment-wrong-type');
  });
});
