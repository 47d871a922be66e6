import type { FastifyInstance } from 'fastify';
import { decodeValue, parseWire } from '#shared/sync/codec.ts';
import { CONFLICTS_PATH, ConflictsRequest } from '#shared/sync/conflicts.ts';
import { compression } from '../compression.ts';
import { tellConflicts } from '../conflicts/tell-conflicts.ts';
import { authenticate } from './authenticate.ts';
import { inOrganisation, type ServerContext } from './context.ts';
import { httpError } from './errors.ts';
import { frameOf, sendFrame } from './frames.ts';
import { assertProtocol } from './protocol.ts';

const BODY_BYTES_MAX = 1024;

/** `POST /v1/conflicts`: see shared/sync/conflicts.ts. */
export function conflictsRoute(app: FastifyInstance, context: ServerContext): void {
  app.post(CONFLICTS_PATH, { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const nowMs = context.clock.now();
    const device = await inOrganisation(context, (tx) => authenticate(tx, request, nowMs));
    context.operations.limits?.assertDevice(device.id);
    const value = decodeValue(frameOf(request), compression);
    assertProtocol(value);
    const wanted = parseWire(ConflictsRequest, value);
    if (wanted.deviceId !== device.id) throw httpError('request-for-another');
    const answer = await inOrganisation(context, (tx) => tellConflicts(tx, device.id, wanted));
    return sendFrame(reply, answer);
  });
}
