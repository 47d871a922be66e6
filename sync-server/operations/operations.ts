import type { FastifyInstance } from 'fastify';
import type { Clock } from '#shared/kernel/clock.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { measureDevices } from '../metrics/device-metrics.ts';
import { Metrics } from '../metrics/metrics.ts';
import { measureSockets } from '../metrics/socket-metrics.ts';
import type { Storage } from '../storage/storage.ts';
import { healthRoutes } from './health-routes.ts';
import { metricsRoute } from './metrics-route.ts';
import { RateLimits, type RateLimitSettings } from './rate-limits.ts';
import { Readiness } from './readiness.ts';

/** What the server tells and guards of itself, beside its work. */
export type Operations = {
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** Undefined: nobody is held off. */
  readonly limits: RateLimits | undefined;
  /** Lets `/metrics` be asked on the server's own address; undefined: it is not there. */
  readonly metricsToken: string | undefined;
};

export function createOperations(parts: {
  storage: Storage;
  clock: Clock;
  metrics?: Metrics;
  limits?: RateLimitSettings;
  metricsToken?: string | undefined;
}): Operations {
  const { storage, clock, metrics = new Metrics(), limits, metricsToken } = parts;
  measureDevices(storage, clock, metrics);
  return {
    metrics,
    readiness: new Readiness(storage, clock),
    limits: limits && new RateLimits(limits, clock),
    metricsToken,
  };
}

const UNLIMITED_PATHS: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/** Counts and limits every request of an app, and adds the routes by which it is watched. */
export function installOperations(app: FastifyInstance, operations: Operations): void {
  const { metrics, readiness, limits, metricsToken } = operations;
  measureSockets(app.server, metrics);
  app.addHook('onRequest', async (request) => {
    if (!UNLIMITED_PATHS.has(request.url)) limits?.assertAddress(request.ip);
  });
  app.addHook('onError', async (_request, _reply, error) => {
    metrics.refused(isDomainError(error) ? error.code : 'server-failed');
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    const status = reply.statusCode;
    metrics.requested({ method, route, status, durationMs: reply.elapsedTime });
    const line = { method, route, status, ms: Math.round(reply.elapsedTime), address: request.ip };
    if (UNLIMITED_PATHS.has(route)) request.log.debug(line, 'answered');
    else request.log.info(line, 'answered');
  });
  healthRoutes(app, readiness);
  if (metricsToken !== undefined) metricsRoute(app, metrics, metricsToken);
}
