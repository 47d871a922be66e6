import { z } from 'zod';
import type { JsonObject } from './canonical-json.ts';
import type { DomainError } from './errors.ts';
import { type IdSchema, RecordId } from './ids.ts';
import type { Transitions } from './state-machine.ts';

/**
 * The collections of the local store. RxDB's open edition allows 13 open collections in a process
 * (its error COL23), so a collection is a domain and a record says its `kind`.
 */
export const COLLECTIONS = [
  'incidents',
  'training',
  'fuel',
  'channels',
  'compliance',
  'dispatch',
  'insight',
  'cargo',
  'people',
  'work',
  'files',
  'settings',
] as const;
export type CollectionName = (typeof COLLECTIONS)[number];

/**
 * How the server settles a field that two devices set without knowing of each other.
 * - `lww`: the later hybrid clock stamp wins, the device id breaks ties. The default.
 * - `max`, `min`: numbers and ISO instants; the larger or smaller stays.
 * - `union`: arrays of plain values; all values stay.
 * - `append`: arrays; elements of both, in the order they arrived at the server.
 * - `transition`: the step from what now stands must be allowed by `machine`, else the entry is refused.
 * - `home`: only the record's home site may set it.
 */
export type MergePolicy = 'lww' | 'max' | 'min' | 'union' | 'append' | 'transition' | 'home';

/** Fields every record has. */
export const recordBase = {
  id: RecordId,
  kind: z.string().max(40),
  /** Home site: runs this record's timers. `*` for reference data of the whole company. */
  siteId: z.string().max(36),
};

type Shape = z.core.$ZodLooseShape;

/**
 * The few records whose `field` has one of some values, as an SQL view of their own. What is asked of its `fields`
 * alone is answered by an index of just those records, without reading one of them.
 */
export type PartialIndex<Field = string> = {
  readonly view: string;
  readonly where: { readonly field: Field; readonly oneOf: readonly string[] };
  readonly fields: readonly Field[];
};

export type Entity<Kind extends string = string, S extends z.ZodObject = z.ZodObject> = {
  readonly kind: Kind;
  readonly collection: CollectionName;
  /** Grows with every change of the shape; an upgrader in `upgrades` is due then. */
  readonly version: number;
  readonly schema: S;
  readonly merge: { readonly [field: string]: MergePolicy };
  /** For fields merged by `transition`. */
  readonly machines: { readonly [field: string]: Transitions<string> };
  /** Field lists that queries filter and sort on. Each becomes an SQL index partial to this kind. */
  readonly indexes: readonly (readonly string[])[];
  readonly partialIndexes: readonly PartialIndex[];
  /** Fields that full-text search reads. */
  readonly searchable: readonly string[];
  /** Field that holds the id of the record this one is a part of: a comment found leads to its incident. */
  readonly partOf: string | undefined;
  /** Whether and when a record leaves the store for the archive, and its parts with it. */
  readonly archive: ArchiveRule | undefined;
  /**
   * Fields that lists show of archived records, and filter and sort by. They stay in the store, as the view
   * `archivedViewOf`, with those of `indexes` that are made of them. Empty: no list shows archived ones.
   */
  readonly listedInArchive: readonly string[];
  /** Fields that are never shown in audit views and never leave in exports. */
  readonly sensitive: readonly string[];
  /** Whether the journal tells of everybody who looks at such a record by itself. */
  readonly readsAreLogged: boolean;
  /** Fields with the ids of other sites (one, or a list) that receive the record too, to read. */
  readonly addressedTo: readonly string[];
  /** Fields that say whose a record is, beside its site: what people see who see less than a site. */
  readonly scope: RecordScope;
  /** Fields that name who did something: the actor of the entry that sets them, or nobody. */
  readonly signatures: readonly Signature[];
  /** Fields that came later, and the version they came with: a program of an older version is not sent them. */
  readonly addedIn: { readonly [field: string]: number };
  /** Fields as an older version wrote them, made into today's. Fields are added, never renamed or dropped. */
  upgrade(fields: JsonObject, fromVersion: number): JsonObject;
  /** Rules over the whole record that hold after every merge. */
  invariant(record: z.output<S>): DomainError | undefined;
};

/**
 * When a record is over: `where` says that it is, `endedAt` since when. Some time after that the record moves to
 * the archive, together with everything that is `partOf` it. Fields and not a function, so that an index finds
 * the few that are due.
 */
export type ArchiveRule<Field = string> = {
  readonly where: PartialIndex<Field>['where'];
  readonly endedAt: Field;
};

export type RecordScope<Field = string> = {
  readonly organisationId?: Field;
  readonly providerId?: Field;
  readonly teamId?: Field;
  /** Who made it, or whom it is about. */
  readonly ownerId?: Field;
  /** Whom it was given to. */
  readonly assigneeId?: Field;
};

/** Who did it: by id and by the name they had then. Some records keep the name alone. */
export type Signature<Field = string> = { readonly id?: Field; readonly name: Field };

