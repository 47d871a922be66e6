import zlib from 'node:zlib';
import type { Compression } from '#shared/sync/codec.ts';

/** zlib with a bound: what would inflate beyond it throws ERR_BUFFER_TOO_LARGE, which is a RangeError. */
export const compression: Compression = {
  deflate: (bytes) => zlib.deflateSync(bytes),
  inflate: (bytes, bytesMax) => zlib.inflateSync(bytes, { maxOutputLength: bytesMax }),
};
