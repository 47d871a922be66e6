import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, type ErrorCode, isDomainError } from '#shared/kernel/errors.ts';
import type { Refusal } from '#shared/sync/wire.ts';
import { ChainBroken } from '../exchange/chain-errors.ts';
import { DeviceRevoked, Replayed } from './authenticate.ts';

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
  app.setNotFoundHandler((_request, reply) =>
    refuse(
      reply,
      new DomainError({
        code: 'not-found',
        message: 'There is nothing at this address.',
        remedy: 'Check the server address in the settings of the console.',
      }),
    ),
  );
}

/** What Fastify refuses before it has a route: a malformed address. */
export function refuseMalformed(_error: Error, _request: FastifyRequest, reply: FastifyReply): void {
  void refuse(reply, unreadable());
}

export function refuse(reply: FastifyReply, error: DomainError): FastifyReply {
  const { status, body } = refusalAnswer(error);
  const { retryAfterSeconds } = error.details;
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  return reply.code(status).type('application/json').send(body);
}

/** A refusal as it travels, whatever carries it. */
export function refusalAnswer(error: DomainError): { readonly status: number; readonly body: string } {
  const refusal: Refusal = {
    error: {
      ...error.details,
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
      return new DomainError({
        code: 'frame-too-large',
        message: 'The request is larger than this server takes.',
        remedy: 'Send fewer entries at once.',
      });
    case 'SQLITE_FULL':
    case 'ENOSPC':
      return new DomainError({
        code: 'disk-full',
        message: "The server's disk is full; nothing of this request was kept.",
        remedy: 'Free space on the server. Consoles keep their work and send it again.',
      });
    default:
      return isClientFault(error) ? unreadable() : failed();
  }
}

function unreadable(): DomainError {
  return new DomainError({
    code: 'invalid-input',
    message: 'The request is not one this server understands.',
    remedy: 'Check that the address is the right one and the program is up to date.',
  });
}

function failed(): DomainError {
  return new DomainError({
    code: 'server-failed',
    message: 'The sync server failed on this request. Nothing of it was kept.',
    remedy: 'Try again later. The reason stands in the log of the server.',
  });
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
