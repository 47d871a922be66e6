import { entityOf } from '#shared/domains/registry.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import { ownSchemas, schemasId, type SchemaTable, shortHash } from '#shared/sync/schemas.ts';
import type { ExchangeRequest } from '#shared/sync/wire.ts';
import type { Device } from '../storage/storage.ts';
import { exchangeError } from './errors.ts';

/** What a device's program knows of each kind. Undefined: the server has never been told and must ask. */
export function schemasOf(
  device: Pick<Device, 'schemas' | 'schemaTable'>,
  request: Pick<ExchangeRequest, 'schemas' | 'schemaTable'>,
): SchemaTable | undefined {
  if (request.schemas === OWN_ID) return ownSchemas();
  if (request.schemaTable !== undefined) {
    if (schemasId(request.schemaTable) === request.schemas) return request.schemaTable;
    throw exchangeError('schema-table-of-another-name');
  }
  return request.schemas === device.schemas && device.schemas !== '' ? device.schemaTable : undefined;
}

const OWN_ID = schemasId(ownSchemas());

/** Names what a device is told: its scope, and the kinds of which its program knows less than the server. */
export function viewOf(site: Site, schemas: SchemaTable): string {
  const scope = site.kind === 'office' ? '*' : site.id;
  const behind = Object.entries(ownSchemas())
    .filter(([kind, version]) => (schemas[kind] ?? 0) < version)
    .map(([kind]) => `${kind} ${schemas[kind] ?? 0}`);
  return shortHash([scope, ...behind.toSorted()].join('\n'));
}

/** Whether a program of these schemas knows a field of a kind. */
export function knowsField(schemas: SchemaTable, kind: string, field: string): boolean {
  const addedIn = entityOf(kind)?.addedIn[field] ?? 1;
  return (schemas[kind] ?? 0) >= addedIn;
}
