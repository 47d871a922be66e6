import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { type Actor, can } from '#shared/access/can.ts';
import { refusal } from '#shared/access/say.ts';
import { assertAllowed as assertChangeAllowed } from '#shared/kernel/allowance.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import type { Json } from '#shared/kernel/canonical-json.ts';
import type { Command, Lane, Site } from '#shared/kernel/define-command.ts';
import { type RecordId, RecordId as RecordIdSchema } from '#shared/kernel/ids.ts';
import { assertSigned } from '#shared/kernel/signature.ts';
import type { ActorStamp, Change } from '#shared/sync/entry.ts';
import type { AuditNotes } from '../audit/audit-notes.ts';
import { noteRefusal } from '../audit/note-refusal.ts';
import type { CommandOutcome } from '../services.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import { commandError } from './errors.ts';

export type CommandRequest = {
  /** Sent twice with the same id, a command is done once and answered twice. Absent for timers, which cannot repeat. */
  readonly commandId?: string;
  readonly input: unknown;
  /** Site to act for while the console has none of its own yet. */
  readonly site?: Site;
  /** More to change in the same transaction: what the console itself is, never records. */
  also?(): void;
};

const SavedOutcome = z.object({
  output: z.json(),
  seq: z.int().nullable(),
  lane: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
});

/**
 * Runs commands one at a time: input, permission, rules, journal and outcome in one transaction. The same
 * way for people, timers and retries; there is no other door to the records.
 */
export class CommandRunner {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #notes: AuditNotes;
  #before: () => void = () => undefined;

  constructor(store: Store, clock: Clock, notes: AuditNotes) {
    this.#store = store;
    this.#clock = clock;
    this.#notes = notes;
  }

  /** Called before each command that begins a transaction. */
  beforeEach(before: () => void): void {
    this.#before = before;
  }

  run<Output>(command: Command, request: CommandRequest, actor: Actor): CommandOutcome<Output> {
    try {
      if (!this.#store.db.inTransaction) this.#before();
      return this.#run(command, request, actor);
    } catch (error) {
      // Inside a transaction the note would be rolled back with it: whoever runs that tells of it.
      if (!this.#store.db.inTransaction) noteRefusal(this.#notes, actor, error, command.name);
      throw error;
    }
  }

  #run<Output>(command: Command, request: CommandRequest, actor: Actor): CommandOutcome<Output> {
    const { commandId } = request;
    const saved = commandId === undefined ? undefined : this.#savedOutcome(commandId);
    // A saved outcome is what this same command returned before.
    if (saved !== undefined) return saved as CommandOutcome<Output>;

    const parsed: unknown = command.input.parse(request.input);
    const site = request.site ?? this.#store.state.site;
    if (site === undefined) throw commandError('setup-unfinished');
    let lane: Lane = command.lane;
    let seq: number | null = null;
    let output: unknown;
    const now = isoOf(this.#clock.now());
    this.#store.transact(
      {
        actor: stampOf(actor),
        command: command.name,
        label: command.label(parsed),
        assertChange: (change) => this.#assertChange(command, change, actor),
        lane: () => lane,
        // Every command's input is made of JSON values; the API received it as JSON.
        input: parsed as Json,
        finish: (entry) => {
          seq = entry?.seq ?? null;
          if (commandId !== undefined)
            this.#saveOutcome(commandId, { output: output ?? null, seq, lane }, now);
        },
      },
      (tx) => {
        const touched = command.target({ tx, site, actor }, parsed);
        const target = typeof touched === 'string' ? { siteId: touched } : touched;
        if (!can(actor, command.feature, target).allowed) throw refusal(actor, command.feature, target);
        const urgent = () => {
          lane = 0;
        };
        const { station } = this.#store.state;
        output = command.run({ tx, now, newId: newRecordId, actor, site, station, urgent }, parsed);
        request.also?.();
      },
    );
    // What the command returned; its type is the command's own.
    return { output: output as Output, seq, lane };
  }

  /** What the server would refuse is refused here, where whoever did it can still be told. */
  #assertChange(command: Command, change: Change, actor: Actor): void {
    assertChangeAllowed(command, change);
    const entity = command.writes.find(({ kind }) => kind === change.kind);
    if (entity === undefined) return;
    const standing = () => this.#store.record(entity, change.id);
    assertSigned(command, entity, { change, standing, signer: stampOf(actor) });
  }

  #savedOutcome(commandId: string): CommandOutcome<unknown> | undefined {
    const text: unknown = this.#statement('SELECT outcome FROM command_outcome WHERE commandId = ?')
      .pluck()
      .get(commandId);
    return text === undefined ? undefined : SavedOutcome.parse(JSON.parse(z.string().parse(text)));
  }

  #saveOutcome(commandId: string, outcome: CommandOutcome<unknown>, now: string): void {
    this.#statement('INSERT INTO command_outcome (commandId, outcome, at) VALUES (?, ?, ?)').run(
      commandId,
      JSON.stringify(outcome),
      now,
    );
  }

  #statement(sql: string) {
    return connectionOf(this.#store.db).statement(sql);
  }
}

/** On the wire, somebody unnamed is the console speaking under an id that is no console's (`actorOf` of the server). */
function stampOf(actor: Actor): ActorStamp {
  if (actor.type === 'person') return { type: 'person', id: actor.id, name: actor.name };
  return { type: 'system', id: actor.id, name: '' };
}

function newRecordId(): RecordId {
  return RecordIdSchema.parse(uuidv7());
}
