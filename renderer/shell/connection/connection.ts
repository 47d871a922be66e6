import { createTRPCUntypedClient, createWSClient, getUntypedClient, wsLink } from '@trpc/client';
import type { TRPCClient } from '@trpc/client';
import { createTRPCClientProxy } from '@trpc/client';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppRouter } from '#host/api/router.ts';

export type ConnectionState =
  | { readonly phase: 'connecting' | 'connected' }
  /** `sinceMs`: the page's monotonic clock. */
  | { readonly phase: 'lost'; readonly sinceMs: number };

export type Connection = {
  readonly api: TRPCClient<AppRouter>;
  readonly state: StoreApi<ConnectionState>;
  /** Counts connections made: whoever must ask anew after a break watches this. */
  readonly epoch: StoreApi<number>;
  isConnected(): boolean;
  /** Resolves at once when connected, else with the next connection. */
  whenConnected(): Promise<void>;
  /** Calls a procedure by its path, for callers that keep their own types. */
  call(kind: 'query' | 'mutation', path: string, input: unknown): Promise<unknown>;
  close(): Promise<void>;
};

export type ConnectionOptions = {
  readonly url: string;
  readonly WebSocket: typeof WebSocket;
  readonly retryDelayMs?: (attempt: number) => number;
  /** A host that hangs answers no ping; then the connection is dropped and made anew. */
  readonly keepAlive?: { readonly intervalMs: number; readonly pongTimeoutMs: number };
};

const RETRY_MS_FIRST = 200;
const RETRY_MS_MAX = 2_000;

export function makeConnection(options: ConnectionOptions): Connection {
  const state = createStore<ConnectionState>(() => ({ phase: 'connecting' }));
  const epoch = createStore<number>(() => 0);
  const socket = createWSClient({
    url: options.url,
    WebSocket: options.WebSocket,
    keepAlive: { enabled: true, ...(options.keepAlive ?? { intervalMs: 5_000, pongTimeoutMs: 8_000 }) },
    retryDelayMs:
      options.retryDelayMs ??
      ((attempt) => Math.min(RETRY_MS_FIRST * 2 ** Math.min(attempt, 8), RETRY_MS_MAX)),
    onOpen() {
      state.setState({ phase: 'connected' }, true);
      epoch.setState((count) => count + 1, true);
    },
    onClose() {
      if (state.getState().phase !== 'connected') return;
      state.setState({ phase: 'lost', sinceMs: performance.now() }, true);
    },
  });
  const untyped = createTRPCUntypedClient<AppRouter>({ links: [wsLink({ client: socket })] });
  const api = createTRPCClientProxy<AppRouter>(untyped);
  return {
    api,
    state,
    epoch,
    isConnected: () => state.getState().phase === 'connected',
    whenConnected: () => whenPhase(state, 'connected'),
    call: (kind, path, input) => getUntypedClient(api)[kind](path, input),
    close: () => socket.close(),
  };
}

function whenPhase(state: StoreApi<ConnectionState>, phase: ConnectionState['phase']): Promise<void> {
  if (state.getState().phase === phase) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = state.subscribe((next) => {
      if (next.phase !== phase) return;
      stop();
      resolve();
    });
  });
}
