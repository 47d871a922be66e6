import { Decoder, Encoder } from 'cbor-x';
import type { z } from 'zod';
import { DomainError, messageOf } from '../kernel/errors.ts';
import { FRAME_BYTES_MAX, INFLATED_BYTES_MAX } from './limits.ts';

/** Handed in because `shared` knows no Node. The format is HTTP's `deflate`: zlib, RFC 1950. */
export type Compression = {
  deflate(bytes: Uint8Array): Uint8Array;
  /** Throws a `RangeError` when the result would be longer than `bytesMax`, any other error when damaged. */
  inflate(bytes: Uint8Array, bytesMax: number): Uint8Array;
};

/** A body as it travels, and what its `content-encoding` header says. */
export type Frame = { readonly body: Uint8Array; readonly encoding: 'deflate' | 'identity' };

/** Nothing on this wire is deeper or has more values; a decoder bomb stops here. */
const DEPTH_MAX = 40;
const VALUES_MAX = 2_000_000;

// Record structures are written into each message, so a message is complete by itself. What has no
// structure (an object of a rare shape, or one from another CBOR library) comes as a map.
const OPTIONS = { useRecords: true, mapsAsObjects: true };
const encoder = new Encoder(OPTIONS);
const decoder = new Decoder(OPTIONS);

/** CBOR, deflated where that is smaller. */
export function encodeFrame(value: object, compression: Compression): Frame {
  const plain: Uint8Array = encoder.encode(value);
  const deflated = compression.deflate(plain);
  const frame: Frame =
    deflated.length < plain.length
      ? { body: deflated, encoding: 'deflate' }
      : { body: plain, encoding: 'identity' };
  if (frame.body.length > FRAME_BYTES_MAX || plain.length > INFLATED_BYTES_MAX) throw tooLarge();
  return frame;
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
export function decodeValue(frame: Frame, compression: Compression): unknown {
  if (frame.body.length > FRAME_BYTES_MAX) throw tooLarge();
  const bytes = frame.encoding === 'deflate' ? inflated(frame.body, compression) : frame.body;
  let value: unknown;
  try {
    value = decoder.decode(bytes);
  } catch (error) {
    throw unreadable('is not CBOR', error);
  }
  assertPlain(value, { values: 0 }, 0);
  return value;
}

/** Parses a decoded value, naming the field at fault. */
export function parseWire<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new DomainError({
    code: 'invalid-input',
    message: `The message is not of the agreed form: ${issue?.message ?? 'unknown fault'}.`,
    remedy: 'Update this program; the other side may be newer.',
    ...(issue === undefined ? {} : { field: issue.path.join('.') }),
  });
}

function inflated(body: Uint8Array, compression: Compression): Uint8Array {
  try {
    return compression.inflate(body, INFLATED_BYTES_MAX);
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
    throw unreadable('could not be inflated', error);
  }
}

/**
 * CBOR can say more than JSON: dates, sets, big integers, NaN, objects that contain themselves or share
 * parts. None of that has a meaning here, and each is a way to make later code misbehave.
 */
function assertPlain(value: unknown, seen: { values: number }, depth: number): void {
  seen.values += 1;
  if (depth > DEPTH_MAX || seen.values > VALUES_MAX) throw unreadable('is too deep or has too many values');
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (Array.isArray(value)) {
    // Read by index: a hole must be met as undefined, not skipped.
    for (let index = 0; index < value.length; index += 1) assertPlain(value[index], seen, depth + 1);
    return;
  }
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) {
    throw unreadable('holds a value that JSON does not know');
  }
  for (const member of Object.values(value)) assertPlain(member, seen, depth + 1);
}

function tooLarge(): DomainError {
  return new DomainError({
    code: 'frame-too-large',
    message: `The message is larger than ${FRAME_BYTES_MAX} bytes, or than ${INFLATED_BYTES_MAX} when inflated.`,
    remedy: 'Send fewer entries at once.',
  });
}

function unreadable(fault: string, cause?: unknown): DomainError {
  return new DomainError(
    {
      code: 'invalid-input',
      message: `The message ${fault}${cause === undefined ? '' : ` (${messageOf(cause)})`}.`,
      remedy: 'Send it again; if it happens again, the connection or a program on the way damages it.',
    },
    { cause },
  );
}
