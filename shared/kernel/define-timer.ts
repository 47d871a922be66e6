import type { Command } from './define-command.ts';
import type { Entity, RecordOf } from './define-entity.ts';

/**
 * A deadline that a record carries. Timers are derived from records, never set by hand: after every
 * write the home site asks each timer of that kind when it is due, in the same transaction. So a record
 * that changes, here or by a merge, can't leave a stale timer behind, and a rebuilt console has them all.
 */
export type Timer<E extends Entity = Entity> = {
  /** `domain.what`; with the record's id and `key` it makes the timer's durable id. */
  readonly name: string;
  readonly entity: E;
  readonly command: Command;
  /** When it is due, ISO UTC, and what tells this firing from the last; undefined when there is nothing to wait for. */
  due(record: RecordOf<E>): { readonly at: string; readonly key: string } | undefined;
  /** Input for the command. */
  input(record: RecordOf<E>): unknown;
  /** What a console does with firings missed while it was off: run once, late, or not at all. */
  readonly catchUp: 'once' | 'skip';
};

export function defineTimer<E extends Entity>(timer: Timer<E>): Timer<E> {
  return timer;
}
