import zlib from 'node:zlib';
import type { Compression } from '#shared/sync/codec.ts';

/**
 * A server compresses for a fleet: the slowest quality only for short answers, where it costs a few milliseconds.
 * What would expand beyond its bound throws ERR_BUFFER_TOO_LARGE, which is a RangeError.
 */
const BROTLI_QUALITY_SHORT = 11;
const BROTLI_SHORT_BYTES_MAX = 8 * 1024;
const BROTLI_QUALITY = 5;

export const compression: Compression = {
  deflate: (bytes, dictionary) => zlib.deflateRawSync(bytes, { dictionary }),
  inflate: (bytes, dictionary, bytesMax) =>
    zlib.inflateRawSync(bytes, { dictionary, maxOutputLength: bytesMax }),
  brotli: (bytes) =>
    zlib.brotliCompressSync(bytes, {
      params: {
        [zlib.constants.BROTLI_PARAM_QUALITY]:
          bytes.length > BROTLI_SHORT_BYTES_MAX ? BROTLI_QUALITY : BROTLI_QUALITY_SHORT,
        [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  unbrotli: (bytes, bytesMax) => zlib.brotliDecompressSync(bytes, { maxOutputLength: bytesMax }),
};
