import { isDomainError } from '#shared/kernel/errors.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { isOperationPath, LIVE_BODY_BYTES_MAX } from '#shared/sync/live.ts';
import { writeAuthorization } from '#shared/sync/request-stamp.ts';
import { afterCut, afterMoved, type LinkEstimate, mayBeCut } from './budget.ts';
import type { DeviceKey } from './device-key.ts';
import type { Moved } from './exchange-meter.ts';
import type { LiveTransport } from './live-transport.ts';
import { fetchAnswer, type PartMessage, sendInParts } from './part-transfer.ts';
import type { SyncTransport, TransportRequest, TransportResponse } from './transport.ts';

/** How long a link may stand still: a geostationary hop with rain on it needs more than a browser allows. */
const STANDSTILL_MS = 45_000;

export type LinkRequest = Pick<TransportRequest, 'method' | 'path' | 'signal' | 'onBody' | 'onSent'> & {
  readonly headers?: { readonly [name: string]: string };
  readonly body?: Uint8Array;
};

/** A server as this device talks to it: every request signed, none of them twice with the same counter. */
export type ServerLink = { send(request: LinkRequest): Promise<TransportResponse> };

/** One request, one answer, over HTTP. */
export function serverLink(key: DeviceKey, transport: SyncTransport): ServerLink {
  return {
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
  readonly live: LiveTransport | undefined;
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

      function send(): Promise<TransportResponse> {
        const { path, body = new Uint8Array() } = request;
        if (!isOperationPath(path)) return plain.send(request);
        const { live } = ways;
        const { surelyBytes } = ways.estimate();
        const { signal } = request;
        if (live?.isOpen === true && bodyBytes <= Math.min(surelyBytes, LIVE_BODY_BYTES_MAX)) {
          return overLive(plain, meteredLive(live, ways), { path, body, signal, begun: ways.begun });
        }
        if (transport.takesParts !== true || !mayBeCut(ways.estimate(), { bodyBytes, answerBytes })) {
          return plain.send(request);
        }
        ways.onParts();
        return sendInParts(plain, { path, body, signal, begun: ways.begun, onProgress: ways.onProgress });
      }
    },
  };
}

/** Counts what moves, also of a request that breaks off. */
function metered(link: ServerLink, { onMoved }: Pick<Ways, 'onMoved'>): ServerLink {
  if (onMoved === undefined) return link;
  return {
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

function meteredLive(
  live: LiveTransport,
  { onMoved }: Pick<Ways, 'onMoved'>,
): Pick<LiveTransport, 'request'> {
  return {
    async request(message) {
      const answer = await live.request(message);
      const sentBytes = message.body.length;
      onMoved?.({ way: 'live', sentBytes, receivedBytes: answer.kept ? 0 : answer.response.body.length });
      return answer;
    },
  };
}

async function overLive(
  plain: ServerLink,
  live: Pick<LiveTransport, 'request'>,
  message: PartMessage,
): Promise<TransportResponse> {
  const answer = await live.request(message);
  if (answer.kept === undefined) return answer.response;
  // Too large for a connection that may break: it waits at the server.
  return fetchAnswer(plain, { ...message, kept: answer.kept });
}
