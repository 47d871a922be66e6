/** An organisation's version grew: somebody's devices have something to fetch. */
export type News = { readonly organisationId: string; readonly version: number };

/**
 * Tells the live connections of every replica that there is news. A word may get lost or come twice, never
 * wrong: who is told looks at the database. Where words get lost, `poll` of the implementation makes up.
 */
export type NewsBus = {
  /** After a commit that drew versions. Returns at once and never fails. */
  publish(news: News): void;
  /** Returns what ends the subscription. */
  subscribe(listener: (news: News) => void): () => void;
  close(): Promise<void>;
};

/** For one process, which is all that the embedded database allows. */
export class LocalNewsBus implements NewsBus {
  readonly #listeners = new Set<(news: News) => void>();

  publish(news: News): void {
    for (const listener of this.#listeners) listener(news);
  }

  subscribe(listener: (news: News) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }
}
