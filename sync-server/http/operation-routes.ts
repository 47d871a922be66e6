import type { FastifyInstance } from 'fastify';
import { OPERATION_PATHS } from '#shared/sync/live.ts';
import { authenticate } from './authenticate.ts';
import { inOrganisation, type ServerContext } from './context.ts';
import { CBOR_TYPE, frameOf } from './frames.ts';
import { operate } from './operate.ts';

/** `POST /v1/sync` and its like: who asks is settled before a byte of the body is decoded. */
export function operationRoutes(app: FastifyInstance, context: ServerContext): void {
  for (const path of OPERATION_PATHS) {
    app.post(path, async (request, reply) => {
      const nowMs = context.clock.now();
      const device = await inOrganisation(context, (tx) => authenticate(tx, request, nowMs));
      const body = frameOf(request);
      const answer = await operate(context, { deviceId: device.id, path, body, log: request.log });
      return reply.type(CBOR_TYPE).send(Buffer.from(answer));
    });
  }
}
