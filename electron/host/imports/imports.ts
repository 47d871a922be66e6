import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Actor, may } from '#shared/access/can.ts';
import { refusal } from '#shared/access/say.ts';
import { actorOfPerson } from '#shared/domains/people/actor.ts';
import { person } from '#shared/domains/people/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { type DomainError, type ErrorDetails, isDomainError } from '#shared/kernel/errors.ts';
import { type Draft, IMPORT_BYTES_MAX, type ImportDefinition } from '#shared/imports/define-import.ts';
import type { CheckedFile } from '#shared/imports/problems.ts';
import { BLOB_CHUNK_BYTES } from '#shared/sync/limits.ts';
import type { HostServices } from '../services.ts';
import type { Store } from '../store/store.ts';
import { JobCancelled, type JobProgress } from '../workers/job.ts';
import { type Applier, appliersOf } from './appliers.ts';
import { importError } from './errors.ts';
import type { ImportLine, ImportPage, ImportState, ImportsService, ImportView } from './imports-service.ts';

const TIME_LIMIT_MS = 5 * 60_000;
/** A page that is never come back to: what it held has personal data in it, and may have passphrases. */
const ABANDONED_MS = 60 * 60_000;
/** At all people together: each may hold twenty megabytes. */
const IMPORTS_MAX = 4;

type Under = {
  readonly id: string;
  readonly definition: ImportDefinition;
  readonly actor: Actor;
  readonly fileName: string;
  bytes: Buffer | null;
  receivedBytes: number;
  state: ImportState;
  progress: JobProgress | null;
  problem: ErrorDetails | null;
  checked: CheckedFile<Draft> | null;
  lines: ImportLine[];
  cancel: AbortController;
  work: Promise<void>;
  usedAtMs: number;
};

export type ImportsParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'error'>;
  readonly runJob: HostServices['runJob'];
  readonly runCommand: HostServices['runCommand'];
};

export class Imports implements ImportsService {
  readonly #parts: ImportsParts;
  readonly #appliers: ReturnType<typeof appliersOf>;
  readonly #imports = new Map<string, Under>();

  constructor(parts: ImportsParts) {
    this.#parts = parts;
    this.#appliers = appliersOf(parts.runCommand);
  }

