/** Parts of packages without types of their own, as far as they are measured. */
declare module 'express' {
  import type { RequestListener } from 'node:http';
  type App = RequestListener & { use(path: string, handler: RequestListener): void };
  export default function express(): App;
}

declare module 'express-pouchdb' {
  import type { RequestListener } from 'node:http';
  export default function expressPouch(
    PouchDB: unknown,
    options: { mode: 'minimumForPouchDB'; inMemoryConfig: boolean },
  ): RequestListener;
}

declare module 'pouchdb-adapter-memory' {
  const plugin: object;
  export default plugin;
}
