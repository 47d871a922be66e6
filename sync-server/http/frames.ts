import type { FastifyReply, FastifyRequest } from 'fastify';
import { encodeFrame, type Frame } from '#shared/sync/codec.ts';
import { compression } from '../compression.ts';
import { bodyOf } from './authenticate.ts';
import { httpError } from './errors.ts';

export const CBOR_TYPE = 'application/cbor';

/** The body of a request as a frame, which says itself how it is compressed. */
export function frameOf(request: Pick<FastifyRequest, 'headers' | 'body'>): Frame {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return bodyOf(request.body);
  throw httpError('encoding-unknown', { encoding: String(encoding).slice(0, 20) });
}

export function sendFrame(reply: FastifyReply, value: object): FastifyReply {
  const body = encodeFrame(value, compression);
  return reply.type(CBOR_TYPE).send(body);
}
