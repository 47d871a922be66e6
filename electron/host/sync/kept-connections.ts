import http from 'node:http';
import https from 'node:https';
import type { TLSSocket } from 'node:tls';

/** One connection is enough: exchanges and chunks follow one another, and a handshake costs more than either. */
const CONNECTIONS_MAX = 1;
/** Satellite links fall silent for tens of seconds; a connection opened again costs kilobytes. */
const KEEP_ALIVE_MS = 60_000;
const KEPT = { keepAlive: true, keepAliveMsecs: KEEP_ALIVE_MS, maxSockets: CONNECTIONS_MAX };

/** 32 bytes each way; with the post-quantum part that Node offers beside it, more than a kilobyte each way. */
const SHORT_KEY_EXCHANGE = 'X25519';

/** What keeps the connections to one server: requests use them, and a live connection goes on over one of them. */
export function keptConnections({
  isSecure,
  hasShortHandshake,
}: {
  readonly isSecure: boolean;
  readonly hasShortHandshake: boolean;
}): http.Agent {
  if (!isSecure) return new http.Agent(KEPT);
  return new ResumingAgent(hasShortHandshake ? { ...KEPT, ecdhCurve: SHORT_KEY_EXCHANGE } : KEPT);
}

/**
 * Resumes the last TLS session also after a connection that was cut: Node forgets the session then, and links at
 * sea are cut all the time. Serves one server.
 */
class ResumingAgent extends https.Agent {
  #session: Buffer | undefined;

  override createConnection(...[options, callback]: Parameters<https.Agent['createConnection']>) {
    const session = this.#session === undefined ? {} : { session: this.#session };
    const socket = super.createConnection({ ...options, ...session }, callback);
    // Over TLS, it is always one of these.
    (socket as TLSSocket).on('session', (issued) => {
      this.#session = issued;
    });
    return socket;
  }
}
