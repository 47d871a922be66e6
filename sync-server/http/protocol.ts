import { DomainError } from '#shared/kernel/errors.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';

/** Looked at before the schema: a message of another version has another form, and the reason should be told. */
export function assertProtocol(value: unknown): void {
  if (typeof value !== 'object' || value === null || !('protocol' in value)) return;
  const { protocol } = value;
  if (typeof protocol !== 'number' || protocol === PROTOCOL_VERSION) return;
  const isOlder = protocol < PROTOCOL_VERSION;
  throw new DomainError({
    code: 'protocol-too-old',
    message: `The console speaks version ${protocol} of the protocol, the server version ${PROTOCOL_VERSION}.`,
    remedy: isOlder
      ? 'Update the console. Work goes on without a link and is sent after the update.'
      : 'The server is older than the console: update the server.',
  });
}
