import { fillWithDefaultSettings, type RxDocumentData, type RxJsonSchema } from 'rxdb';
import { z } from 'zod';
import { entitiesIn } from '#shared/domains/registry.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';

/** A record as RxDB sees it: what every kind has, and the fields of all kinds of the domain, none of them required. */
export type CollectionRecord = { id: string; kind: string; siteId: string; [field: string]: unknown };

/** Version of the domain collections as RxDB counts it. Records carry versions of their own, so it never moves. */
export const COLLECTION_VERSION = 0;

const ID_CHARACTERS_MAX = 36;
const KIND_CHARACTERS_MAX = 40;

/**
 * RxDB's schema of a domain's collection, made from its entities. A field that several kinds have with
 * different types is left without one: RxDB then makes no assumption about it.
 */
export function collectionSchema(collection: CollectionName): RxJsonSchema<RxDocumentData<CollectionRecord>> {
  const schema = made.get(collection) ?? fillWithDefaultSettings(collectionSchemaForRxdb(collection));
  made.set(collection, schema);
  return schema;
}

/** Made once: it is asked for whenever a store is opened, and depends on the program alone. */
const made = new Map<CollectionName, RxJsonSchema<RxDocumentData<CollectionRecord>>>();

/** The same before RxDB's own fields are added: what a collection is created with. */
export function collectionSchemaForRxdb(collection: CollectionName): RxJsonSchema<CollectionRecord> {
  const properties: { [field: string]: object } = {};
  for (const entity of entitiesIn(collection)) {
    const json = z.toJSONSchema(entity.schema, { target: 'draft-7', io: 'input' });
    for (const [field, type] of Object.entries(json.properties ?? {})) {
      const known = properties[field];
      const described = typeof type === 'object' ? type : {};
      properties[field] =
        known === undefined || JSON.stringify(known) === JSON.stringify(described) ? described : {};
    }
  }
  return {
    title: collection,
    version: COLLECTION_VERSION,
    type: 'object',
    primaryKey: 'id',
    properties: {
      ...properties,
      id: { type: 'string', maxLength: ID_CHARACTERS_MAX },
      kind: { type: 'string', maxLength: KIND_CHARACTERS_MAX },
      siteId: { type: 'string', maxLength: ID_CHARACTERS_MAX },
    },
    required: ['id', 'kind', 'siteId'],
    indexes: [['kind', 'id']],
  };
}
