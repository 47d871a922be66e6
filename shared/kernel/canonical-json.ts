/** What JSON can hold. Records, journal entries and wire values are made of this. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

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
  for (const key of Object.keys(object).sort()) {
    const value = object[key];
    if (value === undefined) continue;
    text += text === '{' ? keyText(key) : `,${keyText(key)}`;
    text += canonicalJson(value);
  }
  return `${text}}`;
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
  if (a === undefined || b === undefined) return false;
  return canonicalJson(a) === canonicalJson(b);
}
