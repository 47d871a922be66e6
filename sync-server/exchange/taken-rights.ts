import { z } from 'zod';
import { BREAK_GLASS_MINUTES, withTaken } from '#shared/access/break-glass.ts';
import type { Actor } from '#shared/access/can.ts';
import { auditEventOf } from '#shared/audit/notes.ts';
import { wallMsOf } from '#shared/kernel/clock.ts';
import type { Entry } from '#shared/sync/entry.ts';

const Said = z.object({
  feature: z.string().max(40),
  reason: z.string().max(500).default(''),
  state: z.enum(['taken', 'ended']),
});

/** A right that somebody took at a console, as the console's journal told of it. */
export type TakenAtDevice = {
  readonly personId: string;
  readonly name: string;
  readonly feature: string;
  readonly reason: string;
  readonly fromMs: number;
  readonly untilMs: number;
  /** How often it opened something here: what an administrator reviews. */
  readonly used: number;
};

const KEPT = 100;

/**
 * What people took under broken glass at one device. The note stands in the same chain as what is done under it, and
 * before it: a console can't take a right afterwards for something it did.
 */
export class TakenLedger {
  #taken: readonly TakenAtDevice[];

  readonly #known: readonly TakenAtDevice[];

  constructor(taken: readonly TakenAtDevice[]) {
    this.#taken = taken;
    this.#known = taken;
  }

  /** Nothing was said here that was not known. */
  get isSame(): boolean {
    return this.#taken === this.#known;
  }

  get all(): readonly TakenAtDevice[] {
    return this.#taken;
  }

  /** Remembers a note of the journal, if it is about this. */
  note({ command, actor, label, hlc }: Pick<Entry, 'command' | 'actor' | 'label' | 'hlc'>): void {
    if (auditEventOf(command) !== 'break-glass' || actor.type !== 'person') return;
    const said = Said.safeParse(label.params);
    if (!said.success) return;
    const { feature, reason, state } = said.data;
    const atMs = wallMsOf(hlc);
    const isIt = (one: TakenAtDevice) =>
      one.personId === actor.id && one.feature === feature && one.untilMs > atMs;
    const others = this.#taken.map((one) => (isIt(one) ? { ...one, untilMs: atMs } : one));
    const until = atMs + BREAK_GLASS_MINUTES * 60_000;
    const taken = {
      personId: actor.id,
      name: actor.name,
      feature,
      reason,
      fromMs: atMs,
      untilMs: until,
      used: 0,
    };
    this.#taken = (state === 'taken' ? [...others, taken] : others).slice(-KEPT);
  }

  /** An actor with what they had taken when they did this. */
  actorAt(actor: Actor, hlc: Entry['hlc']): Actor {
    if (actor.type !== 'person') return actor;
    const atMs = wallMsOf(hlc);
    const open = this.#taken.filter((one) => isOpen(one, actor.id, atMs));
    return withTaken(
      actor,
      open.map(({ feature }) => feature),
    );
  }

  /** Something was let in that only a taken right allowed. */
  used({ actor, hlc }: Pick<Entry, 'actor' | 'hlc'>, feature: string): void {
    const atMs = wallMsOf(hlc);
    this.#taken = this.#taken.map((one) =>
      one.feature === feature && isOpen(one, actor.id, atMs) ? { ...one, used: one.used + 1 } : one,
    );
  }
}

function isOpen({ personId, fromMs, untilMs }: TakenAtDevice, whoId: string, atMs: number): boolean {
  return personId === whoId && atMs >= fromMs && atMs < untilMs;
}
