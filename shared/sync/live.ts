import type { Lane } from '../kernel/define-command.ts';
import { PROOF_BYTES, readProof, type RequestStamp, writeProof } from './request-stamp.ts';

/**
 * `GET /v1/live` with `upgrade: websocket`, signed like any request. Over it the server says that there is news
 * in a lane, and small requests travel without headers. A poll is a WebSocket ping: six bytes up, two down.
 * `?idle=<seconds>` says how often the device will ping at least; a server that hears nothing for much longer
 * lets the connection go.
 *
 * A binary message each: a byte for its kind, then what stands below.
 */
export const LIVE_PATH = '/v1/live';

/** A larger request goes by parts, a larger answer is kept and fetched in parts: both can be resumed there. */
export const LIVE_BODY_BYTES_MAX = 64 * 1024;
/** Request: kind, id, operation, proof. Answer: kind, id, status, what it is. */
const REQUEST_HEADER_BYTES = 4 + PROOF_BYTES;
const ANSWER_HEADER_BYTES = 6;
export const LIVE_MESSAGE_BYTES_MAX = LIVE_BODY_BYTES_MAX + REQUEST_HEADER_BYTES;

export const LIVE_IDLE_SECONDS_MIN = 10;
export const LIVE_IDLE_SECONDS_MAX = 15 * 60;

/** Closing codes of our own. */
export const LIVE_CLOSE = {
  /** The same device has opened another one. */
  replaced: 4001,
  revoked: 4003,
  /** More messages than a console has reason to send. */
  flood: 4029,
} as const;

const KIND = { request: 1, news: 2, answer: 3 } as const;

/** What may be asked over a live connection, and by parts. Its place in the list is its number on the wire. */
export const OPERATION_PATHS = ['/v1/sync', '/v1/journal'] as const;
export type OperationPath = (typeof OPERATION_PATHS)[number];

export function isOperationPath(path: string): path is OperationPath {
  return OPERATION_PATHS.some((known) => known === path);
}

/** What a body is: an exchange frame, a refusal in JSON, or how large the answer is that waits as parts. */
export type AnswerForm = 'frame' | 'refusal' | 'kept';
const FORMS: readonly AnswerForm[] = ['frame', 'refusal', 'kept'];

export type LiveRequest = Pick<RequestStamp, 'counter' | 'signature'> & {
  /** Counts on per connection; the answer carries it back. */
  readonly id: number;
  readonly path: OperationPath;
  readonly body: Uint8Array;
};
export type LiveAnswer = {
  readonly id: number;
  readonly status: number;
  readonly form: AnswerForm;
  readonly body: Uint8Array;
};
export type LiveNews = { readonly lanes: readonly Lane[] };

export type FromDevice = { readonly kind: 'request'; readonly request: LiveRequest };
export type FromServer =
  | { readonly kind: 'news'; readonly news: LiveNews }
  | { readonly kind: 'answer'; readonly answer: LiveAnswer };

const LANES: readonly Lane[] = [0, 1, 2, 3];

/** Method of the signed text of a request over a live connection, so that it can't be passed off as another. */
export const LIVE_METHOD = 'LIVE';

export function writeLiveRequest(request: LiveRequest): Uint8Array {
  const bytes = new Uint8Array(REQUEST_HEADER_BYTES + request.body.length);
  bytes[0] = KIND.request;
  new DataView(bytes.buffer).setUint16(1, request.id % 0x1_0000);
  bytes[3] = OPERATION_PATHS.indexOf(request.path);
  bytes.set(writeProof(request), 4);
  bytes.set(request.body, REQUEST_HEADER_BYTES);
  return bytes;
}

export function writeLiveAnswer({ id, status, form, body }: LiveAnswer): Uint8Array {
  const bytes = new Uint8Array(ANSWER_HEADER_BYTES + body.length);
  const view = new DataView(bytes.buffer);
  bytes[0] = KIND.answer;
  view.setUint16(1, id);
  view.setUint16(3, status);
  bytes[5] = FORMS.indexOf(form);
  bytes.set(body, ANSWER_HEADER_BYTES);
  return bytes;
}

export function writeLiveNews({ lanes }: LiveNews): Uint8Array {
  return Uint8Array.of(
    KIND.news,
    lanes.reduce<number>((mask, lane) => mask | (1 << lane), 0),
  );
}

/** Undefined for bytes that are no message of a device. */
export function readFromDevice(bytes: Uint8Array): FromDevice | undefined {
  if (bytes.length < REQUEST_HEADER_BYTES || bytes[0] !== KIND.request) return undefined;
  const path = OPERATION_PATHS[bytes[3] ?? OPERATION_PATHS.length];
  if (path === undefined) return undefined;
  const id = viewOf(bytes).getUint16(1);
  const proof = readProof(bytes.subarray(4, REQUEST_HEADER_BYTES));
  return { kind: 'request', request: { id, path, ...proof, body: bytes.subarray(REQUEST_HEADER_BYTES) } };
}

/** Undefined for bytes that are no message of a server. */
export function readFromServer(bytes: Uint8Array): FromServer | undefined {
  if (bytes[0] === KIND.news && bytes.length === 2) {
    const mask = bytes[1] ?? 0;
    return { kind: 'news', news: { lanes: LANES.filter((lane) => (mask & (1 << lane)) !== 0) } };
  }
  if (bytes[0] !== KIND.answer || bytes.length < ANSWER_HEADER_BYTES) return undefined;
  const form = FORMS[bytes[5] ?? FORMS.length];
  if (form === undefined) return undefined;
  const view = viewOf(bytes);
  const body = bytes.subarray(ANSWER_HEADER_BYTES);
  return { kind: 'answer', answer: { id: view.getUint16(1), status: view.getUint16(3), form, body } };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
