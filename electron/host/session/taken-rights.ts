import { v4 as uuidv4 } from 'uuid';
import { z } from 'zod';
import { BREAK_GLASS_MINUTES, type BreakableFeature } from '#shared/access/break-glass.ts';
import { may, type PersonActor } from '#shared/access/can.ts';
import { auditCommand, auditLabelKey } from '#shared/audit/notes.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import { sessionError } from './errors.ts';

const TakenRight = z.object({
  id: z.string(),
  feature: z.string(),
  reason: z.string(),
  startedAt: z.string(),
  endsAt: z.string(),
});
export type TakenRight = z.infer<typeof TakenRight>;

/** It travels before everything that is done under it, so that the server knows of it then. */
const FIRST_LANE = 0;

/** Rights that people took though nobody gave them, each for an hour and never in silence. */
export class TakenRights {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  of(personId: string): TakenRight[] {
    const now = isoOf(this.#clock.now());
    return this.#store.all(
      TakenRight,
      // A clock that was set back to before it began does not make it last longer.
      `SELECT id, feature, reason, startedAt, endsAt FROM break_glass
       WHERE personId = :personId AND endsAt > :now AND startedAt <= :now AND endedAt IS NULL ORDER BY endsAt`,
      { personId, now },
    );
  }

  take(actor: PersonActor, { feature, reason }: { feature: BreakableFeature; reason: string }): TakenRight {
    const decision = may(actor, feature);
    if (decision.allowed) throw sessionError('right-held');
    if (decision.because !== 'role-lacks-feature') throw sessionError('right-taken-away');
    const nowMs = this.#clock.now();
    const taken: TakenRight = {
      id: uuidv4(),
      feature,
      reason,
      startedAt: isoOf(nowMs),
      endsAt: isoOf(nowMs + BREAK_GLASS_MINUTES * 60_000),
    };
    this.#store.bookkeeping(() => {
      connectionOf(this.#store.db)
        .statement(
          'INSERT INTO break_glass (id, personId, feature, reason, startedAt, endsAt) VALUES (?, ?, ?, ?, ?, ?)',
        )
        .run(taken.id, actor.id, feature, reason, taken.startedAt, taken.endsAt);
      this.#note(actor, { feature, reason, until: taken.endsAt, state: 'taken' });
    });
    return taken;
  }

  /** Gives everything back that a person took. */
  end(actor: PersonActor): void {
    const taken = this.of(actor.id);
    const now = isoOf(this.#clock.now());
    this.#store.bookkeeping(() => {
      for (const { id, feature, reason } of taken) {
        connectionOf(this.#store.db)
          .statement('UPDATE break_glass SET endedAt = ? WHERE id = ?')
          .run(now, id);
        this.#note(actor, { feature, reason, until: now, state: 'ended' });
      }
    });
  }

  #note(actor: PersonActor, params: { [name: string]: string }): void {
    const label = { key: auditLabelKey('break-glass'), params };
    const stamp = { type: actor.type, id: actor.id, name: actor.name };
    this.#store.note({ actor: stamp, command: auditCommand('break-glass'), label }, FIRST_LANE);
  }
}
