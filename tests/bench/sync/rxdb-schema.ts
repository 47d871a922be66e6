import type { RxJsonSchema } from 'rxdb';
import { documents, type Document } from './workload.ts';

const ID_CHARACTERS = 36;
const sample = documents(1, 'AUR')[0];

/** Without limits or indexes: what is measured is what travels. */
export const documentSchema: RxJsonSchema<Document> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  // Every document has the fields of every other.
  properties: {
    ...Object.fromEntries(Object.keys(sample ?? {}).map((name) => [name, {}])),
    id: { type: 'string', maxLength: ID_CHARACTERS },
  } as RxJsonSchema<Document>['properties'],
};
