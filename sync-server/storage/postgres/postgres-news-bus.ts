import { Client, type Pool } from 'pg';
import { z } from 'zod';
import { LocalNewsBus, type News, type NewsBus } from '../../news/news-bus.ts';

const CHANNEL = 'fairlead_news';
const RECONNECT_MS = 2_000;
const NewsText = z.object({ organisationId: z.string(), version: z.number() });

export type PostgresNewsBusOptions = {
  readonly pool: Pool;
  /** A direct connection: LISTEN does not work through a pooler that shares connections. */
  readonly url: string;
  /** How often versions are looked at, for words that got lost and for engines without LISTEN. */
  readonly pollMs: number;
  readonly onTrouble: (error: unknown) => void;
};

/**
 * News across replicas: NOTIFY after a commit, LISTEN on a connection of its own, and a look at the
 * versions now and then, because a word that was spoken while nobody listened is gone.
 */
export class PostgresNewsBus implements NewsBus {
  readonly #local = new LocalNewsBus();
  readonly #options: PostgresNewsBusOptions;
  readonly #versions = new Map<string, number>();
  readonly #unsent = new Map<string, number>();
  #isSending = false;
  #isClosed = false;
  #listening: Client | undefined;
  #reconnect: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;

  private constructor(options: PostgresNewsBusOptions) {
    this.#options = options;
  }

  static async open(options: PostgresNewsBusOptions): Promise<PostgresNewsBus> {
    const bus = new PostgresNewsBus(options);
    await bus.#listen();
    await bus.#look();
    bus.#poll = setInterval(() => void bus.#look(), options.pollMs);
    return bus;
  }

  publish(news: News): void {
    this.#hear(news);
    this.#unsent.set(news.organisationId, news.version);
    if (!this.#isSending) void this.#send();
  }

  subscribe(listener: (news: News) => void): () => void {
    return this.#local.subscribe(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#reconnect);
    clearInterval(this.#poll);
    await this.#local.close();
    await this.#listening?.end();
  }

  /** Tells each version once, whoever speaks of it first: this replica, another one, or the database. */
  #hear({ organisationId, version }: News): void {
    if (version <= (this.#versions.get(organisationId) ?? -1)) return;
    this.#versions.set(organisationId, version);
    this.#local.publish({ organisationId, version });
  }

  /** NOTIFY takes a lock that all commits share: one at a time, the latest version only, and never in an exchange. */
  async #send(): Promise<void> {
    this.#isSending = true;
    try {
      for (const [organisationId, version] of this.#unsent) {
        this.#unsent.delete(organisationId);
        const text = JSON.stringify({ organisationId, version });
        await this.#options.pool.query('SELECT pg_notify($1, $2)', [CHANNEL, text]);
      }
    } catch (error) {
      // The other replicas find it when they look.
      this.#options.onTrouble(error);
    } finally {
      this.#isSending = false;
    }
  }

  async #listen(): Promise<void> {
    const client = new Client({ connectionString: this.#options.url, keepAlive: true });
    client.on('notification', ({ payload }) => this.#hear(NewsText.parse(JSON.parse(payload ?? ''))));
    client.on('error', (error) => this.#listenLater(client, error));
    client.on('end', () => this.#listenLater(client, new Error('the listening connection ended')));
    this.#listening = client;
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      this.#listenLater(client, error);
    }
  }

  #listenLater(client: Client, error: unknown): void {
    if (this.#isClosed || this.#listening !== client) return;
    this.#listening = undefined;
    this.#options.onTrouble(error);
    client.end().catch((reason: unknown) => this.#options.onTrouble(reason));
    this.#reconnect = setTimeout(() => void this.#listen(), RECONNECT_MS);
  }

  async #look(): Promise<void> {
    try {
      const { rows } = await this.#options.pool.query<{ id: string; version: number }>(
        'SELECT id, version FROM organisations',
      );
      for (const { id, version } of rows) this.#hear({ organisationId: id, version });
    } catch (error) {
      if (!this.#isClosed) this.#options.onTrouble(error);
    }
  }
}
