import { setImmediate } from 'node:timers/promises';
import type { Actor } from '#shared/access/can.ts';
import { must } from '#shared/kernel/assert.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import {
  type Draft,
  IMPORT_ROWS_MAX,
  type ImportColumn,
  type ImportContext,
  type ImportDefinition,
} from '#shared/imports/define-import.ts';
import type { CheckedFile, CheckedLine, ImportProblem } from '#shared/imports/problems.ts';
import type { JobContext } from '../workers/job.ts';
import { importNamed } from './all-imports.ts';
import { importError } from './errors.ts';
import { type FileLine, openFile } from './read-file.ts';

export type CheckInput = {
  readonly importName: string;
  readonly bytes: Uint8Array;
  readonly actor: Actor;
  readonly site: Site;
};

const VALUE_CHARACTERS_MAX = 80;
const STEP_EVERY_LINES = 500;

/** The dry run in a thread of its own: every line is looked at, nothing is changed. */
export function checkFile(context: JobContext, input: CheckInput): Promise<CheckedFile<Draft>> {
  const { all } = context;
  const db: ImportContext['db'] = {
    all,
    get: (row, sql, parameters) => all(row, sql, parameters)[0],
  };
  const definition = must(importNamed(input.importName), `import ${input.importName}`);
  const { actor, site } = input;
  return checkLines(definition, Buffer.from(input.bytes), { db, actor, site }, (done) =>
    context.step({ done, total: null }),
  );
}

export async function checkLines(
  definition: ImportDefinition,
  bytes: Buffer,
  context: ImportContext,
  onLines: (done: number) => void,
): Promise<CheckedFile<Draft>> {
  const headings = headingsOf(definition);
  const file = openFile(bytes, (heading) => headings.has(plain(heading)));
  const check = new LineCheck(definition, context);
  let columns: readonly (string | undefined)[] | undefined;
  let ignoredHeadings: readonly string[] = [];
  for await (const line of file.lines) {
    if (columns === undefined) {
      if (isBlank(line)) continue;
      columns = columnsOf(definition, line);
      ignoredHeadings = ignoredIn(line, columns);
      continue;
    }
    check.look(line, columns);
    if (check.rows > IMPORT_ROWS_MAX) throw importError('too-many-lines', { max: IMPORT_ROWS_MAX });
    if (check.rows % STEP_EVERY_LINES === 0) {
      onLines(check.rows);
      await setImmediate();
    }
  }
  if (columns === undefined) throw importError('no-lines');
  const { rows, right, problems, wrongLines } = check;
  return {
    format: file.format,
    encoding: file.encoding,
    rows,
    wrongRows: wrongLines.size,
    ignoredHeadings,
    right,
    problems,
  };
}

/** Looks at one line after the other and remembers what the file has named already. */
class LineCheck {
  readonly right: CheckedLine<Draft>[] = [];
  readonly problems: ImportProblem[] = [];
  readonly wrongLines = new Set<number>();
  rows = 0;
  readonly #definition: ImportDefinition;
  readonly #reader: ReturnType<ImportDefinition['reader']>;
  readonly #firstLines = new Map<string, number>();

  constructor(definition: ImportDefinition, context: ImportContext) {
    this.#definition = definition;
    this.#reader = definition.reader(context);
  }

