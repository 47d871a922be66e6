import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics/metrics.ts';

/** `/metrics`, to whoever knows the token; undefined: to whoever reaches this address. */
export function metricsRoute(app: FastifyInstance, metrics: Metrics, token: string | undefined): void {
  app.get('/metrics', { logLevel: 'warn' }, async (request, reply) => {
    if (token !== undefined && !isBearerOf(token, request.headers.authorization)) {
      return reply.code(401).header('www-authenticate', 'Bearer').send({ status: 'token-needed' });
    }
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

function isBearerOf(token: string, header: string | undefined): boolean {
  return timingSafeEqual(digest(`Bearer ${token}`), digest(header ?? ''));
}

/** Texts of different lengths can't be compared in constant time; their hashes can. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