  current(definition: ImportDefinition, actor: Actor): ImportView | null {
    this.#dropAbandoned();
    const under = [...this.#imports.values()].find((one) => isTheirs(one, definition, actor));
    if (under === undefined) return null;
    under.usedAtMs = this.#parts.clock.monotonicMs();
    return viewOf(under);
  }

  begin(
    definition: ImportDefinition,
    actor: Actor,
    { fileName, sizeBytes }: { readonly fileName: string; readonly sizeBytes: number },
  ): { importId: string; chunkBytes: number } {
    if (sizeBytes <= 0 || sizeBytes > IMPORT_BYTES_MAX) throw wrongSize(sizeBytes);
    this.#dropAbandoned();
    const before = [...this.#imports.values()].find((one) => isTheirs(one, definition, actor));
    if (before !== undefined && isBusy(before)) throw busy();
    if (before !== undefined) this.#imports.delete(before.id);
    if (this.#imports.size >= IMPORTS_MAX) throw busy();
    const id = randomUUID();
    this.#imports.set(id, {
      id,
      definition,
      actor,
      fileName,
      bytes: Buffer.alloc(sizeBytes),
      receivedBytes: 0,
      state: 'uploading',
      progress: null,
      problem: null,
      checked: null,
      lines: [],
      cancel: new AbortController(),
      work: Promise.resolve(),
      usedAtMs: this.#parts.clock.monotonicMs(),
    });
    return { importId: id, chunkBytes: BLOB_CHUNK_BYTES };
  }

  append(
    definition: ImportDefinition,
    actor: Actor,
    {
      importId,
      offset,
      base64,
    }: { readonly importId: string; readonly offset: number; readonly base64: string },
  ): { receivedBytes: number } {
    const under = this.#mustHave(definition, actor, importId, ['uploading']);
    const { bytes, receivedBytes } = under;
    const part = Buffer.from(base64, 'base64');
    if (bytes === null || offset !== receivedBytes || receivedBytes + part.length > bytes.length) {
      throw notWhole(receivedBytes, bytes, 'offset');
    }
    part.copy(bytes, receivedBytes);
    under.receivedBytes += part.length;
    return { receivedBytes: under.receivedBytes };
  }

  check(definition: ImportDefinition, actor: Actor, importId: string): void {
    const under = this.#mustHave(definition, actor, importId, ['uploading']);
    const { bytes, receivedBytes } = under;
    if (bytes === null || receivedBytes < bytes.length) throw notWhole(receivedBytes, bytes);
    const site = must(this.#parts.store.state.site, 'the site of a console where somebody is signed in');
    under.bytes = null;
    const input = { importName: definition.name, bytes, actor, site };
    const looked = this.#parts.runJob('imports.check', input, {
      signal: under.cancel.signal,
      timeLimitMs: TIME_LIMIT_MS,
      onProgress(progress) {
        under.progress = progress;
      },
    });
    this.#work(under, 'checking', 'checked', async () => {
      under.checked = await looked;
    });
  }

  problems(definition: ImportDefinition, actor: Actor, { importId, after, limit }: ImportPage) {
    const found = this.#mustHave(definition, actor, importId).checked?.problems ?? [];
    return { problems: found.slice(after, after + limit), total: found.length };
  }

  apply(definition: ImportDefinition, actor: Actor, importId: string): void {
    const under = this.#mustHave(definition, actor, importId, ['checked']);
    const right = under.checked?.right ?? [];
    if (right.length === 0) throw importError('nothing-right');
    this.#work(under, 'applying', 'applied', async () => {
      const applier = this.#applierOf(under);
      under.lines = right.map(({ line, draft }) => lineOf(line, applier.titleOf(draft)));
      for (const [index, { draft }] of right.entries()) {
        if (under.cancel.signal.aborted) return;
        await this.#step(under, index, () => applier.apply(draft, this.#actorNow(under)));
        under.progress = { done: index + 1, total: right.length };
      }
    });
  }

  lines(definition: ImportDefinition, actor: Actor, { importId, after, limit }: ImportPage) {
    const { lines } = this.#mustHave(definition, actor, importId);
    return { lines: lines.slice(after, after + limit), total: lines.length };
  }

  undo(definition: ImportDefinition, actor: Actor, importId: string): void {
    const under = this.#mustHave(definition, actor, importId, ['applied']);
    this.#work(under, 'undoing', 'applied', async () => {
      const applier = this.#applierOf(under);
      for (const [index, line] of under.lines.entries()) {
        if (under.cancel.signal.aborted) return;
        const { id } = line;
        if (line.state !== 'done' || id === null) continue;
        await this.#step(under, index, () => {
          applier.undo(id, this.#actorNow(under));
          return { id, handOut: null };
        });
        under.progress = { done: index + 1, total: under.lines.length };
        await setImmediate();
      }
    });
  }

  cancel(definition: ImportDefinition, actor: Actor, importId: string): void {
    const under = this.#mustHave(definition, actor, importId);
    under.cancel.abort();
    if (under.state === 'uploading') this.#imports.delete(importId);
  }

  discard(definition: ImportDefinition, actor: Actor, importId: string): void {
    const under = this.#mustHave(definition, actor, importId);
    if (isBusy(under)) throw busy();
    this.#imports.delete(importId);
  }

  async close(): Promise<void> {
    const under = [...this.#imports.values()];
    for (const { cancel } of under) cancel.abort();
    await Promise.all(under.map(({ work }) => work));
  }

  /** One line's command: what it is refused for stands at the line, and the next one is gone on with. */
  async #step(
    under: Under,
    index: number,
    act: () => ReturnType<Applier['apply']> | Awaited<ReturnType<Applier['apply']>>,
  ): Promise<void> {
    const line = must(under.lines[index], 'a line of the import');
    const done = under.state === 'undoing' ? 'undone' : 'done';
    try {
      const { id, handOut } = await act();
      under.lines[index] = { ...line, state: done, id, handOut, reason: null, remedy: null };
    } catch (error) {
      if (!isDomainError(error)) throw error;
      const { message, remedy = null } = error.details;
      const state = under.state === 'undoing' ? line.state : 'refused';
      under.lines[index] = { ...line, state, reason: message, remedy };
    }
  }

  #work(under: Under, during: ImportState, after: ImportState, work: () => Promise<void>): void {
    under.state = during;
    under.progress = null;
    under.problem = null;
    if (under.cancel.signal.aborted) under.cancel = new AbortController();
    under.work = work().then(
      () => {
        under.state = after;
        under.progress = null;
      },
      (error: unknown) => {
        under.problem = this.#problemOf(error);
        under.state = during === 'checking' ? 'refused' : after;
        under.progress = null;
      },
    );
  }

  #problemOf(error: unknown): ErrorDetails {
    if (error instanceof JobCancelled) return importError('cancelled').details;
    if (isDomainError(error)) return error.details;
    this.#parts.log.error({ err: error }, 'an import failed');
    return importError('unexpected').details;
  }

  /** The person as they stand at this line: an import takes its time, and rights may go meanwhile. */
  #actorNow({ actor, definition }: Under): Actor {
    const { store } = this.#parts;
    const now = actor.type === 'person' ? store.record(person, actor.id) : undefined;
    const isOver = actor.type === 'person' && now?.active === false;
    const today = now === undefined ? actor : actorOfPerson(now);
    if (isOver || !may(today, definition.feature).allowed) throw refusal(today, definition.feature, null);
    return today;
  }

  #applierOf({ definition }: Under): Applier {
    return must(this.#appliers[definition.name], `how ${definition.name} are applied`);
  }

  #mustHave(
    definition: ImportDefinition,
    actor: Actor,
    importId: string,
    states: readonly ImportState[] | null = null,
  ): Under {
    const under = this.#imports.get(importId);
    if (under === undefined || !isTheirs(under, definition, actor)) throw importError('over');
    under.usedAtMs = this.#parts.clock.monotonicMs();
    if (states === null || states.includes(under.state)) return under;
    throw importError('gone-on');
  }

  #dropAbandoned(): void {
    const before = this.#parts.clock.monotonicMs() - ABANDONED_MS;
    for (const under of this.#imports.values()) {
      if (under.usedAtMs < before && !isBusy(under)) this.#imports.delete(under.id);
    }
  }
}

