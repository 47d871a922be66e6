import { z } from 'zod';
import type { Json, JsonObject } from '#shared/kernel/canonical-json.ts';
import { formatHlc } from '#shared/kernel/clock.ts';
import { hexOfBytes, idOfHex } from '../hex.ts';
import { ByteReader } from './bytes.ts';
import { COLUMN, HASH_BYTES, ID_BYTES, ID_TIME_BYTES, KINDS } from './column-forms.ts';

/** Nothing on this wire is deeper or has more values: a few bytes must not become a gigabyte. */
const DEPTH_MAX = 40;
const VALUES_MAX = 2_000_000;
const CHARACTERS_MAX = 32 * 1024 * 1024;

const Bytes = z.instanceof(Uint8Array);
const Tagged = z.tuple([z.int()]).rest(z.unknown());
const Keys = z.array(z.string());
const Shapes = z.array(Keys);
const Columns = z.array(z.unknown());
const ColumnsOfShapes = z.array(Columns);
const Numbers = z.array(z.number());
const Text = z.string();
const Count = z.int().nonnegative();
const Scalar = z.union([z.null(), z.boolean(), z.number(), z.string()]);

/**
 * The values of a column as `writeColumn` made it, decoded from CBOR. Throws a `RangeError` for whatever is no
 * such column, and before it makes more of it than a message may hold.
 */
export function readColumn(column: unknown, count: number): Json[] {
  return new ColumnReader().read(column, count, 0);
}

class ColumnReader {
  #values = 0;
  #characters = 0;

  read(column: unknown, count: number, depth: number): Json[] {
    this.#values += count + 1;
    if (depth > DEPTH_MAX || this.#values > VALUES_MAX) throw new RangeError('too deep or too many values');
    const [form, ...parts] = parse(Tagged, column);
    const [a, b, c] = parts;
    switch (form) {
      case COLUMN.same:
        return this.#same(parse(Scalar, a), count);
      case COLUMN.booleans:
        return countsIn(a, count).map((value) => value === 1);
      case COLUMN.integers:
        return signedIn(a, count);
      case COLUMN.differences:
        return sums(signedIn(a, count));
      case COLUMN.numbers:
        return exactly(count, parse(Numbers, a));
      case COLUMN.texts:
        return this.#texts(countsIn(a, count), parse(Text, b));
      case COLUMN.repeatedTexts:
        return this.#repeated(parse(Count, a), b, countsIn(c, count), depth);
      case COLUMN.escapedTexts:
        return exactly(count, parse(Keys, jsonIn(parse(Text, a))));
      case COLUMN.instants:
        return sums(signedIn(a, count)).map(instantText);
      case COLUMN.ids:
        return slices(a, ID_BYTES, count).map((bytes) => idOfHex(hexOfBytes(bytes)));
      case COLUMN.timedIds:
        return timedIds(sums(signedIn(a, count)), slices(b, ID_BYTES - ID_TIME_BYTES, count));
      case COLUMN.stamps:
        return stamps(sums(signedIn(a, count)), countsIn(b, count));
      case COLUMN.hashes:
        return slices(a, HASH_BYTES, count).map(hexOfBytes);
      case COLUMN.lists:
        return this.#lists(countsIn(a, count), b, depth);
      case COLUMN.objects:
        return this.#objects(parse(Keys, a), parse(Columns, b), count, depth);
      case COLUMN.shapes:
        return this.#shapes(parts, count, depth);
      case COLUMN.mixed:
        return this.#mixed(countsIn(a, count), parse(Columns, b), depth);
      default:
        throw new RangeError(`no column has the form ${form}`);
    }
  }

  /** A long text said once and meant a million times is the bomb this guards against. */
  #same(value: z.output<typeof Scalar>, count: number): Json[] {
    if (typeof value === 'string') this.#spend(value.length * count);
    const values: Json[] = [];
    while (values.length < count) values.push(value);
    return values;
  }

  #texts(lengths: readonly number[], joined: string): Json[] {
    this.#spend(joined.length);
    let at = 0;
    const texts = lengths.map((length) => {
      at += length;
      return joined.slice(at - length, at);
    });
    if (at !== joined.length) throw new RangeError('texts are not as long as they say');
    return texts;
  }

  #repeated(distinct: number, column: unknown, positions: readonly number[], depth: number): Json[] {
    if (distinct > positions.length) throw new RangeError('texts that are never meant');
    const texts = this.read(column, distinct, depth + 1);
    return positions.map((position) => {
      const text = texts[position];
      if (typeof text !== 'string') throw new RangeError('a repeated text is missing');
      this.#spend(text.length);
      return text;
    });
  }

  #lists(lengths: readonly number[], column: unknown, depth: number): Json[] {
    const members = this.read(column, total(lengths), depth + 1);
    let at = 0;
    return lengths.map((length) => {
      at += length;
      return members.slice(at - length, at);
    });
  }

  #objects(keys: readonly string[], columns: readonly unknown[], count: number, depth: number): JsonObject[] {
    if (keys.length !== columns.length) throw new RangeError('not as many columns as keys');
    const values = columns.map((column) => this.read(column, count, depth + 1));
    const objects: JsonObject[] = [];
    for (let index = 0; index < count; index += 1) {
      objects.push(objectOf(keys, (position) => values[position]?.[index] ?? null));
    }
    return objects;
  }

  #shapes(parts: readonly unknown[], count: number, depth: number): Json[] {
    const keys = parse(Shapes, parts[0]);
    const positions = countsIn(parts[1], count);
    const columns = parse(ColumnsOfShapes, parts[2]);
    const members = keys.map((own, shape) =>
      this.#objects(own, columns[shape] ?? [], occurrences(positions, shape), depth),
    );
    return dealt(positions, members);
  }

  #mixed(kinds: readonly number[], columns: readonly unknown[], depth: number): Json[] {
    const members: Json[][] = [];
    let next = 0;
    for (let kind = 0; kind < KINDS.length; kind += 1) {
      const number = occurrences(kinds, kind);
      members.push(number === 0 ? [] : this.read(columns[next], number, depth + 1));
      if (number > 0) next += 1;
    }
    return dealt(kinds, members);
  }

  #spend(characters: number): void {
    this.#characters += characters;
    if (this.#characters > CHARACTERS_MAX) throw new RangeError('too much text');
  }
}

