import { randomBytes } from 'node:crypto';
import type { ConsoleState } from '../store/console-state.ts';
import type { BlobFormats } from './blob-store.ts';
import { plainFormat } from './byte-format.ts';
import { BLOB_KEY_BYTES, sealedFormat } from './sealed-format.ts';

/**
 * Attachments are encrypted with their store, under a random key that lies in it: who opens the store opens
 * them, and a change of the store's key touches none of them.
 */
export function blobFormatsOf(state: Pick<ConsoleState, 'blobKeyHex'>, isEncrypted: boolean): BlobFormats {
  if (isEncrypted) state.blobKeyHex ??= randomBytes(BLOB_KEY_BYTES).toString('hex');
  const { blobKeyHex } = state;
  if (blobKeyHex === undefined) return { writing: plainFormat, alsoReading: [] };
  const sealed = sealedFormat(Buffer.from(blobKeyHex, 'hex'));
  return isEncrypted
    ? { writing: sealed, alsoReading: [plainFormat] }
    : { writing: plainFormat, alsoReading: [sealed] };
}
