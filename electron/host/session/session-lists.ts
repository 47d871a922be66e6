import { z } from 'zod';
import type { Person } from '#shared/domains/people/schema.ts';
import type { Store } from '../store/store.ts';
import { HOW_ENDED, SESSION_KINDS, SessionRow, type SessionRows } from './session-rows.ts';
import type { EndedSession, SessionFacts, SessionList } from './session-types.ts';

const ENDED_SHOWN = 50;

const Ended = SessionRow.pick({ id: true, signedInAt: true, lastSeenAt: true }).extend({
  personName: z.string().nullable(),
  kind: z.enum(SESSION_KINDS),
  endedAt: z.string(),
  how: z.enum(HOW_ENDED),
  endedByName: z.string().nullable(),
});

/** The sign-ins at this console, those that are over too. */
export class SessionLists {
  readonly #store: Store;
  readonly #rows: SessionRows;

  constructor(store: Store, rows: SessionRows) {
    this.#store = store;
    this.#rows = rows;
  }

  of({ here, asker, whose }: { here: SessionRow; asker: Person; whose: 'own' | 'all' }): SessionList {
    const live = this.#rows.all().filter((row) => whose === 'all' || row.personId === asker.id);
    return {
      live: live.map(
        ({ personId, ...row }): SessionFacts => ({
          ...row,
          personName: this.#nameOf(personId),
          isOwn: personId === asker.id,
          isHere: row.id === here.id,
        }),
      ),
      ended: this.#ended(whose === 'all' ? null : asker.id),
    };
  }

  #ended(personId: string | null): EndedSession[] {
    const rows = this.#store.all(
      Ended,
      `SELECT e.id, e.kind, e.signedInAt, e.lastSeenAt, e.endedAt, e.how, p.name AS personName, b.name AS endedByName
       FROM session_ended e LEFT JOIN person p ON p.id = e.personId LEFT JOIN person b ON b.id = e.endedBy
       WHERE :personId IS NULL OR e.personId = :personId ORDER BY e.endedAt DESC LIMIT ${ENDED_SHOWN}`,
      { personId },
    );
    return rows.map((row) => ({ ...row, personName: row.personName ?? '' }));
  }

  #nameOf(personId: string): string {
    const sql = 'SELECT name FROM person WHERE id = :personId';
    return this.#store.get(z.object({ name: z.string() }), sql, { personId })?.name ?? '';
  }
}
