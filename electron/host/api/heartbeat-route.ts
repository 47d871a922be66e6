import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { MonitorsService } from '../monitors/monitors.ts';

export const HEARTBEATS_PATH = '/v1/heartbeats/';

/** Whatever a panel or a script sends along; none of it is looked at. */
const BODY_BYTES_MAX = 4 * 1024;
const RETRY_AFTER_SECONDS = 60;
const Params = z.object({ token: z.string() });

/**
 * `GET` or `POST /v1/heartbeats/<token>`: a device of the site's network says that it is alive. Nobody signs in and
 * nothing is answered but that it was heard; the token is the only thing that counts.
 */
export function heartbeatRoute(app: FastifyInstance, monitors: Pick<MonitorsService, 'beat'>): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX },
      (_request, _body, done) => done(null),
    );
    const answer = (request: FastifyRequest, reply: FastifyReply) => {
      const { token } = Params.parse(request.params);
      const outcome = monitors.beat(token, request.ip);
      reply.header('cache-control', 'no-store');
      if (outcome === 'too-many') return reply.code(429).header('retry-after', RETRY_AFTER_SECONDS).send();
      return reply.code(outcome === 'taken' ? 204 : 404).send();
    };
    scope.get(`${HEARTBEATS_PATH}:token`, answer);
    scope.post(`${HEARTBEATS_PATH}:token`, { bodyLimit: BODY_BYTES_MAX }, answer);
  });
}

/** Devices call by whatever name or number they know the console, and a page that calls has no more than the token. */
export function isHeartbeat({ url }: Pick<FastifyRequest, 'url'>): boolean {
  return url.startsWith(HEARTBEATS_PATH);
}
