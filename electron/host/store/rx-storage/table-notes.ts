import { type Connection, quoted } from './connection.ts';
import type { ScalarField } from './scalar-fields.ts';

/**
 * What a table has ever held at each scalar path. Nobody promises the storage that documents obey their
 * schema, and SQLite orders text by code point where JavaScript orders it by UTF-16 unit; so each write notes
 * the unusual, and a query is left to SQL alone only where no note forbids it. The notes are written in the
 * transaction of the documents they describe, and never taken back while the table lives.
 */
export const NOTE = {
  /** Something the schema doesn't announce: another type, an array, a number no float64 text round-trips. */
  odd: 1,
  explicitNull: 2,
  missing: 4,
  /** Text beyond U+FFFF: surrogate pairs to JavaScript. */
  astral: 8,
  /** Text with U+E000 to U+FFFF: sorts after emoji in JavaScript, before them in SQLite. */
  high: 16,
  /** Text with a lone surrogate, which UTF-8 can't say. */
  broken: 32,
} as const;

export class TableNotes {
  readonly #connection: Connection;
  readonly #tableName: string;
  readonly #root: PathNode;
  #bits = new Map<string, number>();
  /** Paths whose note was written in a transaction of which it is not known yet that it was committed. */
  readonly #unsettled = new Set<string>();
  #saves = 0;
  #edition: object = {};

  constructor(connection: Connection, tableName: string, fields: readonly ScalarField[]) {
    this.#connection = connection;
    this.#tableName = tableName;
    this.#root = pathTree(fields);
    connection.handle.exec(CREATE_NOTES);
    this.#load(fields);
  }

  /** Another object whenever a note was added. */
  get edition(): object {
    return this.#edition;
  }

  bitsOf(path: string): number {
    return this.#bits.get(path) ?? 0;
  }

  has(path: string, note: number): boolean {
    return (this.bitsOf(path) & note) !== 0;
  }

  /** True if writing this document would add nothing: then it needs no transaction for its notes. */
  knows(document: object): boolean {
    if (this.#unsettled.size > 0) return false;
    let isKnown = true;
    visit(this.#root, document, (path, bits) => {
      if ((this.bitsOf(path) & bits) !== bits) isKnown = false;
    });
    return isKnown;
  }

  /** Must run in the transaction that writes the document. */
  observe(document: object): void {
    const before = this.#unsettled.size;
    let isNew = false;
    visit(this.#root, document, (path, bits) => {
      const known = this.bitsOf(path);
      if ((known & bits) === bits) return;
      this.#bits.set(path, known | bits);
      this.#unsettled.add(path);
      isNew = true;
    });
    if (isNew) this.#edition = {};
    // The transaction that wrote a note first may have been rolled back: the file then counts fewer saves.
    if (isNew || (before > 0 && this.#savesInFile() !== this.#saves)) this.#saveUnsettled();
  }

  /** Call outside of transactions, at any time: notes that are in the file now stay there. */
  settle(): void {
    if (this.#unsettled.size === 0 || this.#connection.handle.inTransaction) return;
    if (this.#savesInFile() === this.#saves) this.#unsettled.clear();
  }

  #saveUnsettled(): void {
    for (const path of this.#unsettled) this.#save(path, this.bitsOf(path));
    this.#saves += 1;
    this.#save(SAVES_PATH, this.#saves);
  }

  #savesInFile(): unknown {
    return this.#connection.statement(READ_SAVES).pluck().get(this.#tableName);
  }

  #load(fields: readonly ScalarField[]): void {
    this.#bits = this.#read();
    this.#saves = this.bitsOf(SAVES_PATH);
    const signature = signatureOf(fields);
    if (this.#bits.get(SIGNATURE_PATH) === signature) return;
    // A new table, or one written under a schema with other paths: look at every document once.
    this.#connection.transaction(() => {
      const rows = this.#connection.handle.prepare(`SELECT data FROM ${quoted(this.#tableName)}`).pluck();
      // Statements that write would find the connection busy while rows are read, so notes are saved after.
      const found = new Map<string, number>();
      for (const data of rows.iterate()) {
        visit(this.#root, parsed(data), (path, bits) => found.set(path, (found.get(path) ?? 0) | bits));
      }
      for (const [path, bits] of found) this.#save(path, this.bitsOf(path) | bits);
      this.#save(SIGNATURE_PATH, signature);
    });
    this.#bits = this.#read();
  }

  #save(path: string, bits: number): void {
    this.#connection.statement(SAVE_NOTE).run(this.#tableName, path, bits);
  }

