import type { DeviceKey } from './device-key.ts';
import type { SyncTransport, TransportRequest, TransportResponse } from './transport.ts';

/** How long a link may stand still: a geostationary hop with rain on it needs more than a browser allows. */
const STANDSTILL_MS = 45_000;

export type LinkRequest = Pick<TransportRequest, 'method' | 'path' | 'signal'> & {
  readonly headers?: { readonly [name: string]: string };
  readonly body?: Uint8Array;
};

/** A server as this device talks to it: every request signed, none of them twice with the same counter. */
export type ServerLink = { send(request: LinkRequest): Promise<TransportResponse> };

export function serverLink(key: DeviceKey, transport: SyncTransport): ServerLink {
  return {
    send({ method, path, signal, headers = {}, body = new Uint8Array() }) {
      const signature = key.signRequest({ method, path, body });
      return transport.request({
        method,
        path,
        headers: { ...headers, ...signature },
        body,
        signal,
        timeoutMs: STANDSTILL_MS,
      });
    },
  };
}
