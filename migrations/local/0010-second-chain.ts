import { hash } from 'node:crypto';
import type Database from 'better-sqlite3';

/** Frozen as of this migration: what the journal's own code is changed to later is the next migration's matter. */
type Link = {
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly before: string;
  readonly beforeHash: Uint8Array;
  readonly input: string;
};

const LINKS_AT_ONCE = 1_000;

/**
 * The second chain covers what each command was given, too. Links are proved as they were before they are made anew:
 * from one on that does not fit, all stay, so that whoever verifies the journal is still told of it.
 */
export function renewSecondChain(db: Database.Database): void {
  const deviceId: unknown = db
    .prepare(`SELECT value FROM console_state WHERE key = 'deviceId'`)
    .pluck()
    .get();
  if (typeof deviceId !== 'string') return;
  const read = db.prepare<[number, number], Link>(
    'SELECT seq, hash, before, beforeHash, input FROM journal WHERE seq > ? ORDER BY seq LIMIT ?',
  );
  const write = db.prepare('UPDATE journal SET beforeHash = ? WHERE seq = ?');
  let was = sha256(Buffer.from(`fairlead/chain/1/${deviceId}/before`));
  let is: Uint8Array = was;
  let lastSeq = 0;
  for (;;) {
    const links = read.all(lastSeq, LINKS_AT_ONCE);
    if (links.length === 0) return;
    for (const link of links) {
      const before = Buffer.from(link.before);
      was = sha256(Buffer.concat([was, link.hash, before]));
      if (Buffer.compare(was, link.beforeHash) !== 0) return;
      is = sha256(Buffer.concat([is, link.hash, sha256(Buffer.from(link.input)), before]));
      write.run(is, link.seq);
      lastSeq = link.seq;
    }
  }
}

function sha256(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer');
}
