import { z } from 'zod';
import type { Actor } from '#shared/access/can.ts';
import { FEATURES, type Feature } from '#shared/access/features.ts';
import { ROLE_FEATURES, ROLE_SCOPE } from '#shared/access/roles.ts';
import { credential, person, type Person } from '#shared/domains/people/schema.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import { recordInText } from '../store/record-writer.ts';
import { sha256 } from '../store/journal.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import type { Connection, SessionService, SignedInPerson } from '../services.ts';
import { DECOY_HASH, passphraseMatches } from './passphrase.ts';
import { delaySecondsAfter } from './sign-in-delay.ts';

const Data = z.object({ data: z.string() });
const Failure = z.object({ failures: z.int(), lockedUntilMs: z.int() });

/**
 * Who is signed in at which connection. Kept in the store, so a host that was killed comes back with its
 * people still signed in. Works with no link: people and credentials are records.
 */
export class Sessions implements SessionService {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #changed: () => void;

  constructor(store: Store, clock: Clock, changed: () => void) {
    this.#store = store;
    this.#clock = clock;
    this.#changed = changed;
  }

  async signIn(
    connection: Connection,
    input: { signInName: string; passphrase: string },
  ): Promise<SignedInPerson> {
    this.#assertNotDelayed(input.signInName);
    const found = this.#personNamed(input.signInName);
    const hash = found === undefined ? undefined : this.#hashOf(found);
    const matches = await passphraseMatches(input.passphrase, hash ?? DECOY_HASH);
    if (found === undefined || hash === undefined || !matches) throw this.#failed(input.signInName);
    return this.open(connection, found);
  }

  /** Opens a session for a person who has proved who they are. */
  open(connection: Connection, who: Person): SignedInPerson {
    const now = isoOf(this.#clock.now());
    this.#store.bookkeeping(() => {
      this.#statement('DELETE FROM sign_in_failure WHERE signInName = ?').run(who.signInName);
      this.#statement(
        `INSERT INTO session (sessionHash, personId, signedInAt, lastSeenAt) VALUES (?, ?, ?, ?)
         ON CONFLICT (sessionHash) DO UPDATE SET personId = excluded.personId, signedInAt = excluded.signedInAt, lastSeenAt = excluded.lastSeenAt`,
      ).run(hashOf(connection), who.id, now, now);
    });
    this.#changed();
    return signedIn(who);
  }

  signOut(connection: Connection): void {
    this.#statement('DELETE FROM session WHERE sessionHash = ?').run(hashOf(connection));
    this.#changed();
  }

  current(connection: Connection): SignedInPerson | null {
    const who = this.#personAt(connection);
    return who === undefined ? null : signedIn(who);
  }

  mustActor(connection: Connection): Actor {
    const who = this.#personAt(connection);
    if (who !== undefined) return actorOf(who);
    throw new DomainError({
      code: 'signed-out',
      message: 'Nobody is signed in here.',
      remedy: 'Sign in. What you typed is kept.',
    });
  }

  #personAt(connection: Connection): Person | undefined {
    const sql = `SELECT p.data FROM session s JOIN person p ON p.id = s.personId
      WHERE s.sessionHash = :hash AND p.active = 1 LIMIT 1`;
    return this.#store.records(person, sql, { hash: hashOf(connection) })[0];
  }

  /**
   * People of this site; at an office also those who see every site. The server refuses anybody else's work
   * from this console, so that a stolen ship's machine can't act for the office.
   */
  #personNamed(signInName: string): Person | undefined {
    const { site } = this.#store.state;
    const sql = 'SELECT data FROM person WHERE signInName = :signInName AND active = 1';
    const people = this.#store.records(person, sql, { signInName });
    const own = people.find((one) => one.siteId === site?.id);
    if (own !== undefined || site?.kind !== 'office') return own;
    return people.find((one) => ROLE_SCOPE[one.role] === 'all');
  }

  #hashOf(who: Person) {
    const row = this.#store.get(
      Data,
      'SELECT data FROM credential WHERE personId = :id ORDER BY setAt DESC LIMIT 1',
      {
        id: who.id,
      },
    );
    return row === undefined ? undefined : credential.schema.parse(recordInText(row.data));
  }

  #assertNotDelayed(signInName: string): void {
    const failure = this.#failureOf(signInName);
    const waitMs = (failure?.lockedUntilMs ?? 0) - this.#clock.now();
    if (waitMs <= 0) return;
    const retryAfterSeconds = Math.ceil(waitMs / 1000);
    throw new DomainError({
      code: 'too-many-attempts',
      message: 'Too many wrong passphrases for this name.',
      remedy: `Wait ${retryAfterSeconds} s and try again.`,
      retryAfterSeconds,
    });
  }

  #failed(signInName: string): DomainError {
    const failures = (this.#failureOf(signInName)?.failures ?? 0) + 1;
    const delaySeconds = delaySecondsAfter(failures);
    this.#statement(
      `INSERT INTO sign_in_failure (signInName, failures, lockedUntilMs) VALUES (?, ?, ?)
       ON CONFLICT (signInName) DO UPDATE SET failures = excluded.failures, lockedUntilMs = excluded.lockedUntilMs`,
    ).run(signInName, failures, this.#clock.now() + delaySeconds * 1000);
    return new DomainError({
      code: 'wrong-passphrase',
      message: 'Name and passphrase do not match.',
      remedy: delaySeconds > 0 ? `Wait ${delaySeconds} s before the next try.` : 'Check both and try again.',
      field: 'passphrase',
      ...(delaySeconds > 0 ? { retryAfterSeconds: delaySeconds } : {}),
    });
  }

  #failureOf(signInName: string) {
    return this.#store.get(
      Failure,
      'SELECT failures, lockedUntilMs FROM sign_in_failure WHERE signInName = :signInName',
      {
        signInName,
      },
    );
  }

  #statement(sql: string) {
    return connectionOf(this.#store.db).statement(sql);
  }
}

/** The store keeps a hash: whoever reads the file can't take over a session. */
function hashOf(connection: Connection): string {
  return Buffer.from(sha256(new TextEncoder().encode(connection.sessionId))).toString('hex');
}

function actorOf(who: Person): Actor {
  const { id, name, role, jobProfile, siteId, granted, denied } = who;
  return { type: 'person', id, name, role, jobProfile, siteId, granted, denied };
}

function signedIn(who: Person): SignedInPerson {
  const { id, name, role, jobProfile, siteId } = who;
  const has = (feature: Feature) =>
    !who.denied.includes(feature) && (who.granted.includes(feature) || ROLE_FEATURES[role].includes(feature));
  return { id, name, role, jobProfile, siteId, features: FEATURES.filter(has) };
}
