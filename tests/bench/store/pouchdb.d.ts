/** The part of PouchDB that is measured; the package has no types of its own. */
declare module 'pouchdb' {
  import type { Agent } from 'node:http';

  type Row<Document> = { readonly id: string; readonly value: unknown; readonly doc?: Document };
  type Page<Document> = { readonly rows: readonly Row<Document>[] };
  type Fetch = (url: string, options: object) => Promise<unknown>;
  type Options = { adapter: 'leveldb' | 'memory' } | { fetch: Fetch };

  export default class PouchDB<Document extends { _id: string }> {
    static fetch(url: string, options: { agent: Agent }): Promise<unknown>;
    static plugin(plugin: object): void;
    static defaults(options: Options): unknown;
    constructor(name: string, options: Options);
    readonly replicate: {
      from(remote: PouchDB<Document>): Promise<unknown>;
      to(remote: PouchDB<Document>): Promise<unknown>;
    };
    put(document: object): Promise<unknown>;
    bulkDocs(documents: readonly object[]): Promise<readonly { error?: unknown }[]>;
    get(id: string): Promise<Document>;
    allDocs(options: { keys?: readonly string[]; include_docs: true }): Promise<Page<Document>>;
    query(view: string, options: object): Promise<Page<Document>>;
    info(): Promise<{ update_seq: number | string }>;
    close(): Promise<void>;
  }
}
