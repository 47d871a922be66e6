import zlib from 'node:zlib';
import type { Compression } from '#shared/sync/codec.ts';

/** Exchanges are small and links are dear: the slowest level costs less than the bytes it saves. */
const DEFLATE_LEVEL = 9;
const BROTLI_QUALITY = 11;
/** Above this the slowest quality would hold the host up for longer than a tenth of a second. */
const BROTLI_QUALITY_BYTES_MAX = 64 * 1024;
const BROTLI_QUALITY_LARGE = 5;

export const compression: Compression = {
  deflate: (bytes, dictionary) =>
    zlib.deflateRawSync(bytes, { level: DEFLATE_LEVEL, memLevel: 9, dictionary }),
  inflate: (bytes, dictionary, bytesMax) =>
    zlib.inflateRawSync(bytes, { dictionary, maxOutputLength: bytesMax }),
  brotli: (bytes) =>
    zlib.brotliCompressSync(bytes, {
      params: {
        [zlib.constants.BROTLI_PARAM_QUALITY]:
          bytes.length > BROTLI_QUALITY_BYTES_MAX ? BROTLI_QUALITY_LARGE : BROTLI_QUALITY,
        [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  unbrotli: (bytes, bytesMax) => zlib.brotliDecompressSync(bytes, { maxOutputLength: bytesMax }),
};
