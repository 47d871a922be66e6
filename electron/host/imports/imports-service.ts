import type { Actor } from '#shared/access/can.ts';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import type { ImportDefinition } from '#shared/imports/define-import.ts';
import type { CheckedFile, ImportProblem } from '#shared/imports/problems.ts';
import type { JobProgress } from '../workers/job.ts';

/**
 * `uploading`, `checking`, `checked`: nothing is changed. `applying` ends as `applied`, also when it was cancelled on
 * the way: the lines say what became of each.
 */
export type ImportState =
  | 'uploading'
  | 'checking'
  | 'checked'
  | 'refused'
  | 'applying'
  | 'applied'
  | 'undoing';

export type ImportView = {
  readonly id: string;
  readonly fileName: string;
  readonly state: ImportState;
  readonly progress: JobProgress | null;
  /** Why the file as a whole can't be used. */
  readonly problem: ErrorDetails | null;
  readonly checked:
    | (Omit<CheckedFile<never>, 'right' | 'problems'> & {
        readonly rightRows: number;
        readonly problems: number;
      })
    | null;
  readonly outcome: {
    readonly done: number;
    readonly refused: number;
    readonly notDone: number;
    readonly undone: number;
    /** Passphrases that were made, until they are taken away with the import. */
    readonly handOuts: number;
  } | null;
};

export type ImportLine = {
  readonly line: number;
  /** Whom or what it is about. */
  readonly title: string;
  readonly state: 'done' | 'refused' | 'not-done' | 'undone';
  readonly id: string | null;
  readonly reason: string | null;
  readonly remedy: string | null;
  /** What somebody is to be given on paper, such as a passphrase that was made for them. */
  readonly handOut: string | null;
};

export type ImportPage = { readonly importId: string; readonly after: number; readonly limit: number };

/** Files on their way to becoming records. One at a time for each person and kind; kept in memory alone. */
export type ImportsService = {
  /** The actor's import that is under way or was just done. */
  current(definition: ImportDefinition, actor: Actor): ImportView | null;
  begin(
    definition: ImportDefinition,
    actor: Actor,
    file: { readonly fileName: string; readonly sizeBytes: number },
  ): { readonly importId: string; readonly chunkBytes: number };
  append(
    definition: ImportDefinition,
    actor: Actor,
    part: { readonly importId: string; readonly offset: number; readonly base64: string },
  ): { readonly receivedBytes: number };
  /** Looks at every line; `current` tells how far it is and what was found. */
  check(definition: ImportDefinition, actor: Actor, importId: string): void;
  problems(
    definition: ImportDefinition,
    actor: Actor,
    page: ImportPage,
  ): { readonly problems: readonly ImportProblem[]; readonly total: number };
  /** Makes a record of every right line, one command each. */
  apply(definition: ImportDefinition, actor: Actor, importId: string): void;
  lines(
    definition: ImportDefinition,
    actor: Actor,
    page: ImportPage,
  ): { readonly lines: readonly ImportLine[]; readonly total: number };
  /** Takes back what was applied, as far as the domain lets records be taken back. */
  undo(definition: ImportDefinition, actor: Actor, importId: string): void;
  /** Stops what runs; what was not begun is not done. */
  cancel(definition: ImportDefinition, actor: Actor, importId: string): void;
  /** Forgets the file, the report and every passphrase in it. */
  discard(definition: ImportDefinition, actor: Actor, importId: string): void;
  close(): Promise<void>;
};
