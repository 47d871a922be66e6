import { randomBytes } from 'node:crypto';
import type { Connection } from '../services.ts';

const SECRET_BYTES = 32;

type Renewal = { readonly token: string; readonly sessionId: string };

/**
 * A browser gets another secret when somebody signs in, or whoever knew the one before (it was there when nobody was
 * signed in) would be signed in with them. A socket can't set a cookie: the connection that signed in goes on under
 * the new secret, and its page fetches the cookie with a token that works once.
 */
export class Renewals {
  readonly #current = new WeakMap<Connection, string>();
  readonly #open = new WeakMap<Connection, Renewal>();
  readonly #byToken = new Map<string, { connection: Connection; renewal: Renewal }>();

  /** The secret that a connection acts under. */
  sessionIdOf(connection: Connection): string {
    return this.#current.get(connection) ?? connection.sessionId;
  }

  begin(connection: Connection): string {
    this.#forget(connection);
    const sessionId = randomBytes(SECRET_BYTES).toString('hex');
    this.#current.set(connection, sessionId);
    if (connection.renew !== undefined) {
      connection.renew(sessionId);
      return sessionId;
    }
    const renewal = { token: randomBytes(SECRET_BYTES).toString('hex'), sessionId };
    this.#open.set(connection, renewal);
    this.#byToken.set(renewal.token, { connection, renewal });
    return sessionId;
  }

  /** What a page still has to fetch its cookie with. */
  tokenOf(connection: Connection): string | null {
    return this.#open.get(connection)?.token ?? null;
  }

  /** The new secret, once. */
  claim(token: string): string | undefined {
    const found = this.#byToken.get(token);
    if (found === undefined) return undefined;
    this.#forget(found.connection);
    return found.renewal.sessionId;
  }

  #forget(connection: Connection): void {
    const open = this.#open.get(connection);
    if (open === undefined) return;
    this.#byToken.delete(open.token);
    this.#open.delete(connection);
  }
}
