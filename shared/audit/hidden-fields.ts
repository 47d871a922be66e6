import { credential } from '../domains/people/schema.ts';
import { entityOf } from '../domains/registry.ts';

/** Kinds of which nothing is shown but that they changed. */
const SECRET_KINDS: ReadonlySet<string> = new Set([credential.kind]);

/** Whether a field is kept from everybody's eyes, in views and in exports. Of a kind nobody knows, all are. */
export function isFieldHidden(kind: string, field: string): boolean {
  if (SECRET_KINDS.has(kind)) return true;
  return entityOf(kind)?.sensitive.includes(field) ?? true;
}

/** Whether a change of a record holds anything that must not be seen. */
export function hidesAny(kind: string, fields: object): boolean {
  return Object.keys(fields).some((field) => isFieldHidden(kind, field));
}
