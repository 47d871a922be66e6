import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { httpError } from './errors.ts';

/** Looked at before the schema: a message of another version has another form, and the reason should be told. */
export function assertProtocol(value: unknown): void {
  if (typeof value !== 'object' || value === null || !('protocol' in value)) return;
  const { protocol } = value;
  if (typeof protocol !== 'number' || protocol === PROTOCOL_VERSION) return;
  const versions = { spoken: protocol, own: PROTOCOL_VERSION };
  throw protocol < PROTOCOL_VERSION
    ? httpError('console-too-old', versions)
    : httpError('server-too-old', versions);
}
