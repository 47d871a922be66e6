import Fastify, { type FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics/metrics.ts';
import { healthRoutes } from './health-routes.ts';
import { metricsRoute } from './metrics-route.ts';
import type { Readiness } from './readiness.ts';

/** A second, private address for whoever watches the server: it goes on answering while the first one drains. */
export function createAdminServer(parts: {
  metrics: Metrics;
  readiness: Readiness;
  token: string | undefined;
}): FastifyInstance {
  const app: FastifyInstance = Fastify({ forceCloseConnections: true });
  healthRoutes(app, parts.readiness);
  metricsRoute(app, parts.metrics, parts.token);
  return app;
}
