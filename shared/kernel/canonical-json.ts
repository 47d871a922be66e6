/** What JSON can hold. Records, journal entries and wire values are made of this. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Whether a value is one: finite numbers, lists without holes and plain objects, all the way down. */
export function isJson(value: unknown): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  if (!Array.isArray(value) && !isPlainObject(value)) return false;
  // Of a list too: a hole is undefined, and a method of the list would skip it.
  for (const member of Array.isArray(value) ? value : Object.values(value)) if (!isJson(member)) return false;
  return true;
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * One text per value: keys sorted by UTF-16 code units, no white space, numbers as JavaScript prints
 * them (the rules of RFC 8785). Hashes and signatures are taken over this text.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return scalar(value);
  if (Array.isArray(value)) return arrayText(value);
  // Array.isArray does not narrow a readonly array away, so the object case is named here.
  return objectText(value as JsonObject);
}

// Every command is hashed from this text: it is built up by appending, which engines do fastest.

function arrayText(values: readonly Json[]): string {
  let text = '[';
  for (const value of values) text += text === '[' ? canonicalJson(value) : `,${canonicalJson(value)}`;
  return `${text}]`;
}

/** A member that is undefined, as an optional one may be, has no text, as in JSON.stringify. */
function objectText(object: JsonObject): string {
  let text = '{';
  for (const key of sorted(Object.keys(object))) {
    const value = object[key];
    if (value === undefined) continue;
    text += text === '{' ? keyText(key) : `,${keyText(key)}`;
    text += canonicalJson(value);
  }
  return `${text}}`;
}

/** Above this, engines sort faster than this does. */
const FEW_KEYS = 12;

/** In place. Most objects have a few keys, and for those a call of `sort` takes longer than the rest. */
function sorted(keys: string[]): string[] {
  if (keys.length > FEW_KEYS) return keys.sort();
  for (let from = 1; from < keys.length; from += 1) {
    const key = keys[from] ?? '';
    let to = from;
    for (let before = keys[to - 1]; before !== undefined && before > key; before = keys[to - 1]) {
      keys[to] = before;
      to -= 1;
    }
    keys[to] = key;
  }
  return keys;
}

/** Texts of keys seen so far; the same few hundred field names come again and again. */
const keyTexts = new Map<string, string>();
const KEY_TEXTS_MAX = 2_000;

function keyText(key: string): string {
  const known = keyTexts.get(key);
  if (known !== undefined) return known;
  const text = `${JSON.stringify(key)}:`;
  if (keyTexts.size < KEY_TEXTS_MAX) keyTexts.set(key, text);
  return text;
}

function scalar(value: null | boolean | number | string): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${value} has no JSON text`);
  return JSON.stringify(value);
}

/**
 * The value with every text well-formed: half of a surrogate pair, as a text that was cut may end with, has
 * no UTF-8 and would come back from any wire as another text. The same value when there is nothing to mend.
 */
export function wellFormed<Value extends Json>(value: Value): Value {
  // Texts stay texts and everything else stays what it is.
  return isWellFormed(value) ? value : (mended(value) as Value);
}

function isWellFormed(value: Json): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  for (const key of Object.keys(value)) if (!key.isWellFormed()) return false;
  for (const member of Object.values(value)) if (!isWellFormed(member)) return false;
  return true;
}

function mended(value: Json): Json {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(mended);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.toWellFormed(), mended(member)]),
  );
}

/** Whether two JSON values are the same, whatever the order of their keys. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  // Also where one is null: of scalars, only those that are the same have the same text.
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  return canonicalJson(a) === canonicalJson(b);
}
