import { v4 as uuidv4 } from 'uuid';
import { z } from 'zod';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';

export const SESSION_KINDS = ['window', 'served'] as const;

export const SessionRow = z.object({
  id: z.string(),
  personId: z.string(),
  kind: z.enum(SESSION_KINDS),
  /** `parked`: somebody else is in front; their passphrase brings them back. */
  state: z.enum(['open', 'locked', 'parked']),
  signedInAt: z.string(),
  lastSeenAt: z.string(),
});
export type SessionRow = z.infer<typeof SessionRow>;

export const HOW_ENDED = ['signed-out', 'ended', 'idle', 'too-long', 'not-active', 'passphrase-set'] as const;
export type HowEnded = (typeof HOW_ENDED)[number];

const COLUMNS = 'id, personId, kind, state, signedInAt, lastSeenAt';
/** Ended sign-ins that are kept to be looked at. */
const ENDED_KEPT = 200;
const OFFERED_MAX = 8;

/** The tables of the sign-ins at this console. `place` is the hash of a window's or a browser's secret. */
export class SessionRows {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Whoever is in front at a place. */
  front(place: string): SessionRow | undefined {
    const sql = `SELECT ${COLUMNS} FROM session WHERE sessionHash = :place AND state <> 'parked'`;
    return this.#store.get(SessionRow, sql, { place });
  }

  parkedAt(place: string): SessionRow[] {
    const sql = `SELECT ${COLUMNS} FROM session WHERE sessionHash = :place AND state = 'parked'`;
    return this.#store.all(SessionRow, sql, { place });
  }

  all(): SessionRow[] {
    return this.#store.all(SessionRow, `SELECT ${COLUMNS} FROM session ORDER BY signedInAt DESC LIMIT 500`);
  }

  ofPerson(personId: string): SessionRow[] {
    const sql = `SELECT ${COLUMNS} FROM session WHERE personId = :personId`;
    return this.#store.all(SessionRow, sql, { personId });
  }

  byId(id: string): SessionRow | undefined {
    return this.#store.get(SessionRow, `SELECT ${COLUMNS} FROM session WHERE id = :id`, { id });
  }

  /** Brings a person to the front of a place: back from where they were parked, or anew. */
  bring(
    place: string,
    { personId, kind, now }: Pick<SessionRow, 'personId' | 'kind'> & { now: string },
  ): void {
    this.#run(
      `INSERT INTO session (id, sessionHash, personId, kind, state, signedInAt, lastSeenAt)
       VALUES (?, ?, ?, ?, 'open', ?, ?)
       ON CONFLICT (sessionHash, personId) DO UPDATE SET state = 'open', lastSeenAt = excluded.lastSeenAt`,
      uuidv4(),
      place,
      personId,
      kind,
      now,
      now,
    );
    this.#run(
      `INSERT INTO worked_here (id, place, personId, at) VALUES (?, ?, ?, ?)
       ON CONFLICT (place, personId) DO UPDATE SET at = excluded.at`,
      uuidv4(),
      kind === 'window' ? 'window' : place,
      personId,
      now,
    );
  }

  setState(id: string, state: SessionRow['state']): void {
    this.#run('UPDATE session SET state = ? WHERE id = ?', state, id);
  }

  seen(id: string, at: string): void {
    this.#run('UPDATE session SET lastSeenAt = ? WHERE id = ?', at, id);
  }

  /** The same browser under another secret. */
  rename(place: string, to: string): void {
    this.#run('UPDATE session SET sessionHash = ? WHERE sessionHash = ?', to, place);
    this.#run('UPDATE worked_here SET place = ? WHERE place = ?', to, place);
  }

  end(row: SessionRow, { how, by, at }: { how: HowEnded; by: string | null; at: string }): void {
    this.#run('DELETE FROM session WHERE id = ?', row.id);
    this.#run(
      `INSERT OR IGNORE INTO session_ended (id, personId, kind, signedInAt, lastSeenAt, endedAt, how, endedBy)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      row.id,
      row.personId,
      row.kind,
      row.signedInAt,
      row.lastSeenAt,
      at,
      how,
      by,
    );
    this.#run(
      `DELETE FROM session_ended WHERE id NOT IN
         (SELECT id FROM session_ended ORDER BY endedAt DESC LIMIT ${ENDED_KEPT})`,
    );
  }

  /** Who worked at a place since then, the last one first. */
  workedAt(place: string, since: string) {
    return this.#store.all(
      z.object({ id: z.string(), personId: z.string() }),
      `SELECT id, personId FROM worked_here WHERE place = :place AND at >= :since
       ORDER BY at DESC LIMIT ${OFFERED_MAX}`,
      { place, since },
    );
  }

  #run(sql: string, ...values: (string | null)[]): void {
    connectionOf(this.#store.db)
      .statement(sql)
      .run(...values);
  }
}
