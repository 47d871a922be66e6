import { sha256 } from '../store/journal.ts';

/** The store keeps a hash: whoever reads the file can't take over a session. */
export function placeOf(sessionId: string): string {
  return Buffer.from(sha256(new TextEncoder().encode(sessionId))).toString('hex');
}