function isTheirs(under: Under, definition: ImportDefinition, actor: Actor): boolean {
  return under.definition === definition && under.actor.id === actor.id;
}

function isBusy({ state }: Under): boolean {
  return state === 'checking' || state === 'applying' || state === 'undoing';
}

function lineOf(line: number, title: string): ImportLine {
  return { line, title, state: 'not-done', id: null, reason: null, remedy: null, handOut: null };
}

function viewOf({ id, fileName, state, progress, problem, checked, lines }: Under): ImportView {
  const count = (wanted: ImportLine['state']) => lines.filter((line) => line.state === wanted).length;
  return {
    id,
    fileName,
    state,
    progress,
    problem,
    checked: checked === null ? null : foundIn(checked),
    outcome:
      lines.length === 0
        ? null
        : {
            done: count('done'),
            refused: count('refused'),
            notDone: count('not-done'),
            undone: count('undone'),
            handOuts: lines.filter(({ handOut }) => handOut !== null).length,
          },
  };
}

function foundIn({ right, problems, ...found }: CheckedFile<Draft>): NonNullable<ImportView['checked']> {
  return { ...found, rightRows: right.length, problems: problems.length };
}

function wrongSize(sizeBytes: number): DomainError {
  return sizeBytes <= 0
    ? importError('file-empty')
    : importError('file-too-large', { megabytes: IMPORT_BYTES_MAX / 1024 / 1024 });
}

function notWhole(received: number, bytes: Buffer | null, field?: string): DomainError {
  return importError('not-whole', { received, size: bytes?.length ?? 0 }, { field });
}

function busy(): DomainError {
  return importError('busy', {}, { retryAfterSeconds: 10 });
}
