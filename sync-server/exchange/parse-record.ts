import { z } from 'zod';
import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import type { Entity } from '#shared/kernel/define-entity.ts';
import { exchangeError } from './errors.ts';

/** The whole record must be sound after every merge, whoever set which part of it. */
export function parseFields(
  entity: Entity,
  { id, siteId }: { readonly id: string; readonly siteId: string },
  fields: JsonObject,
): JsonObject {
  const { kind } = entity;
  const parsed = compiledSchemaOf(entity).safeParse({ ...fields, id, siteId, kind });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw exchangeError(
      'record-not-valid',
      { record: nameOf(kind), fault: issue?.message ?? 'unknown fault' },
      { field: issue?.path.join('.') },
    );
  }
  const broken = entity.invariant(parsed.data);
  if (broken !== undefined) throw broken;
  // A record is made of JSON values only: dates are ISO strings, absent fields are null.
  const { id: _id, kind: _kind, siteId: _siteId, ...own } = parsed.data as unknown as JsonObject;
  return own;
}

export function nameOf(kind: string): string {
  return kind.replaceAll('-', ' ');
}

const compiled = new WeakMap<Entity, z.ZodObject>();

/** Every record that an entry changes is parsed whole: compiled, that takes a fifth of the time. */
function compiledSchemaOf(entity: Entity): z.ZodObject {
  const known = compiled.get(entity) ?? z.compile(entity.schema);
  compiled.set(entity, known);
  return known;
}
