import { type Connection, makeConnection } from './connection.ts';
import { portWebSocketClass } from './port-web-socket.ts';
import { requestPort } from './request-port.ts';

/** The scheme of a window's pages: there the host is at the other end of a port, not of a network. */
const WINDOW_PROTOCOL = 'app:';

/** The page's one connection to its host. Nothing above this line knows which kind it is. */
export const connection: Connection =
  location.protocol === WINDOW_PROTOCOL
    ? makeConnection({ url: 'port:', WebSocket: portWebSocketClass(() => requestPort(window)) })
    : makeConnection({ url: servedUrl(), WebSocket });

function servedUrl(): string {
  const url = new URL('/trpc', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  return url.href;
}
