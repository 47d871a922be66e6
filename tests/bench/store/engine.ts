import type { Note } from './note.ts';

export type Question = { readonly incidentId: string; readonly from: string };

/** One way of storing notes. All do the same work: what they return is checked while it is measured. */
export type Engine = {
  readonly name: string;
  /** How many notes it is filled with before it is measured. */
  readonly rows: number;
  insertOne(note: Note): unknown;
  insertMany(notes: readonly Note[]): unknown;
  get(id: string): Note | undefined | Promise<Note | undefined>;
  /** The first hundred of a group from a moment on, by time. */
  range(question: Question): readonly Note[] | Promise<readonly Note[]>;
  count(question: Question): number | Promise<number>;
  close(): unknown;
};

export const RANGE_LIMIT = 100;
