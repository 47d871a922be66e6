import type { FastifyInstance } from 'fastify';
import { decodeValue, parseWire } from '#shared/sync/codec.ts';
import { FRAME_BYTES_MAX, PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { QUARANTINE_PATH, QuarantineRequest } from '#shared/sync/wipe.ts';
import { compression } from '../compression.ts';
import { authenticateShutOut } from './authenticate.ts';
import { inOrganisation, type ServerContext } from './context.ts';
import { httpError } from './errors.ts';
import { frameOf, sendFrame } from './frames.ts';
import { assertProtocol } from './protocol.ts';

/** `POST /v1/quarantine`: see shared/sync/wipe.ts. */
export function quarantineRoute(app: FastifyInstance, context: ServerContext): void {
  app.post(QUARANTINE_PATH, { bodyLimit: FRAME_BYTES_MAX }, async (request, reply) => {
    const nowMs = context.clock.now();
    const device = await inOrganisation(context, (tx) => authenticateShutOut(tx, request, nowMs));
    context.operations.limits?.assertDevice(device.id);
    const value = decodeValue(frameOf(request), compression);
    assertProtocol(value);
    const { deviceId, entries } = parseWire(QuarantineRequest, value);
    if (deviceId !== device.id) throw httpError('request-for-another');
    await context.quarantine.keep(device.id, entries);
    request.log.warn(
      { device: device.id, entries: entries.length, folder: context.quarantine.folder },
      'unsent work of a console that is wiped was put in quarantine',
    );
    return sendFrame(reply, { protocol: PROTOCOL_VERSION, kept: entries.length });
  });
}
