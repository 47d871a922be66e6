/** The part of PouchDB that is measured; the package has no types of its own. */
declare module 'pouchdb' {
  type Row<Document> = { readonly id: string; readonly value: unknown; readonly doc?: Document };
  type Page<Document> = { readonly rows: readonly Row<Document>[] };

  export default class PouchDB<Document extends { _id: string }> {
    constructor(name: string, options: { adapter: 'leveldb' });
    put(document: object): Promise<unknown>;
    bulkDocs(documents: readonly object[]): Promise<readonly { error?: unknown }[]>;
    get(id: string): Promise<Document>;
    query(view: string, options: object): Promise<Page<Document>>;
    close(): Promise<void>;
  }
}