  look(line: FileLine, columns: readonly (string | undefined)[]): void {
    if (isBlank(line)) return;
    this.rows += 1;
    if ('broken' in line) {
      this.#wrong({ line: line.line, column: null, value: '', ...line.broken });
      return;
    }
    const before = this.problems.length;
    const row = this.#row(line.line, line.cells, columns);
    if (this.problems.length > before) return;
    try {
      this.#keep(line.line, this.#reader.draft(row));
    } catch (error) {
      if (!isDomainError(error)) throw error;
      const { message, remedy, field } = error.details;
      const name = field !== undefined && field in this.#definition.columns ? field : undefined;
      this.#wrong({
        ...this.#place(line.line, name, name === undefined ? '' : (line.cells[columns.indexOf(name)] ?? '')),
        reason: message,
        remedy: remedy ?? 'Correct the line, or take it out.',
      });
    }
  }

  #row(line: number, cells: readonly string[], columns: readonly (string | undefined)[]): never {
    const surplus = cells.slice(columns.length).find((cell) => cell.trim() !== '');
    if (surplus !== undefined) {
      this.#wrong({
        ...this.#place(line, undefined, surplus),
        reason: `This line has more cells than there are headings (${columns.length}).`,
        remedy: 'Put quotation marks around text that holds the separator.',
      });
    }
    const entries = Object.entries(this.#definition.columns).map(([name, column]) => {
      const at = columns.indexOf(name);
      return [name, this.#cell(line, name, column, at === -1 ? '' : (cells[at] ?? ''))];
    });
    // Only used where every cell was what its column asks for: the row is what the definition's reader takes.
    return Object.fromEntries(entries) as never;
  }

  #cell(line: number, name: string, column: ImportColumn, raw: string): unknown {
    const text = raw.trim();
    if (text === '' && !column.required) return null;
    const parsed = text.isWellFormed() ? column.cell.safeParse(text) : undefined;
    if (parsed?.success === true) return parsed.data;
    const said = parsed?.error.issues[0]?.message ?? 'Characters of this text are damaged.';
    const reason = text === '' ? 'This cell is empty.' : said;
    this.#wrong({ ...this.#place(line, name, raw), reason, remedy: column.remedy });
    return null;
  }

  #keep(line: number, draft: Draft): void {
    // The reader's own draft.
    const key = this.#reader.key(draft);
    const first = this.#firstLines.get(key.value);
    if (first === undefined) {
      this.#firstLines.set(key.value, line);
      this.right.push({ line, draft });
      return;
    }
    const value = draft[key.column];
    this.#wrong({
      ...this.#place(line, key.column, typeof value === 'string' ? value : ''),
      reason: `The same as line ${first} of this file.`,
      remedy: 'Take one of the two lines out, or correct it.',
    });
  }

  #place(
    line: number,
    name: string | undefined,
    value: string,
  ): Pick<ImportProblem, 'line' | 'column' | 'value'> {
    const column = name === undefined ? undefined : this.#definition.columns[name];
    return { line, column: column?.heading ?? null, value: column?.isSecret === true ? '' : shown(value) };
  }

  #wrong(problem: ImportProblem): void {
    this.wrongLines.add(problem.line);
    this.problems.push(problem);
  }
}

function isBlank(line: FileLine): boolean {
  return 'cells' in line && line.cells.every((cell) => cell.trim() === '');
}

/** Cut, and with what can't be seen made visible: a person is to find it in the file. */
function shown(value: string): string {
  const cut = value.length > VALUE_CHARACTERS_MAX ? `${value.slice(0, VALUE_CHARACTERS_MAX - 1)}…` : value;
  return cut.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}]/gu, '\uFFFD');
}

function plain(heading: string): string {
  return heading
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function headingsOf({ columns }: ImportDefinition): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(columns).flatMap(([name, { heading, alsoCalled }]) =>
      [name, heading, ...alsoCalled].map((called): [string, string] => [plain(called), name]),
    ),
  );
}

/** The name of the column at each place of a line; undefined for headings nobody knows. */
function columnsOf(definition: ImportDefinition, line: FileLine): readonly (string | undefined)[] {
  const headings = headingsOf(definition);
  const cells = 'cells' in line ? line.cells : [];
  const columns = cells.map((cell) => headings.get(plain(cell)));
  const known = Object.entries(definition.columns);
  const missing = known.filter(([name, { required }]) => required && !columns.includes(name));
  if (missing.length > 0) {
    const headingsMissing = missing.map(([, { heading }]) => heading).join(', ');
    throw importError('headings-missing', { headings: headingsMissing });
  }
  const twice = known.find(([name]) => columns.indexOf(name) !== columns.lastIndexOf(name));
  if (twice === undefined) return columns;
  throw importError('heading-twice', { heading: twice[1].heading });
}

function ignoredIn(line: FileLine, columns: readonly (string | undefined)[]): readonly string[] {
  const cells = 'cells' in line ? line.cells : [];
  return cells.filter((cell, at) => columns[at] === undefined && cell.trim() !== '').map(shown);
}
