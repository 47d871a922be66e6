import { Decoder, Encoder } from 'cbor-x';
import type { z } from 'zod';
import type { Json } from '../kernel/canonical-json.ts';
import { type DomainError, messageOf } from '../kernel/errors.ts';
import { dictionaryBytes, FIRST_DICTIONARY, NEWEST_DICTIONARY } from './compact/dictionaries.ts';
import { readColumn } from './compact/read-columns.ts';
import { writeColumn } from './compact/write-columns.ts';
import { syncError } from './errors.ts';
import { FRAME_BYTES_MAX, INFLATED_BYTES_MAX } from './limits.ts';

/** Handed in because `shared` knows no Node. All work on raw bytes, without headers of their own. */
export type Compression = {
  /** Raw DEFLATE (RFC 1951) that may refer to the dictionary. */
  deflate(bytes: Uint8Array, dictionary: Uint8Array): Uint8Array;
  /** Both throw a `RangeError` when the result would be longer than `bytesMax`, any other error when damaged. */
  inflate(bytes: Uint8Array, dictionary: Uint8Array, bytesMax: number): Uint8Array;
  /** Brotli (RFC 7932). */
  brotli(bytes: Uint8Array): Uint8Array;
  unbrotli(bytes: Uint8Array, bytesMax: number): Uint8Array;
};

/**
 * A message as it travels: a byte for the coding, a byte for the newest dictionary that the sender holds, then a
 * CBOR column (see compact/write-columns.ts), compressed in the way that came out smallest. What the message
 * says is complete by itself: only the dictionaries are shared, and those are part of the program.
 */
export type Frame = Uint8Array;

/** First byte of a frame. From 1 to 127: raw DEFLATE with the dictionary of that number. */
const PLAIN = 0;
const BROTLI = 128;
const HEADER_BYTES = 2;
/** Made so many times smaller, a message says nearly nothing: the slow coding would save a few bytes at most. */
const NOTHING_LEFT = 32;

// No record structures: columns have no objects left. Byte strings stay byte strings.
const OPTIONS = { useRecords: false, mapsAsObjects: true, tagUint8Array: false };
const encoder = new Encoder(OPTIONS);
const decoder = new Decoder(OPTIONS);

/** `theirDictionary`: the newest that the other side said it holds; every version holds the first. */
export function encodeFrame(
  value: object,
  compression: Compression,
  theirDictionary: number = FIRST_DICTIONARY,
): Frame {
  // What travels are messages of plain JSON values; optional members may be undefined and are left out.
  const plain: Uint8Array = encoder.encode(writeColumn([value as Json]));
  const dictionary = Math.min(theirDictionary, NEWEST_DICTIONARY);
  const deflated = compression.deflate(plain, dictionaryBytes(dictionary));
  const candidates: (readonly [coding: number, bytes: Uint8Array])[] = [
    [PLAIN, plain],
    [dictionary, deflated],
  ];
  if (plain.length < deflated.length * NOTHING_LEFT) candidates.push([BROTLI, compression.brotli(plain)]);
  const [coding, bytes] = candidates.reduce((best, next) => (next[1].length < best[1].length ? next : best));
  if (bytes.length + HEADER_BYTES > FRAME_BYTES_MAX || plain.length > INFLATED_BYTES_MAX) throw tooLarge();
  const body = new Uint8Array(HEADER_BYTES + bytes.length);
  body.set([coding, NEWEST_DICTIONARY]);
  body.set(bytes, HEADER_BYTES);
  return body;
}

/** Decodes and parses a frame. Throws `frame-too-large` or `invalid-input`, whatever the bytes are. */
export function decodeFrame<S extends z.ZodType>(
  schema: S,
  frame: Frame,
  compression: Compression,
): z.output<S> {
  return parseWire(schema, decodeValue(frame, compression));
}

/** The value of a frame, made of plain JSON values only, before any schema has seen it. */
export function decodeValue(frame: Frame, compression: Compression): Json {
  if (frame.length > FRAME_BYTES_MAX) throw tooLarge();
  const bytes = expanded(frame, compression);
  try {
    return readColumn(decoder.decode(bytes), 1)[0] ?? null;
  } catch (error) {
    throw syncError('wrong-coding', { fault: messageOf(error) }, { cause: error });
  }
}

/** The newest dictionary that the sender of a frame holds. */
export function dictionaryOf(frame: Frame): number {
  return Math.max(frame[1] ?? FIRST_DICTIONARY, FIRST_DICTIONARY);
}

/** Parses a decoded value, naming the field at fault. */
export function parseWire<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw syncError(
    'wrong-form',
    { fault: issue?.message ?? 'unknown fault' },
    { field: issue?.path.join('.') },
  );
}

function expanded(body: Uint8Array, compression: Compression): Uint8Array {
  const coding = body[0];
  const bytes = body.subarray(HEADER_BYTES);
  if (coding === undefined || body.length < HEADER_BYTES) throw syncError('frame-cut-off');
  if (coding === PLAIN) return bytes;
  if (coding > BROTLI || (coding < BROTLI && coding > NEWEST_DICTIONARY)) {
    throw syncError('coding-unknown', { coding });
  }
  try {
    return coding === BROTLI
      ? compression.unbrotli(bytes, INFLATED_BYTES_MAX)
      : compression.inflate(bytes, dictionaryBytes(coding), INFLATED_BYTES_MAX);
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
    throw syncError('not-expanded', { fault: messageOf(error) }, { cause: error });
  }
}

function tooLarge(): DomainError {
  return syncError('frame-too-large', { bytesMax: FRAME_BYTES_MAX, inflatedBytesMax: INFLATED_BYTES_MAX });
}