  #read(): Map<string, number> {
    const rows = this.#connection.statement(READ_NOTES).raw().all(this.#tableName);
    // READ_NOTES selects exactly these two columns of a STRICT table.
    return new Map(rows as [string, number][]);
  }
}

export function forgetNotes(connection: Connection, tableName: string): void {
  connection.handle.exec(CREATE_NOTES);
  connection.handle.prepare('DELETE FROM "rx-notes" WHERE table_name = ?').run(tableName);
}

const CREATE_NOTES = `CREATE TABLE IF NOT EXISTS "rx-notes" (
  table_name TEXT NOT NULL, path TEXT NOT NULL, bits INTEGER NOT NULL, PRIMARY KEY (table_name, path)
) STRICT, WITHOUT ROWID`;
const READ_NOTES = 'SELECT path, bits FROM "rx-notes" WHERE table_name = ?';
const READ_SAVES = `SELECT bits FROM "rx-notes" WHERE table_name = ? AND path = '.'`;
const SAVE_NOTE = `INSERT INTO "rx-notes" VALUES (?, ?, ?)
  ON CONFLICT DO UPDATE SET bits = excluded.bits`;
/** Two rows that are no notes; no scalar path has these names. */
const SIGNATURE_PATH = '';
const SAVES_PATH = '.';

type PathNode = { readonly children: Map<string, PathNode>; field?: ScalarField };

function pathTree(fields: readonly ScalarField[]): PathNode {
  const root: PathNode = { children: new Map() };
  for (const field of fields) {
    let node = root;
    for (const key of field.keys) {
      const child = node.children.get(key) ?? { children: new Map() };
      node.children.set(key, child);
      node = child;
    }
    node.field = field;
  }
  return root;
}

type Note = (path: string, bits: number) => void;

function visit(node: PathNode, value: object, note: Note): void {
  for (const [key, child] of node.children) {
    const inner: unknown = Reflect.get(value, key);
    if (child.field !== undefined) note(child.field.path, bitsOfValue(child.field, inner));
    else if (inner === undefined || inner === null) visitAll(child, NOTE.missing, note);
    else if (typeof inner === 'object' && !Array.isArray(inner)) visit(child, inner, note);
    else visitAll(child, NOTE.odd, note);
  }
}

function visitAll(node: PathNode, bits: number, note: Note): void {
  for (const child of node.children.values()) {
    if (child.field === undefined) visitAll(child, bits, note);
    else note(child.field.path, bits);
  }
}

function bitsOfValue(field: ScalarField, value: unknown): number {
  if (value === undefined) return NOTE.missing;
  if (value === null) return NOTE.explicitNull;
  if (typeof value !== field.kind) return NOTE.odd;
  if (typeof value === 'string') return bitsOfText(value);
  // Beyond 2^53 JSON's shortest text is another integer than the float64; NaN and Infinity become null.
  if (typeof value === 'number')
    return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? 0 : oddUnlessFraction(value);
  return 0;
}

function oddUnlessFraction(value: number): number {
  // From 1e21 on JavaScript writes an exponent, which SQLite reads as the same float64.
  return Number.isFinite(value) && Math.abs(value) >= 1e21 ? 0 : NOTE.odd;
}

function bitsOfText(text: string): number {
  if (!/[\uD800-\uFFFF]/.test(text)) return 0;
  return (
    (text.isWellFormed() ? 0 : NOTE.broken) |
    (/[\uD800-\uDFFF]/.test(text) ? NOTE.astral : 0) |
    (/[\uE000-\uFFFF]/.test(text) ? NOTE.high : 0)
  );
}

/** Changes whenever the set of noted paths or their kinds does. */
function signatureOf(fields: readonly ScalarField[]): number {
  let hash = 7;
  for (const { path, kind } of fields) {
    for (const character of `${path}:${kind};`) {
      hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0;
    }
  }
  return hash;
}

function parsed(data: unknown): object {
  // `data` holds only what a table's writer serialised from a document.
  return JSON.parse(String(data)) as object;
}
