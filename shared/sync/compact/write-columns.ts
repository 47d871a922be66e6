import type { Json, JsonObject } from '#shared/kernel/canonical-json.ts';
import { assert } from '#shared/kernel/assert.ts';
import { isHlc, wallMsOf } from '#shared/kernel/clock.ts';
import { bytesOfHex } from '../hex.ts';
import { ByteWriter } from './bytes.ts';
import {
  COLUMN,
  type Column,
  INTEGER_MAX,
  isHashText,
  isIdText,
  isInstantText,
  isTimedIdText,
  ID_TIME_BYTES,
  type Kind,
  KINDS,
} from './column-forms.ts';

/**
 * JSON values as columns. A message of the exchange is a few lists of things that look alike: a thousand
 * entries with the same fields. Written field by field instead of thing by thing, each column in the form
 * that suits its values (differences of instants, sixteen bytes for an id, each repeated text once), it is
 * several times smaller, and what is left compresses better because like stands beside like.
 *
 * Describes any list of JSON values. A member that is undefined counts as absent. `readColumn` gives them back.
 */
export function writeColumn(values: readonly Json[]): Column {
  const first = values[0] ?? null;
  if (canTravelAlone(first) && values.every((value) => value === first)) return [COLUMN.same, first];
  const kinds = values.map(kindOf);
  const only = kinds[0];
  if (only === undefined || kinds.some((kind) => kind !== only)) return mixedColumn(values, kinds);
  return columnOfKind(only, values);
}

/** For values that are all of one kind. */
function columnOfKind(kind: Kind, values: readonly Json[]): Column {
  // Each cast says what `kindOf` found of every value.
  switch (kind) {
    case 'null':
      return [COLUMN.same, null];
    case 'boolean':
      return [COLUMN.booleans, counts(values.map(Number))];
    case 'number':
      return numberColumn(values as readonly number[]);
    case 'text':
      return textColumn(values as readonly string[]);
    case 'list':
      return listColumn(values as readonly (readonly Json[])[]);
    case 'object':
      return objectColumn(values as readonly JsonObject[]);
  }
}

/** A scalar, unless it is a text that UTF-8 can't hold. */
function canTravelAlone(value: Json): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  return value === null || typeof value !== 'object';
}

function kindOf(value: Json): Kind {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return Array.isArray(value) ? 'list' : 'object';
}

function mixedColumn(values: readonly Json[], kinds: readonly Kind[]): Column {
  const present = KINDS.filter((kind) => kinds.includes(kind));
  const columns = present.map((kind) => writeColumn(values.filter((_, index) => kinds[index] === kind)));
  return [COLUMN.mixed, counts(kinds.map((kind) => KINDS.indexOf(kind))), columns];
}

function numberColumn(values: readonly number[]): Column {
  if (!values.every((value) => Number.isInteger(value) && Math.abs(value) <= INTEGER_MAX)) {
    return [COLUMN.numbers, values];
  }
  const plain = signed(values);
  const apart = signed(differences(values));
  return apart.length < plain.length ? [COLUMN.differences, apart] : [COLUMN.integers, plain];
}

function textColumn(values: readonly string[]): Column {
  const distinct = [...new Set(values)];
  // An index costs a byte or two: worth it where texts come again.
  if (distinct.length * 2 <= values.length) {
    const positions = new Map(distinct.map((text, index) => [text, index]));
    return [
      COLUMN.repeatedTexts,
      distinct.length,
      writeColumn(distinct),
      counts(values.map((text) => positions.get(text) ?? 0)),
    ];
  }
  if (values.every(isIdText)) return idColumn(values);
  if (values.every(isInstantText)) return [COLUMN.instants, signed(differences(values.map(Date.parse)))];
  if (values.every(isHlc)) {
    const times = signed(differences(values.map((stamp) => wallMsOf(stamp))));
    return [COLUMN.stamps, times, counts(values.map((stamp) => Number.parseInt(stamp.slice(12), 16)))];
  }
  if (values.every(isHashText)) return [COLUMN.hashes, bytesOfHex(values.join(''))];
  if (!values.every((text) => text.isWellFormed())) return [COLUMN.escapedTexts, JSON.stringify(values)];
  return [COLUMN.texts, counts(values.map((text) => text.length)), values.join('')];
}

function idColumn(values: readonly string[]): Column {
  const hex = values.map((id) => id.replaceAll('-', ''));
  if (!values.every(isTimedIdText)) return [COLUMN.ids, bytesOfHex(hex.join(''))];
  const digits = ID_TIME_BYTES * 2;
  const times = hex.map((id) => Number.parseInt(id.slice(0, digits), 16));
  return [
    COLUMN.timedIds,
    signed(differences(times)),
    bytesOfHex(hex.map((id) => id.slice(digits)).join('')),
  ];
}

function listColumn(values: readonly (readonly Json[])[]): Column {
  return [COLUMN.lists, counts(values.map((list) => list.length)), writeColumn(values.flat())];
}

function objectColumn(values: readonly JsonObject[]): Column {
  const keyLists = values.map((value) => keysOf(value));
  const names = keyLists.map((keys) => JSON.stringify(keys));
  const shapes = [...new Set(names)];
  const members = shapes.map((shape) => values.filter((_, index) => names[index] === shape));
  // Every shape is the name of at least one object's keys.
  const keys = shapes.map((shape) => keyLists[names.indexOf(shape)] ?? []);
  assert(
    keys.flat().every((key) => key.isWellFormed()),
    'a field has a name that UTF-8 can hold',
  );
  const columns = keys.map((own, index) =>
    own.map((key) => writeColumn((members[index] ?? []).map((value) => value[key] ?? null))),
  );
  if (shapes.length === 1) return [COLUMN.objects, keys[0], columns[0]];
  const positions = new Map(shapes.map((shape, index) => [shape, index]));
  return [COLUMN.shapes, keys, counts(names.map((name) => positions.get(name) ?? 0)), columns];
}

/** In an order of their own, so that the order in which a program set them makes no other shape. */
function keysOf(value: JsonObject): string[] {
  return Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort();
}

function differences(values: readonly number[]): number[] {
  return values.map((value, index) => value - (values[index - 1] ?? 0));
}

function counts(values: readonly number[]): Uint8Array {
  const bytes = new ByteWriter();
  for (const value of values) bytes.count(value);
  return bytes.result();
}

function signed(values: readonly number[]): Uint8Array {
  const bytes = new ByteWriter();
  for (const value of values) bytes.signed(value);
  return bytes.result();
}
