import type { FastifyInstance } from 'fastify';
import { messageOf } from '#shared/kernel/errors.ts';
import type { ServerContext } from './context.ts';

/** `/healthz`: the process answers. `/readyz`: its database does too, and there is an organisation to serve. */
export function healthRoutes(app: FastifyInstance, { storage }: ServerContext): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (request, reply) => {
    try {
      if ((await storage.organisation()) !== undefined) return { status: 'ready' };
      return await reply.code(503).send({ status: 'not-set-up' });
    } catch (error) {
      request.log.error({ reason: messageOf(error) }, 'not ready');
      return reply.code(503).send({ status: 'database-unreachable' });
    }
  });
}
