import { Pool, types } from 'pg';

export type PostgresOptions = {
  readonly url: string;
  readonly connectionsMax: number;
  /** A connection broke: the database restarted, or a fail-over happened. The pool makes a new one. */
  readonly onConnectionLost?: (error: Error) => void;
};

const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 60_000;
/** The largest exchange takes a second or two; what takes longer waits for a lock that somebody forgot. */
const STATEMENT_TIMEOUT_MS = 60_000;
/** A replica that stops in the middle of a transaction holds its organisation's row: not for long. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;
const BIGINT_OID = 20;

export function connectPool({ url, connectionsMax, onConnectionLost }: PostgresOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    application_name: 'fairlead-sync-server',
    keepAlive: true,
    types: {
      // Versions and instants in milliseconds: far below 2^53.
      getTypeParser: (oid, format) => (oid === BIGINT_OID ? Number : types.getTypeParser(oid, format)),
    },
  });
  pool.on('error', (error) => onConnectionLost?.(error));
  // Of a connection that is in use the pool says nothing, and an error without a listener ends the process.
  pool.on('connect', (client) => client.on('error', (error) => onConnectionLost?.(error)));
  return pool;
}
