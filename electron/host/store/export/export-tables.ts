import { z } from 'zod';
import { domains, entityOf } from '#shared/domains/registry.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { CollectionName, Entity } from '#shared/kernel/define-entity.ts';
import { quoted } from '../rx-storage/connection.ts';
import { viewOf } from '../record-tables.ts';

export type ExportColumn = { readonly name: string; readonly type: 'TEXT' | 'INTEGER' | 'REAL' };
export type ExportValue = string | number | bigint | null;

/** A table of the export: what it is called, what it has, and how its rows are read from the store. */
export type ExportTable = {
  readonly name: string;
  readonly columns: readonly ExportColumn[];
  readonly primaryKey: readonly string[];
  /** Gives the columns above, in their order and in the order of the primary key. */
  readonly select: string;
  /** Takes out of a row what must not leave. */
  readonly clean: (row: ExportValue[]) => ExportValue[];
  /** For kinds that go to the archive: gives the same columns of a document, as the parameter `data`. */
  readonly archived?: { readonly collection: CollectionName; readonly kind: string; readonly select: string };
};

/** Everything that leaves: each entity, the journal, and the files that records name. */
export function exportTables(): ExportTable[] {
  const entities = domains.flatMap((domain) => domain.entities);
  const names = entities.map(viewOf);
  assert(new Set([...names, 'journal', 'stored_file']).size === names.length + 2, 'export tables differ');
  return [...entities.map(entityTable), journalTable, storedFileTable];
}

/** Fields that are never shown are left out, name and all. */
function entityTable(entity: Entity): ExportTable {
  const properties = z.toJSONSchema(entity.schema, { target: 'draft-7', io: 'input' }).properties ?? {};
  const columns = Object.keys(entity.schema.shape)
    .filter((field) => !entity.sensitive.includes(field))
    .map((name) => ({ name, type: columnType(properties[name]) }));
  return {
    name: viewOf(entity),
    columns,
    primaryKey: ['id'],
    select: `SELECT ${columns.map(({ name }) => quoted(name)).join(', ')} FROM ${viewOf(entity)} ORDER BY id`,
    clean: (row) => row,
    archived: {
      collection: entity.collection,
      kind: entity.kind,
      // As the views read it.
      select: `SELECT ${columns.map(({ name }) => `:data ->> '$.${name}'`).join(', ')}`,
    },
  };
}

const JsonType = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  anyOf: z.array(z.unknown()).optional(),
});

/** Arrays and objects are JSON text, truth values 0 and 1. */
function columnType(described: unknown): ExportColumn['type'] {
  const types = jsonTypes(described).filter((type) => type !== 'null');
  if (types.length === 0) return 'TEXT';
  if (types.every((type) => type === 'integer' || type === 'boolean')) return 'INTEGER';
  return types.every((type) => type === 'integer' || type === 'number') ? 'REAL' : 'TEXT';
}

function jsonTypes(described: unknown): string[] {
  const parsed = JsonType.safeParse(described);
  if (!parsed.success) return [];
  const { type = [], anyOf = [] } = parsed.data;
  return [...(typeof type === 'string' ? [type] : type), ...anyOf.flatMap(jsonTypes)];
}

/** The input of a command stays out: it may hold what the records then keep from being shown. */
const journalTable: ExportTable = {
  name: 'journal',
  columns: [
    { name: 'seq', type: 'INTEGER' },
    { name: 'entry', type: 'TEXT' },
    { name: 'before', type: 'TEXT' },
    { name: 'hash', type: 'TEXT' },
    { name: 'state', type: 'TEXT' },
    { name: 'verdict', type: 'TEXT' },
    { name: 'answeredAt', type: 'TEXT' },
  ],
  primaryKey: ['seq'],
  select:
    'SELECT seq, entry, before, lower(hex(hash)) AS hash, state, verdict, answeredAt FROM journal ORDER BY seq',
  clean: ([seq = null, entry = null, before = null, ...rest]) => [
    seq,
    ...withoutSensitive(String(entry), String(before)),
    ...rest,
  ],
};

/** The files themselves lie under `blobs/` of the data folder, each named by its hash. */
const storedFileTable: ExportTable = {
  name: 'stored_file',
  columns: [
    { name: 'sha256', type: 'TEXT' },
    { name: 'sizeBytes', type: 'INTEGER' },
    { name: 'bytesHere', type: 'INTEGER' },
    { name: 'bytesAtServer', type: 'INTEGER' },
  ],
  primaryKey: ['sha256'],
  select: 'SELECT sha256, sizeBytes, bytesHere, bytesAtServer FROM blob ORDER BY sha256',
  clean: (row) => row,
};

const Fields = z.record(z.string(), z.unknown());
const EntryChanges = z.looseObject({
  changes: z.array(z.looseObject({ kind: z.string(), id: z.string(), fields: Fields })),
});
const BeforeList = z.array(z.looseObject({ id: z.string(), fields: Fields.nullable() }));

/** An entry and what was before it, without the fields that are never shown. The hash is of the whole entry. */
export function withoutSensitive(entryText: string, beforeText: string): [string, string] {
  const entry = EntryChanges.parse(JSON.parse(entryText));
  const before = BeforeList.parse(JSON.parse(beforeText));
  const kinds = new Map(entry.changes.map(({ id, kind }) => [id, kind]));
  const changes = entry.changes.map((change) => ({ ...change, fields: shown(change.kind, change.fields) }));
  const befores = before.map(({ id, fields, ...rest }) => ({
    ...rest,
    id,
    fields: fields === null ? null : shown(kinds.get(id), fields),
  }));
  return [JSON.stringify({ ...entry, changes }), JSON.stringify(befores)];
}

/** Of a kind that this program does not know, nothing is known to be harmless. */
function shown(kind: string | undefined, fields: z.infer<typeof Fields>): z.infer<typeof Fields> {
  const entity = kind === undefined ? undefined : entityOf(kind);
  if (entity === undefined) return {};
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !entity.sensitive.includes(field)));
}
