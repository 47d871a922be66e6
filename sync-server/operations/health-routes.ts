import type { FastifyInstance } from 'fastify';
import type { Readiness } from './readiness.ts';

/** `/healthz`: the process answers. `/readyz`: it should be sent work; 503 says why not. */
export function healthRoutes(app: FastifyInstance, readiness: Readiness): void {
  app.get('/healthz', { logLevel: 'warn' }, async () => ({ status: 'ok' }));
  app.get('/readyz', { logLevel: 'warn' }, async (request, reply) => {
    const status = await readiness.state();
    if (status === 'database-unreachable') request.log.error({ reason: readiness.reason }, 'not ready');
    return reply.code(status === 'ready' ? 200 : 503).send({ status });
  });
}
