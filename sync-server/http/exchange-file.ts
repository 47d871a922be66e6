import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { isDomainError } from '#shared/kernel/errors.ts';
import { EXCHANGE_FILE_BYTES_MAX, readExchangeFile, writeExchangeFile } from '#shared/sync/exchange-file.ts';
import { isSignedBy, sha256 } from '../crypto.ts';
import { serverKey } from '../server-key.ts';
import { authenticate, bodyOf, DeviceRevoked } from './authenticate.ts';
import { inOrganisation, type ServerContext } from './context.ts';
import { httpError } from './errors.ts';
import { operate, type OperationContext } from './operate.ts';
import { wipeOrderFor } from './wipe-order.ts';

/**
 * `POST /v1/files`: a console that has a link brings the file of one that has none, and takes the answer back to it.
 * Who carries it needs no right: the file is signed by whose work it holds.
 */
export function exchangeFileRoute(app: FastifyInstance, context: ServerContext): void {
  app.post('/v1/files', { bodyLimit: EXCHANGE_FILE_BYTES_MAX }, async (request, reply) => {
    const nowMs = context.clock.now();
    const carrier = await inOrganisation(context, (tx) => authenticate(tx, request, nowMs));
    const answer = await answerFile(context, bodyOf(request.body), request.log);
    request.log.info({ carrier: carrier.id }, 'exchange by file');
    return reply.type('application/octet-stream').send(Buffer.from(answer));
  });
}

/** Does what a file asks, and returns the file with the answer. The same file twice has the effect of once. */
export async function answerFile(
  context: OperationContext,
  bytes: Uint8Array,
  log: Pick<FastifyBaseLogger, 'info'>,
): Promise<Uint8Array> {
  const { kind, header, body, signedText, signatureHex } = readExchangeFile(bytes, sha256);
  if (kind !== 'request') throw httpError('file-is-answer');
  const { deviceId, asked } = header;
  const key = await inOrganisation(context, async (tx) => {
    const device = await tx.device(deviceId);
    if (device === undefined || !isSignedBy(device.publicKey, signedText, signatureHex))
      throw httpError('file-not-signed');
    if (device.revokedAtMs !== null) throw new DeviceRevoked(await wipeOrderFor(tx, device));
    return serverKey(tx);
  });
  const answer = await operate(context, { deviceId, path: '/v1/sync', body, log }).catch((error: unknown) => {
    // Of a console on a link that is a restore; of a file, that a newer one has overtaken it.
    if (isDomainError(error) && error.code === 'chain-behind')
      throw httpError('file-overtaken', {}, { cause: error });
    throw error;
  });
  const answerHeader = { deviceId, madeAtMs: context.clock.now(), asked };
  return writeExchangeFile({ kind: 'answer', header: answerHeader, body: answer }, sha256, (text) =>
    key.sign(text),
  );
}
