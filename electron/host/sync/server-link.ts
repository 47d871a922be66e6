import { isDomainError } from '#shared/kernel/errors.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { isOperationPath, LIVE_BODY_BYTES_MAX } from '#shared/sync/live.ts';
import { writeAuthorization } from '#shared/sync/request-stamp.ts';
import { afterCut, afterMoved, type LinkEstimate, mayBeCut } from './budget.ts';
import type { DeviceKey } from './device-key.ts';
import type { Moved } from './exchange-meter.ts';
import type { LiveWay } from './live-keeper.ts';
import { fetchAnswer, messageHash, type PartMessage, sendInParts } from './part-transfer.ts';
import type { SyncTransport, TransportRequest, TransportResponse } from './transport.ts';

/** How long a link may stand still: a geostationary hop with rain on it needs more than a browser allows. */
const STANDSTILL_MS = 45_000;

export type LinkRequest = Pick<TransportRequest, 'method' | 'path' | 'signal' | 'onBody' | 'onSent'> & {
  readonly headers?: { readonly [name: string]: string };
  readonly body?: Uint8Array;
};

/** A server as this device talks to it: every request signed, none of them twice with the same counter. */
export type ServerLink = Pick<SyncTransport, 'server'> & {
  send(request: LinkRequest): Promise<TransportResponse>;
};

/** One request, one answer, over HTTP. */
export function serverLink(key: DeviceKey, transport: SyncTransport): ServerLink {
  const { server } = transport;
  return {
    ...(server && { server }),
    send({ headers = {}, body = new Uint8Array(), ...request }) {
      const { method, path } = request;
      // The body of a part may arrive in pieces: its hash stands in its address, which is signed.
      const signedBody = request.path.startsWith(UNSIGNED_BODIES) ? new Uint8Array() : body;
      const authorization = writeAuthorization(key.stamp({ method, path, body: signedBody }));
      return transport.request({
        ...request,
        headers: { ...headers, authorization },
        body,
        timeoutMs: STANDSTILL_MS,
      });
    },
  };
}

const UNSIGNED_BODIES = '/v1/parts/';

export type Ways = {
  readonly key: DeviceKey;
  readonly transport: SyncTransport;
  readonly live: LiveWay;
  readonly clock: Clock;
  estimate(): LinkEstimate;
  learn(estimate: LinkEstimate): void;
  onProgress(progress: { sentBytes: number; totalBytes: number } | null): void;
  /** A request has ended, or broke off: what of it moved. */
  onMoved?(moved: Moved): void;
  /** A transfer in parts has begun: the same message should be sent again if it breaks. */
  onParts(): void;
  /** Hashes of messages of which a part may be at the server already. */
  readonly begun: Set<string>;
  /** What the device asked for at most, before compression. */
  readonly answerBytes: number;
};

/**
 * Takes for each message the way that suits it: what is small over the live connection, what may be cut in parts,
 * the rest as a plain request; and learns from each what the link carries.
 */
export function choosingLink(ways: Ways): ServerLink {
  const { key, transport, clock, answerBytes } = ways;
  const plain = metered(serverLink(key, transport), ways);
  return {
    ...plain,
    async send(request) {
      const bodyBytes = request.body?.length ?? 0;
      const startedAtMs = clock.monotonicMs();
      try {
        const response = await send();
        const bytes = bodyBytes + response.body.length;
        ways.learn(afterMoved(ways.estimate(), { bytes, durationMs: clock.monotonicMs() - startedAtMs }));
        return response;
      } catch (error) {
        if (isDomainError(error) && error.code === 'server-unreachable')
          ways.learn(afterCut(ways.estimate()));
        throw error;
      } finally {
        ways.onProgress(null);
      }

      async function send(): Promise<TransportResponse> {
        const { path, body = new Uint8Array(), signal } = request;
        if (!isOperationPath(path)) return plain.send(request);
        const message = { path, body, signal, begun: ways.begun };
        if (suitsLive(ways, body)) {
          const answer = await overLive(plain, message, ways);
          if (answer !== undefined) return answer;
        }
        if (transport.takesParts !== true || !mayBeCut(ways.estimate(), { bodyBytes, answerBytes })) {
          return plain.send(request);
        }
        ways.onParts();
        return sendInParts(plain, { ...message, onProgress: ways.onProgress });
      }
    },
  };
}

/** What a live connection is opened with: it is sent twice where there turns out to be none. */
const FIRST_BYTES_MAX = 16 * 1024;

/** Small, and no part of it is at the server yet: what has begun in parts goes on in parts. */
function suitsLive({ live, estimate, begun }: Ways, body: Uint8Array): boolean {
  if (!live.isThere || body.length > estimate().surelyBytes) return false;
  if (body.length > (live.isOpen ? LIVE_BODY_BYTES_MAX : FIRST_BYTES_MAX)) return false;
  return begun.size === 0 || !begun.has(messageHash(body));
}

/** Counts what moves, also of a request that breaks off. */
function metered(link: ServerLink, { onMoved }: Pick<Ways, 'onMoved'>): ServerLink {
  if (onMoved === undefined) return link;
  return {
    ...link,
    async send(request) {
      const { onSent, onBody } = request;
      let [sentBytes, receivedBytes] = [0, 0];
      try {
        const response = await link.send({
          ...request,
          ...(onSent && {
            onSent: (bytes: number) => {
              sentBytes = bytes;
              onSent(bytes);
            },
          }),
          ...(onBody && {
            onBody: (...[bytes, head]: Parameters<typeof onBody>) => {
              receivedBytes += bytes.length;
              onBody(bytes, head);
            },
          }),
        });
        sentBytes = request.body?.length ?? 0;
        receivedBytes = response.body.length;
        return response;
      } finally {
        onMoved({
          way: request.path.startsWith(UNSIGNED_BODIES) ? 'parts' : 'http',
          sentBytes,
          receivedBytes,
        });
      }
    },
  };
}

/** Undefined when there is no live connection after all. */
async function overLive(
  plain: ServerLink,
  message: PartMessage,
  { live, onMoved }: Pick<Ways, 'live' | 'onMoved'>,
): Promise<TransportResponse | undefined> {
  const answer = await live.request(message);
  if (answer === undefined) return undefined;
  const { response, kept } = answer;
  const receivedBytes = kept === undefined ? response.body.length : 0;
  onMoved?.({ way: 'live', sentBytes: message.body.length, receivedBytes });
  // Too large for a connection that may break: it waits at the server.
  return kept === undefined ? response : fetchAnswer(plain, { ...message, kept });
}
