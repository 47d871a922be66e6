import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isDomainError } from '#shared/kernel/errors.ts';
import { BLOB_BYTES_MAX, BLOB_CHUNK_BYTES } from '#shared/sync/limits.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { PICTURE_BYTES_A_MINUTE_MAX, PICTURE_BYTES_KEPT_MAX, UnnamedPictures } from './unnamed-pictures.ts';

const clock = new VirtualClock();
/** As large as one may be: a sound header of a picture of 30 by 20 pixels, and bytes. */
const whole = Buffer.alloc(BLOB_BYTES_MAX, 1);
Buffer.from('89504e470d0a1a0a0000000d494844520000001e00000014', 'hex').copy(whole);

describe('INC-55: whoever has not signed in', () => {
  const at = (sessionId: string) => ({ sessionId, kind: 'served' }) as const;

  function send(pictures: UnnamedPictures, sessionId: string): string {
    const uploadId = randomUUID();
    try {
      for (let offset = 0; offset < whole.length; offset += BLOB_CHUNK_BYTES) {
        const base64 = whole.subarray(offset, offset + BLOB_CHUNK_BYTES).toString('base64');
        pictures.take(at(sessionId), {
          uploadId,
          fileName: 'a.png',
          sizeBytes: whole.length,
          offset,
          base64,
        });
      }
      return 'taken';
    } catch (error) {
      return isDomainError(error) ? (error.details.says?.key ?? error.code) : String(error);
    }
  }

  it('fills neither the memory nor, minute by minute, the line: with as many connections as they like', () => {
    const pictures = new UnnamedPictures({ clock, isPlain: false, keptBytes: () => 0 });
    const fitting = Math.floor(PICTURE_BYTES_A_MINUTE_MAX / whole.length);
    const said = Array.from({ length: fitting + 2 }, (_, index) => send(pictures, `page-${index}`));
    expect(said).toEqual([
      ...Array.from({ length: fitting }, () => 'taken'),
      ...Array.from({ length: 2 }, () => 'console-access.too-many-pictures'),
    ]);
    clock.advanceMinutes(11);
    expect(send(pictures, 'page-0')).toBe('taken');
  });

  it('fills the disk no further than what such reports may have', () => {
    const keptBytes = () => PICTURE_BYTES_KEPT_MAX - whole.length + 1;
    const pictures = new UnnamedPictures({ clock, isPlain: false, keptBytes });
    expect(send(pictures, 'page')).toBe('console-access.pictures-full');
  });
});
