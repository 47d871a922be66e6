/**
 * A path of the schema that can hold one scalar of one kind (or null, or nothing): what SQL can compare.
 * Paths through arrays, of several kinds, or unknown to the schema are left to RxDB's own matcher.
 */
export type ScalarField = {
  readonly path: string;
  readonly keys: readonly string[];
  readonly kind: ScalarKind;
};
export type ScalarKind = 'string' | 'number' | 'boolean';

/** Every scalar path of a JSON schema, in the schema's order. */
export function scalarFieldsOf(schema: { readonly properties: object }): ScalarField[] {
  const fields: ScalarField[] = [];
  collect(schema.properties, [], fields);
  return fields;
}

/**
 * The keys of a dotted path, or undefined if SQLite's path syntax can't say them or RxDB's matcher reads
 * them in a way of its own (digits may be array positions there).
 */
export function keysOfPath(path: string): readonly string[] | undefined {
  const keys = path.split('.');
  return keys.every(isSayable) ? keys : undefined;
}

/** The path as an SQL text literal for json_extract and json_type. */
export function jsonPathLiteral(keys: readonly string[]): string {
  const path = `$${keys.map((key) => `."${key}"`).join('')}`;
  return `'${path.replaceAll("'", "''")}'`;
}

function isSayable(key: string): boolean {
  return (
    key !== '' && key !== '__proto__' && !/["\\\p{Cc}]/u.test(key) && !/^\d+$/.test(key) && key.isWellFormed()
  );
}

function collect(properties: unknown, parents: readonly string[], fields: ScalarField[]): void {
  if (!isRecord(properties)) return;
  for (const [key, part] of Object.entries(properties)) {
    if (!isRecord(part) || !isSayable(key) || key.includes('.')) continue;
    const keys = [...parents, key];
    const kind = kindOf(part);
    if (kind !== undefined) fields.push({ path: keys.join('.'), keys, kind });
    else if (typesOf(part).join() === 'object') collect(part['properties'], keys, fields);
  }
}

function kindOf(part: Record<string, unknown>): ScalarKind | undefined {
  const alternatives = part['anyOf'] ?? part['oneOf'];
  if (part['type'] !== undefined) return onlyKind(typesOf(part).map((type) => KIND_OF_TYPE[type]));
  if (Array.isArray(alternatives)) {
    const parts = alternatives.filter(isRecord).filter((alternative) => alternative['type'] !== 'null');
    return parts.length === 0 ? undefined : onlyKind(parts.map(kindOf));
  }
  const values = Array.isArray(part['enum']) ? part['enum'] : 'const' in part ? [part['const']] : [];
  return onlyKind(values.filter((value) => value !== null).map((value) => KIND_OF_TYPE[typeof value]));
}

/** The types a schema part names, without null: being absent and being null are told apart per table. */
function typesOf(part: Record<string, unknown>): string[] {
  const type = part['type'];
  const types: unknown[] = Array.isArray(type) ? type : [type];
  return types.filter((one) => typeof one === 'string').filter((one) => one !== 'null');
}

const KIND_OF_TYPE: Readonly<Record<string, ScalarKind>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
};

function onlyKind(kinds: readonly (ScalarKind | undefined)[]): ScalarKind | undefined {
  const [first] = kinds;
  return kinds.every((kind) => kind === first) ? first : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
