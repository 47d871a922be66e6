import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type DomainError, type ErrorCode, isDomainError } from '#shared/kernel/errors.ts';
import type { Refusal } from '#shared/sync/wire.ts';
import { ChainBroken } from '../exchange/chain-errors.ts';
import { DeviceRevoked, Replayed } from './authenticate.ts';
import { httpError } from './errors.ts';

/** Codes whose HTTP status says more than "bad request". */
const STATUS: { readonly [Code in ErrorCode]?: number } = {
  'signature-wrong': 401,
  'device-unknown': 401,
  'device-revoked': 403,
  'code-unknown': 403,
  'code-used': 403,
  'code-expired': 403,
  'record-out-of-scope': 403,
  'not-found': 404,
  'already-exists': 409,
  replayed: 409,
  'chain-broken': 409,
  'chain-forked': 409,
  'chain-behind': 409,
  cloned: 409,
  'refs-unknown': 409,
  'attachment-too-large': 413,
  'frame-too-large': 413,
  'attachment-damaged': 422,
  'protocol-too-old': 426,
  'too-many-attempts': 429,
  'server-failed': 500,
  'server-busy': 503,
  'not-set-up': 503,
  'disk-full': 507,
};
const BAD_REQUEST = 400;

/** Every answer that is not a success is a `Refusal`; what is no DomainError is a bug and tells nothing of itself. */
export function installRefusals(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal.code === 'server-failed') request.log.error({ err: error }, 'request failed');
    else request.log.info({ code: refusal.code, reason: refusal.message }, 'request refused');
    return refuse(reply, refusal);
  });
  app.setNotFoundHandler((_request, reply) => refuse(reply, httpError('no-such-address')));
}

/** What Fastify refuses before it has a route: a malformed address. */
export function refuseMalformed(_error: Error, _request: FastifyRequest, reply: FastifyReply): void {
  void refuse(reply, httpError('not-understood'));
}

export function refuse(reply: FastifyReply, error: DomainError): FastifyReply {
  const { status, body } = refusalAnswer(error);
  const { retryAfterSeconds } = error.details;
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  return reply.code(status).type('application/json').send(body);
}

/** A refusal as it travels, whatever carries it. */
export function refusalAnswer(error: DomainError): { readonly status: number; readonly body: string } {
  // The key of a text is of this program's catalogue, and a console may be older or newer than it.
  const { says: _says, ...details } = error.details;
  const refusal: Refusal = {
    error: {
      ...details,
      ...(error instanceof ChainBroken ? { lastSeq: error.lastSeq } : {}),
      ...(error instanceof Replayed ? { counter: error.counter } : {}),
      ...(error instanceof DeviceRevoked && error.wipe !== undefined ? { wipe: error.wipe } : {}),
    },
  };
  return { status: STATUS[error.code] ?? BAD_REQUEST, body: JSON.stringify(refusal) };
}

/** What is told of anything thrown. */
export function refusalOf(error: unknown): DomainError {
  if (isDomainError(error)) return error;
  switch (codeOf(error)) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return httpError('request-too-large');
    case 'SQLITE_FULL':
    case 'ENOSPC':
      return httpError('disk-full');
    default:
      return isClientFault(error) ? httpError('not-understood') : httpError('failed');
  }
}

/** Fastify's own refusals (wrong content type, malformed JSON, bad URL) carry a 4xx status. */
function isClientFault(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return false;
  return typeof error.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500;
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return String(error.code);
}