function objectOf(keys: readonly string[], valueAt: (position: number) => Json): JsonObject {
  const object: { [key: string]: Json } = {};
  for (const [position, key] of keys.entries()) {
    // Assigned, this one would become the object's prototype.
    if (key === '__proto__') Object.defineProperty(object, key, { ...OWN, value: valueAt(position) });
    else object[key] = valueAt(position);
  }
  return object;
}

const OWN = { writable: true, enumerable: true, configurable: true };

/** Each position's next member, in order. */
function dealt(positions: readonly number[], members: readonly (readonly Json[])[]): Json[] {
  const used = members.map(() => 0);
  return positions.map((position) => {
    const at = used[position] ?? 0;
    used[position] = at + 1;
    const value = members[position]?.[at];
    if (value === undefined) throw new RangeError('a value is missing');
    return value;
  });
}

function occurrences(positions: readonly number[], wanted: number): number {
  return positions.reduce((sum, position) => (position === wanted ? sum + 1 : sum), 0);
}

function timedIds(times: readonly number[], rests: readonly Uint8Array[]): string[] {
  const digits = ID_TIME_BYTES * 2;
  return times.map((time, index) => {
    const prefix = time.toString(16).padStart(digits, '0');
    if (time < 0 || prefix.length !== digits) throw new RangeError('an id is out of range');
    return idOfHex(prefix + hexOfBytes(rests[index] ?? new Uint8Array()));
  });
}

function stamps(times: readonly number[], counters: readonly number[]): string[] {
  return times.map((time, index) => {
    const counter = counters[index] ?? 0;
    if (time < 0 || time > 0xffff_ffff_ffff || counter > 0xffff)
      throw new RangeError('a stamp is out of range');
    return formatHlc(time, counter);
  });
}

const INSTANT_MS_MAX = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const INSTANT_MS_MIN = Date.parse('0000-01-01T00:00:00.000Z');

function instantText(ms: number): string {
  if (ms < INSTANT_MS_MIN || ms > INSTANT_MS_MAX) throw new RangeError('an instant is out of range');
  return new Date(ms).toISOString();
}

function slices(part: unknown, length: number, count: number): Uint8Array[] {
  const bytes = parse(Bytes, part);
  if (bytes.length !== length * count) throw new RangeError('bytes are missing or left over');
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * length, (index + 1) * length));
}

function countsIn(part: unknown, count: number): number[] {
  return numbersIn(part, count, (reader) => reader.count());
}

function signedIn(part: unknown, count: number): number[] {
  return numbersIn(part, count, (reader) => reader.signed());
}

function numbersIn(part: unknown, count: number, next: (reader: ByteReader) => number): number[] {
  const bytes = parse(Bytes, part);
  // A number takes a byte at least: checked before room is made for that many.
  if (count > bytes.length) throw new RangeError('numbers are missing');
  const reader = new ByteReader(bytes);
  const numbers: number[] = [];
  while (numbers.length < count) numbers.push(next(reader));
  if (!reader.isAtEnd) throw new RangeError('numbers are left over');
  return numbers;
}

function sums(differences: readonly number[]): number[] {
  let sum = 0;
  return differences.map((difference) => {
    sum += difference;
    if (!Number.isSafeInteger(sum)) throw new RangeError('a number is too large');
    return sum;
  });
}

function total(lengths: readonly number[]): number {
  const sum = lengths.reduce((all, length) => all + length, 0);
  if (sum > VALUES_MAX) throw new RangeError('too many values');
  return sum;
}

function exactly<Value extends Json>(count: number, values: Value[]): Value[] {
  if (values.length !== count) throw new RangeError('values are missing or left over');
  return values;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RangeError('escaped texts are no JSON', { cause: error });
  }
}

function parse<S extends z.ZodType>(schema: S, part: unknown): z.output<S> {
  const parsed = schema.safeParse(part);
  if (!parsed.success) throw new RangeError('a column is not of the agreed form');
  return parsed.data;
}
