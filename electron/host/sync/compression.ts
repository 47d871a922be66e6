import { deflateSync, inflateSync } from 'node:zlib';
import type { Compression } from '#shared/sync/codec.ts';

/** Exchanges are small and links are dear: the slowest level costs less than the bytes it saves. */
const LEVEL = 9;

export const compression: Compression = {
  deflate: (bytes) => deflateSync(bytes, { level: LEVEL }),
  inflate: (bytes, bytesMax) => inflateSync(bytes, { maxOutputLength: bytesMax }),
};
