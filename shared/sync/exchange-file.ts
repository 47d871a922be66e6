import { z } from 'zod';
import { syncError } from './errors.ts';
import { hexOfBytes } from './hex.ts';
import type { Sha256 } from './entry.ts';
import { FRAME_BYTES_MAX } from './limits.ts';

/**
 * A `.fairlead` file: one exchange, or the answer to it, for a USB stick or an e-mail.
 *
 * `FAIRLEAD`, a byte for the form (1), a byte for the kind, two for the length of the header, the header (JSON), the
 * frame as it would travel over a link, SHA-256 of all that, and an Ed25519 signature over `fileText`: of the device
 * under a request, of the server under an answer.
 */
export const EXCHANGE_FILE_ENDING = '.fairlead';

const MAGIC = new TextEncoder().encode('FAIRLEAD');
const FORM = 1;
const KINDS = { request: 1, answer: 2 } as const;
const PREFIX_BYTES = MAGIC.length + 4;
const SHA256_BYTES = 32;
const SIGNATURE_BYTES = 64;
const HEADER_BYTES_MAX = 4 * 1024;
export const EXCHANGE_FILE_BYTES_MAX =
  FRAME_BYTES_MAX + HEADER_BYTES_MAX + PREFIX_BYTES + SHA256_BYTES + SIGNATURE_BYTES;

const Count = z.int().nonnegative();
const PerLane = z.tuple([Count, Count, Count, Count]);
/** What an answer is held against when it comes: the server gives it back as it got it. */
const Asked = z.strictObject({
  epoch: z.string().max(16),
  view: z.string().max(16),
  cursors: PerLane,
  since: PerLane,
  began: Count,
  lanes: z.array(z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)])).max(4),
  echo: z.boolean(),
});
const Header = z.strictObject({
  deviceId: z.string().min(8).max(36),
  madeAtMs: Count,
  asked: Asked,
});
export type ExchangeFileHeader = z.infer<typeof Header>;

export type ExchangeFile = {
  readonly kind: keyof typeof KINDS;
  readonly header: ExchangeFileHeader;
  /** A frame. */
  readonly body: Uint8Array;
};

/** What is signed. */
export function fileText(kind: ExchangeFile['kind'], sha256Hex: string): string {
  return ['fairlead/file/1', kind, sha256Hex].join('\n');
}

/** `sign` gets the text to be signed and returns 64 bytes. */
export function writeExchangeFile(
  { kind, header, body }: ExchangeFile,
  sha256: Sha256,
  sign: (text: string) => Uint8Array,
): Uint8Array {
  const head = new TextEncoder().encode(JSON.stringify(header));
  const signedBytes = PREFIX_BYTES + head.length + body.length;
  const bytes = new Uint8Array(signedBytes + SHA256_BYTES + SIGNATURE_BYTES);
  bytes.set(MAGIC);
  bytes[MAGIC.length] = FORM;
  bytes[MAGIC.length + 1] = KINDS[kind];
  new DataView(bytes.buffer).setUint16(MAGIC.length + 2, head.length);
  bytes.set(head, PREFIX_BYTES);
  bytes.set(body, PREFIX_BYTES + head.length);
  const digest = sha256(bytes.subarray(0, signedBytes));
  bytes.set(digest, signedBytes);
  bytes.set(sign(fileText(kind, hexOfBytes(digest))), signedBytes + SHA256_BYTES);
  return bytes;
}

export type ReadFile = ExchangeFile & {
  /** What the signature has to be over. */
  readonly signedText: string;
  readonly signatureHex: string;
};

/** Throws `invalid-input` for what is no such file, or no longer the one that was written. Whose it is is open. */
export function readExchangeFile(bytes: Uint8Array, sha256: Sha256): ReadFile {
  const signedBytes = bytes.length - SHA256_BYTES - SIGNATURE_BYTES;
  const isOurs = MAGIC.every((byte, index) => bytes[index] === byte);
  if (!isOurs || signedBytes < PREFIX_BYTES || bytes.length > EXCHANGE_FILE_BYTES_MAX)
    throw syncError('file-unreadable');
  if (bytes[MAGIC.length] !== FORM) throw syncError('file-unreadable');
  const digest = hexOfBytes(sha256(bytes.subarray(0, signedBytes)));
  if (digest !== hexOfBytes(bytes.subarray(signedBytes, signedBytes + SHA256_BYTES)))
    throw syncError('file-damaged');
  const kind = bytes[MAGIC.length + 1] === KINDS.request ? 'request' : 'answer';
  if (bytes[MAGIC.length + 1] !== KINDS[kind]) throw syncError('file-unreadable');
  const headBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint16(MAGIC.length + 2);
  if (headBytes > HEADER_BYTES_MAX || PREFIX_BYTES + headBytes > signedBytes)
    throw syncError('file-unreadable');
  const header = Header.safeParse(jsonIn(bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + headBytes)));
  if (!header.success) throw syncError('file-unreadable');
  return {
    kind,
    header: header.data,
    body: bytes.subarray(PREFIX_BYTES + headBytes, signedBytes),
    signedText: fileText(kind, digest),
    signatureHex: hexOfBytes(bytes.subarray(signedBytes + SHA256_BYTES)),
  };
}

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) throw syncError('file-unreadable');
    throw error;
  }
}