export type RecordOf<E> = E extends Entity<string, infer S> ? z.output<S> : never;
/** A record as it is stored and sent, before its schema has given it its types. */
export type StoredRecord = JsonObject & {
  readonly id: string;
  readonly kind: string;
  readonly siteId: string;
};

type EntityOptions<Kind extends string, Fields extends Shape> = {
  kind: Kind;
  collection: CollectionName;
  version: number;
  fields: Fields;
  merge?: { readonly [Field in keyof Fields]?: MergePolicy };
  machines?: { readonly [Field in keyof Fields]?: Transitions<string> };
  indexes?: readonly (readonly (keyof Fields | 'siteId' | 'id')[])[];
  partialIndexes?: readonly PartialIndex<keyof Fields | 'siteId'>[];
  searchable?: readonly (keyof Fields)[];
  partOf?: keyof Fields;
  archive?: ArchiveRule<keyof Fields>;
  listedInArchive?: readonly (keyof Fields)[];
  sensitive?: readonly (keyof Fields)[];
  readsAreLogged?: boolean;
  addressedTo?: readonly (keyof Fields)[];
  scope?: RecordScope<keyof Fields | 'id'>;
  signatures?: readonly Signature<keyof Fields>[];
  addedIn?: { readonly [Field in keyof Fields]?: number };
  upgrade?: (fields: JsonObject, fromVersion: number) => JsonObject;
  invariant?: (record: z.output<z.ZodObject<BaseShape<Kind> & Fields>>) => DomainError | undefined;
};

type BaseShape<Kind extends string> = {
  id: IdSchema<'RecordId'>;
  kind: z.ZodLiteral<Kind>;
  siteId: z.ZodString;
};

/**
 * Defines a record. The zod schema is its only definition: type, validation on device and server,
 * collection schema, SQL indexes and merge follow from it. Dates are ISO strings, never `z.date()`.
 * Every field is either required or nullable: a missing field can't be told from one not received yet.
 */
export function defineEntity<const Kind extends string, Fields extends Shape>(
  options: EntityOptions<Kind, Fields>,
): Entity<Kind, z.ZodObject<BaseShape<Kind> & Fields, z.core.$strict>> {
  const { kind, collection, version, fields } = options;
  const schema = z.strictObject({ ...recordBase, kind: z.literal(kind), ...fields });
  const archive = options.archive === undefined ? undefined : namesIn(options.archive);
  return {
    kind,
    collection,
    version,
    // Spreading loses the link between Fields and the object's type; the line above builds just that shape.
    schema: schema as unknown as z.ZodObject<BaseShape<Kind> & Fields, z.core.$strict>,
    merge: definedOf(options.merge ?? {}),
    machines: definedOf(options.machines ?? {}),
    indexes: (options.indexes ?? []).map((fieldList) => fieldList.map(String)),
    partialIndexes: [
      ...(options.partialIndexes ?? []).map(({ view, where, fields: fieldList }) => ({
        view,
        where: { ...where, field: String(where.field) },
        fields: fieldList.map(String),
      })),
      ...(archive === undefined
        ? []
        : [{ view: overViewOf(kind), where: archive.where, fields: [archive.endedAt] }]),
    ],
    searchable: (options.searchable ?? []).map(String),
    partOf: options.partOf === undefined ? undefined : String(options.partOf),
    archive,
    listedInArchive: (options.listedInArchive ?? []).map(String),
    sensitive: (options.sensitive ?? []).map(String),
    readsAreLogged: options.readsAreLogged ?? false,
    addressedTo: (options.addressedTo ?? []).map(String),
    // Names of fields are text; `keyof` alone does not say so.
    scope: (options.scope ?? {}) as RecordScope,
    signatures: (options.signatures ?? []).map(signatureOf),
    addedIn: definedOf(options.addedIn ?? {}),
    upgrade: options.upgrade ?? unchanged,
    invariant: options.invariant ?? noInvariant,
  };
}

/** Name of the SQL view of the records of a kind that are over, and so may be archived one day. */
export function overViewOf(kind: string): string {
  return `over_${kind.replaceAll('-', '_')}`;
}

/** Name of the SQL view of the archived records of a kind, with the fields that stay in the store. */
export function archivedViewOf(kind: string): string {
  return `archived_${kind.replaceAll('-', '_')}`;
}

function namesIn({ where, endedAt }: ArchiveRule<PropertyKey>): ArchiveRule {
  return { where: { ...where, field: String(where.field) }, endedAt: String(endedAt) };
}

function signatureOf({ id, name }: Signature<PropertyKey>): Signature {
  return { ...(id === undefined ? {} : { id: String(id) }), name: String(name) };
}

function unchanged(fields: JsonObject): JsonObject {
  return fields;
}

function noInvariant(): undefined {
  return undefined;
}

function definedOf<T>(options: { readonly [key: string]: T | undefined }): { readonly [key: string]: T } {
  const kept: { [key: string]: T } = {};
  for (const [key, value] of Object.entries(options)) if (value !== undefined) kept[key] = value;
  return kept;
}

export function policyOf(entity: Entity, field: string): MergePolicy {
  return entity.merge[field] ?? 'lww';
}
