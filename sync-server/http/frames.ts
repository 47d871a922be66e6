import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#shared/kernel/errors.ts';
import { encodeFrame, type Frame } from '#shared/sync/codec.ts';
import { compression } from '../compression.ts';
import { bodyOf } from './authenticate.ts';

export const CBOR_TYPE = 'application/cbor';

/** The body of a request as a frame, by its `content-encoding`. */
export function frameOf(request: Pick<FastifyRequest, 'headers' | 'body'>): Frame {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'deflate' || encoding === 'identity') return { body: bodyOf(request.body), encoding };
  throw new DomainError({
    code: 'invalid-input',
    message: `The server does not know the content encoding ${String(encoding).slice(0, 20)}.`,
    remedy: 'Send deflate or identity.',
  });
}

export function sendFrame(reply: FastifyReply, value: object): FastifyReply {
  const { body, encoding } = encodeFrame(value, compression);
  if (encoding === 'deflate') void reply.header('content-encoding', encoding);
  return reply.type(CBOR_TYPE).send(body);
}
