import type { z } from 'zod';
import { messageOf } from '#shared/kernel/errors.ts';
import { decodeFrame, type Frame } from '#shared/sync/codec.ts';
import { Refusal } from '#shared/sync/wire.ts';
import { compression } from './compression.ts';
import { nonsense, ServerRefusal, type TransportResponse, unreachable } from './transport.ts';

/** A refusal is a few lines; anything longer is somebody's error page. */
const REFUSAL_BYTES_MAX = 16 * 1024;
const GATEWAY_STATUSES = [502, 503, 504];

/** The message in an answer. Throws the refusal the server gave, or `server-nonsense`. */
export function messageIn<S extends z.ZodType>(schema: S, response: TransportResponse): z.output<S> {
  if (response.status !== 200) throw refusalIn(response);
  const type = response.headers['content-type'] ?? 'nothing';
  if (!type.startsWith('application/cbor')) throw nonsense(`it sent ${type}`);
  try {
    return decodeFrame(schema, frameOf(response), compression);
  } catch (error) {
    throw nonsense(messageOf(error), error);
  }
}

/** What an answer that is no success says: the server's own words, or that it can't be the server's. */
export function refusalIn(response: TransportResponse): Error {
  const refusal = parseRefusal(response);
  if (refusal !== undefined) return new ServerRefusal(response.status, refusal.details, refusal.more);
  if (GATEWAY_STATUSES.includes(response.status)) return unreachable(`a gateway answers ${response.status}`);
  return nonsense(`it answered ${response.status}`);
}

function frameOf({ headers, body }: TransportResponse): Frame {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw nonsense(`its answer is encoded as ${encoding}`);
  return body;
}

function parseRefusal({ headers, body }: TransportResponse) {
  const isJson = (headers['content-type'] ?? '').startsWith('application/json');
  if (!isJson || body.length > REFUSAL_BYTES_MAX) return undefined;
  const { code, message, remedy, field, retryAfterSeconds, lastSeq, counter, wipe } =
    parsed(body)?.error ?? {};
  if (code === undefined || message === undefined) return undefined;
  const details = {
    code,
    message,
    ...(remedy === undefined ? {} : { remedy }),
    ...(field === undefined ? {} : { field }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
  const more = {
    ...(lastSeq === undefined ? {} : { lastSeq }),
    ...(counter === undefined ? {} : { counter }),
    ...(wipe === undefined ? {} : { wipe }),
  };
  return { details, more };
}

function parsed(body: Uint8Array): Refusal | undefined {
  try {
    return Refusal.safeParse(JSON.parse(new TextDecoder().decode(body))).data;
  } catch (error) {
    // Not JSON after all: then it is no refusal of a Fairlead server, whatever its header says.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
