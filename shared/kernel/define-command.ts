import type { z } from 'zod';
import type { Actor } from '../access/can.ts';
import type { Feature } from '../access/features.ts';
import type { Target } from '../access/target.ts';
import type { Allowance } from './allowance.ts';
import type { Entity, StoredRecord } from './define-entity.ts';
import type { RecordId } from './ids.ts';
import type { ReadTx, Tx } from './transaction.ts';
import type { Label } from './words.ts';

/**
 * How urgently an entry travels: 0 safety (critical incidents, emergency), 1 operations, 2 reference
 * and administration, 3 bulk.
 */
export type Lane = 0 | 1 | 2 | 3;

export type Site = {
  readonly id: string;
  /** Short code that starts this site's numbers: `AUR`. */
  readonly code: string;
  readonly name: string;
  readonly kind: 'vessel' | 'warehouse' | 'office' | 'dispatch';
  readonly timeZone: string;
};

export type CommandContext = {
  readonly tx: Tx;
  /** UTC instant of the command, ISO. The only "now" a command knows. */
  readonly now: string;
  newId(): RecordId;
  readonly actor: Actor;
  /** The console's own site. */
  readonly site: Site;
  /** Which of the site's consoles this is: 1 runs its timers. Further ones number their records in series of their own. */
  readonly station: number;
  /** Marks the entry for lane 0. */
  urgent(): void;
};

/** What a device says a command did to one record, as the server would leave it. */
export type ClaimedWrite = {
  readonly kind: string;
  readonly op: 'insert' | 'patch' | 'delete';
  readonly id: string;
  readonly before: StoredRecord | undefined;
  /** Undefined when it is deleted. */
  readonly after: StoredRecord | undefined;
  /** What it is a part of, as the server knows that before the entry. */
  readonly whole?: StoredRecord | undefined;
};

/** An entry of a device, seen by the server. */
export type Claim = {
  readonly actor: Actor;
  /** The device's own site, as the server knows it. */
  readonly site: Site;
  /** Did the device bring that site with a founding code? */
  readonly isFounder: boolean;
  /** Were there people at that site before this entry? */
  readonly hasPeople: boolean;
  /** People of a site as they stood before this entry; known for sites of which the entry changes somebody. */
  peopleAt(siteId: string): readonly StoredRecord[];
  readonly writes: readonly ClaimedWrite[];
};

export type TargetContext = { readonly tx: ReadTx; readonly site: Site; readonly actor: Actor };

export type Command<Name extends string = string, I extends z.ZodType = z.ZodType, O = unknown> = {
  /** `domain.verb`; the same in the API, the journal, the outbox and the palette. */
  readonly name: Name;
  readonly feature: Feature;
  readonly input: I;
  readonly lane: Lane;
  /** May a timer run it? Such commands may be sent by a console with no person behind them. */
  readonly system: boolean;
  /** Kinds it may write. The server refuses an entry that changes anything else. */
  readonly writes: readonly Entity[];
  /** What exactly it does to them; the server refuses anything else. Undefined: whatever `writes` holds. */
  readonly allows: readonly Allowance[] | undefined;
  /** Kinds whose `signatures` it sets to somebody else than its actor; its `check` asks to whom. */
  readonly namesOthers: readonly Entity[];
  /** What happened, for a person who reads the journal. */
  label(input: z.output<I>): Label;
  /** What is touched, or only its site; the permission is asked for it. */
  target(context: TargetContext, input: z.output<I>): string | Target;
  run(context: CommandContext, input: z.output<I>): O;
  /**
   * Rules of `run` that the server asks again, because a device that was tampered with need not have kept
   * them. Throws a DomainError. Needed where a command could hand out rights; the server checks
   * permission, scope, schema, merge and invariants of every command by itself.
   */
  check?(claim: Claim): void;
};

type CommandOptions<Name extends string, I extends z.ZodType, O> = Omit<
  Command<Name, I, O>,
  'lane' | 'system' | 'allows' | 'namesOthers'
> & { lane?: Lane; system?: boolean; allows?: readonly Allowance[]; namesOthers?: readonly Entity[] };

/** Defines a command: name, permission, input, label and effect at one place. */
export function defineCommand<const Name extends string, I extends z.ZodType, O>(
  options: CommandOptions<Name, I, O>,
): Command<Name, I, O> {
  return { lane: 1, system: false, allows: undefined, namesOthers: [], ...options };
}
