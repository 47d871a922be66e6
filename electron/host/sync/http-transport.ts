import http from 'node:http';
import https from 'node:https';
import { DomainError } from '#shared/kernel/errors.ts';
import { FIRST_DICTIONARY } from '#shared/sync/compact/dictionaries.ts';
import { FRAME_BYTES_MAX } from '#shared/sync/limits.ts';
import { keptConnections } from './kept-connections.ts';
import { normalServerUrl } from './server-url.ts';
import {
  nonsense,
  type SyncTransport,
  type TransportRequest,
  type TransportResponse,
  unreachable,
} from './transport.ts';

const SLICE_BYTES = 16 * 1024;

/** A transport over HTTP or HTTPS to the server at `serverUrl`. Throws `invalid-input` for what is no such address. */
export function httpTransport(serverUrl: string, { hasShortHandshake = false } = {}): SyncTransport {
  const base = new URL(normalServerUrl(serverUrl));
  const secure = base.protocol === 'https:';
  const agent = keptConnections({ isSecure: secure, hasShortHandshake });
  const open = secure ? https.request : http.request;
  return {
    request: (request) => exchange(open(urlOf(base, request.path), requestOptions(request, agent)), request),
    server: { dictionary: FIRST_DICTIONARY },
    takesParts: true,
    connections: agent,
    close: () => agent.destroy(),
  };
}

function urlOf(base: URL, path: string): URL {
  return new URL(`${base.pathname.replace(/\/$/, '')}${path}`, base);
}

function requestOptions(request: TransportRequest, agent: http.Agent): http.RequestOptions {
  const { method, headers, body } = request;
  const length = method === 'GET' || method === 'HEAD' ? {} : { 'content-length': String(body.length) };
  return { method, agent, headers: { ...headers, ...length } };
}

function exchange(outgoing: http.ClientRequest, request: TransportRequest): Promise<TransportResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<TransportResponse>();
  const { signal, timeoutMs } = request;
  const fail = (error: Error) => {
    outgoing.destroy();
    reject(error);
  };
  const cancel = () => fail(asError(signal.reason));
  // The idle timer of the socket: every byte that moves, either way, starts it anew.
  outgoing.setTimeout(timeoutMs, () => fail(unreachable(`silent for ${Math.round(timeoutMs / 1000)} s`)));
  outgoing.on('error', (error) => reject(unreachable(error.message, error)));
  outgoing.on('response', (incoming) => {
    receive(incoming, request).then(resolve, fail);
  });
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  else send(outgoing, request);
  return promise.finally(() => signal.removeEventListener('abort', cancel));
}

/** A small body leaves with its headers; a large one slice by slice, so that it can be told how far it is. */
function send(outgoing: http.ClientRequest, { body, onSent }: TransportRequest): void {
  if (body.length <= SLICE_BYTES) {
    outgoing.end(body);
    return;
  }
  let offset = 0;
  const next = () => {
    if (offset > 0) onSent?.(offset);
    const slice = body.subarray(offset, offset + SLICE_BYTES);
    offset += slice.length;
    if (offset >= body.length) outgoing.end(slice);
    else if (!outgoing.destroyed) outgoing.write(slice, next);
  };
  next();
}

async function receive(
  incoming: http.IncomingMessage,
  request: TransportRequest,
): Promise<TransportResponse> {
  const head = { status: incoming.statusCode ?? 0, headers: plainHeaders(incoming) };
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of incoming) {
      // A stream without an encoding yields buffers.
      const bytes = chunk as Buffer;
      sizeBytes += bytes.length;
      if (sizeBytes > FRAME_BYTES_MAX) throw nonsense(`an answer of more than ${FRAME_BYTES_MAX} bytes`);
      chunks.push(bytes);
      request.onBody?.(bytes, head);
    }
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw unreachable('the connection broke off in the middle of the answer', error);
  }
  return { ...head, body: Buffer.concat(chunks) };
}

function plainHeaders(incoming: http.IncomingMessage): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('cancelled', { cause: reason });
}
