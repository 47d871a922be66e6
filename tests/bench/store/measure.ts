import { must } from '#shared/kernel/assert.ts';
import type { Engine } from './engine.ts';
import { RANGE_LIMIT } from './engine.ts';
import { noteAt, questionAt } from './note.ts';

export const COLUMNS = ['insert', 'bulk', 'get', 'range', 'count'] as const;
export type Column = (typeof COLUMNS)[number];
/** Operations a second; documents a second for `bulk`. */
export type Rates = { [Name in Column]: number };

export const BULK_SIZE = 500;

/** How long one turn of one engine at one column lasts, and how many turns each gets. */
export type Effort = { readonly turnMs: number; readonly turns: number };

/**
 * Measures all engines at one column in turns, round after round, so that whatever else the machine does
 * meets all of them alike. The median turn counts.
 */
export async function measureColumn(
  column: Column,
  engines: readonly Measured[],
  effort: Effort,
): Promise<void> {
  const rates = new Map<Measured, number[]>();
  for (let turn = 0; turn < effort.turns; turn += 1) {
    for (const engine of engines) {
      const rate = await engine.turn(column, effort.turnMs);
      rates.set(engine, [...(rates.get(engine) ?? []), rate]);
    }
  }
  for (const [engine, found] of rates) engine.rates[column] = median(found);
}

/** An engine with what it has been asked so far. */
export class Measured {
  readonly engine: Engine;
  readonly rates: Rates = { insert: 0, bulk: 0, get: 0, range: 0, count: 0 };
  #nextRow = 0;
  #asked = 0;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  async fill(): Promise<void> {
    while (this.#nextRow < this.engine.rows) {
      await this.engine.insertMany(this.#newNotes(Math.min(BULK_SIZE, this.engine.rows - this.#nextRow)));
    }
    // Whoever builds an index at the first question does so before the clock runs.
    await this.#question();
    await this.#count();
  }

  /** Runs for that long and returns the rate. */
  async turn(column: Column, turnMs: number): Promise<number> {
    const act = this.#act(column);
    const startedAtMs = performance.now();
    let done = 0;
    let elapsedMs = 0;
    while (elapsedMs < turnMs) {
      const pending = act();
      // What is synchronous is not made to wait.
      done += pending instanceof Promise ? await pending : pending;
      elapsedMs = performance.now() - startedAtMs;
    }
    return done / (elapsedMs / 1_000);
  }

  /** Runs so many times and returns the rate. */
  async actions(column: Column, times: number): Promise<number> {
    const act = this.#act(column);
    const startedAtMs = performance.now();
    for (let time = 0; time < times; time += 1) await act();
    return times / ((performance.now() - startedAtMs) / 1_000);
  }

  #act(column: Column): () => number | Promise<number> {
    switch (column) {
      case 'insert':
        return () => after(this.engine.insertOne(must(this.#newNotes(1)[0], 'a note')), () => 1);
      case 'bulk':
        return () => after(this.engine.insertMany(this.#newNotes(BULK_SIZE)), () => BULK_SIZE);
      case 'get':
        return () => this.#get();
      case 'range':
        return () => this.#question();
      case 'count':
        return () => this.#count();
    }
  }

  #get(): number | Promise<number> {
    // A stride that is prime to the number of rows visits all of them.
    const { id } = noteAt((this.#turnOf() * 7_919) % this.engine.rows, this.engine.rows);
    return after(this.engine.get(id), (note) => expectThat(note?.id === id, this.engine.name));
  }

  #question(): number | Promise<number> {
    const question = questionAt(this.#turnOf(), this.engine.rows);
    return after(this.engine.range(question), (notes) =>
      expectThat(notes.length === RANGE_LIMIT, this.engine.name),
    );
  }

  #count(): number | Promise<number> {
    const question = questionAt(this.#turnOf(), this.engine.rows);
    return after(this.engine.count(question), (count) => expectThat(count >= RANGE_LIMIT, this.engine.name));
  }

  #turnOf(): number {
    this.#asked += 1;
    return this.#asked;
  }

  #newNotes(count: number) {
    const from = this.#nextRow;
    this.#nextRow += count;
    return Array.from({ length: count }, (_, index) => noteAt(from + index, this.engine.rows));
  }
}

function after<Value>(
  value: Value | Promise<Value>,
  then: (value: Value) => number,
): number | Promise<number> {
  return value instanceof Promise ? value.then(then) : then(value);
}

function expectThat(isTrue: boolean, name: string): number {
  if (!isTrue) throw new Error(`${name} gave a wrong answer`);
  return 1;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return must(sorted[Math.floor(sorted.length / 2)], 'a turn was measured');
}
