import type { FastifyRequest } from 'fastify';
import { DomainError } from '#shared/kernel/errors.ts';
import { signedText } from '#shared/sync/wire.ts';
import { hex, isSignedBy, sha256 } from '../crypto.ts';
import type { Device, StorageTx } from '../storage/storage.ts';

const COUNTER = /^[1-9][0-9]{0,14}$/;
const SIGNATURE = /^[0-9a-f]{128}$/;

/**
 * The device that signed a request. Its counter is noted at once, in a transaction of its own: a request
 * that is refused later can't be sent a second time either.
 */
export async function authenticate(
  tx: StorageTx,
  request: Pick<FastifyRequest, 'headers' | 'method' | 'url' | 'body'>,
  nowMs: number,
): Promise<Device> {
  const deviceId = headerOf(request, 'x-fairlead-device');
  const counterText = headerOf(request, 'x-fairlead-counter');
  const signature = headerOf(request, 'x-fairlead-signature');
  const device = await tx.device(deviceId);
  if (device === undefined) throw deviceUnknown();
  const counter = Number(counterText);
  const text = signedText({
    deviceId,
    counter,
    method: request.method,
    // With its query, exactly as it was sent.
    path: request.url,
    bodySha256Hex: hex(sha256(bodyOf(request.body))),
  });
  const isSigned =
    COUNTER.test(counterText) && SIGNATURE.test(signature) && isSignedBy(device.publicKey, text, signature);
  if (!isSigned) throw signatureWrong();
  if (device.revokedAtMs !== null) throw deviceRevoked();
  if (counter <= device.requestCounter) throw replayed();
  await tx.noteRequest(device.id, counter, nowMs);
  return device;
}

/** Body of a signed request as it came over the wire; empty when it has none. */
export function bodyOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}

function headerOf({ headers }: Pick<FastifyRequest, 'headers'>, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

function deviceUnknown(): DomainError {
  return new DomainError({
    code: 'device-unknown',
    message: 'This console is not enrolled at this server.',
    remedy: 'Enrol it with a code from an administrator.',
  });
}

function signatureWrong(): DomainError {
  return new DomainError({
    code: 'signature-wrong',
    message: 'The signature of this request does not fit.',
    remedy: 'If it happens again, something on the way changes requests, or the console lost its key.',
  });
}

function deviceRevoked(): DomainError {
  return new DomainError({
    code: 'device-revoked',
    message: 'This console was shut out by an administrator.',
    remedy: 'Its unsent work can be exported. Ask an administrator for a new enrolment code.',
  });
}

function replayed(): DomainError {
  return new DomainError({
    code: 'replayed',
    message: 'A request with this number, or a later one, was received before.',
    remedy: 'Send it again with the next number.',
  });
}
