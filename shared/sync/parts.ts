import { FRAME_BYTES_MAX } from './limits.ts';

/**
 * Exchanges larger than a link carries between two of its breaks, in both directions:
 *
 * `PUT /v1/parts/<sha256>?offset=<n>&size=<total>&for=</v1/sync>` streams the body from an offset on. What has
 * arrived before a connection breaks is kept. With the last byte the server does what is asked, and streams the
 * answer, which it keeps for this device.
 * `HEAD /v1/parts/<sha256>` → `x-fairlead-have: <bytes>`, and once it is answered `x-fairlead-answer: <size>;<tag>`.
 * `GET /v1/parts/<sha256>?offset=<n>&tag=<tag>` → the answer from an offset on. 409 when it is another answer.
 *
 * The signature of such a request covers its address, not its body: the body may arrive in part only. Its hash is
 * in the address, and nothing is done with bytes that are not what it says.
 */
export const PARTS_PATH = '/v1/parts/';
export const PART_TYPE = 'application/vnd.fairlead.part';
export const HAVE_HEADER = 'x-fairlead-have';
export const ANSWER_HEADER = 'x-fairlead-answer';

export const PART_BYTES_MAX = FRAME_BYTES_MAX;
/** Uploads and answers of a device that are kept at once. A console has one of them under way. */
export const PARTS_PER_DEVICE_MAX = 4;
export const PART_DAYS_MAX = 14;

export type KeptAnswer = { readonly sizeBytes: number; readonly tag: string };

export function writeKeptAnswer({ sizeBytes, tag }: KeptAnswer): string {
  return `${sizeBytes};${tag}`;
}

/** Undefined for what is not of this form. */
export function readKeptAnswer(text: string | undefined): KeptAnswer | undefined {
  const [, size, tag] = /^(\d{1,9});([0-9a-f]{16})$/.exec(text ?? '') ?? [];
  if (size === undefined || tag === undefined || Number(size) > PART_BYTES_MAX) return undefined;
  return { sizeBytes: Number(size), tag };
}
