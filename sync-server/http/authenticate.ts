import type { FastifyRequest } from 'fastify';
import { DomainError } from '#shared/kernel/errors.ts';
import { readAuthorization, type RequestStamp } from '#shared/sync/request-stamp.ts';
import { signedText } from '#shared/sync/wire.ts';
import type { WipeOrder } from '#shared/sync/wipe.ts';
import { hex, isSignedBy, sha256 } from '../crypto.ts';
import type { Device, StorageTx } from '../storage/storage.ts';
import { httpError } from './errors.ts';
import { wipeOrderFor } from './wipe-order.ts';

const NO_BODY = new Uint8Array();

/** The device that signed a request: its address with query, and its body as it came. */
export function authenticate(
  tx: StorageTx,
  request: Pick<FastifyRequest, 'headers' | 'method' | 'url' | 'body'>,
  nowMs: number,
): Promise<Device> {
  const { headers, method, url, body } = request;
  const stamp = readAuthorization(headers.authorization);
  return assertStamp(tx, { stamp, method, path: url, body: bodyOf(body) }, nowMs);
}

/** The same where the signature covers the address alone, because the body comes later, or in part. */
export function authenticateAddress(
  tx: StorageTx,
  { headers, method, url }: Pick<FastifyRequest, 'headers' | 'method' | 'url'>,
  nowMs: number,
): Promise<Device> {
  const stamp = readAuthorization(headers.authorization);
  return assertStamp(tx, { stamp, method, path: url, body: NO_BODY }, nowMs);
}

export type Stamped = {
  readonly stamp: RequestStamp;
  readonly method: string;
  readonly path: string;
  readonly body: Uint8Array;
};

/**
 * The device whose stamp this is. Its counter is noted at once, in a transaction of its own: a request that is
 * refused later can't be sent a second time either.
 */
export async function assertStamp(tx: StorageTx, stamped: Stamped, nowMs: number): Promise<Device> {
  const device = await signerOf(tx, stamped);
  if (device.revokedAtMs !== null) throw new DeviceRevoked(await wipeOrderFor(tx, device));
  return noted(tx, device, stamped, nowMs);
}

/** A device that was told to erase what it holds: all that it may do is hand over what it had not sent. */
export async function authenticateShutOut(
  tx: StorageTx,
  { headers, method, url, body }: Pick<FastifyRequest, 'headers' | 'method' | 'url' | 'body'>,
  nowMs: number,
): Promise<Device> {
  const stamp = readAuthorization(headers.authorization);
  const stamped = { stamp, method, path: url, body: bodyOf(body) };
  const device = await signerOf(tx, stamped);
  if (!device.isWipeAsked) throw httpError('not-shut-out');
  return noted(tx, device, stamped, nowMs);
}

async function signerOf(tx: StorageTx, { stamp, method, path, body }: Stamped): Promise<Device> {
  const { deviceId, counter, signature } = stamp;
  const device = await tx.device(deviceId);
  if (device === undefined) throw httpError('console-not-enrolled');
  const text = signedText({ deviceId, counter, method, path, bodySha256Hex: hex(sha256(body)) });
  if (counter < 1 || !isSignedBy(device.publicKey, text, hex(signature)))
    throw httpError('signature-does-not-fit');
  return device;
}

async function noted(tx: StorageTx, device: Device, { stamp }: Stamped, nowMs: number): Promise<Device> {
  if (stamp.counter <= device.requestCounter) throw new Replayed(device.requestCounter);
  await tx.noteRequest(device.id, stamp.counter, nowMs);
  return device;
}

/** Body of a signed request as it came over the wire; empty when it has none. */
export function bodyOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : NO_BODY;
}

/** The device was shut out, and is told so when its signature fits. */
export class DeviceRevoked extends DomainError {
  readonly wipe: WipeOrder | undefined;

  constructor(wipe: WipeOrder | undefined) {
    super(httpError('shut-out').details);
    this.wipe = wipe;
  }
}

/** The console is told where it stands: one that was put back while its clock was wrong can't know. */
export class Replayed extends DomainError {
  /** The highest number of a request of this device so far. */
  readonly counter: number;

  constructor(counter: number) {
    super(httpError('received-before').details);
    this.counter = counter;
  }
}
