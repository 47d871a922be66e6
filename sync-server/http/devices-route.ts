import type { FastifyInstance } from 'fastify';
import { messageOf } from '#shared/kernel/errors.ts';
import { decodeValue, parseWire } from '#shared/sync/codec.ts';
import { DEVICES_PATH, type DevicesAct, DevicesRequest } from '#shared/sync/devices.ts';
import { compression } from '../compression.ts';
import { manageDevices } from '../enrolment/manage-devices.ts';
import { authenticate } from './authenticate.ts';
import { inOrganisation, type ServerContext } from './context.ts';
import { httpError } from './errors.ts';
import { frameOf, sendFrame } from './frames.ts';
import { assertProtocol } from './protocol.ts';

const BODY_BYTES_MAX = 4 * 1024;

/** `POST /v1/devices`: see shared/sync/devices.ts. Every use is logged, and every refusal with who asked for what. */
export function devicesRoute(app: FastifyInstance, context: ServerContext): void {
  app.post(DEVICES_PATH, { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const nowMs = context.clock.now();
    const device = await inOrganisation(context, (tx) => authenticate(tx, request, nowMs));
    context.operations.limits?.assertDevice(device.id);
    const value = decodeValue(frameOf(request), compression);
    assertProtocol(value);
    const wanted = parseWire(DevicesRequest, value);
    if (wanted.deviceId !== device.id) throw httpError('request-for-another');
    const { personId, asked } = wanted;
    const use = { device: device.id, personId, ...saidOf(asked) };
    try {
      const answer = await inOrganisation(context, (tx) => manageDevices(tx, wanted, nowMs));
      const { issued, codesEnded } = answer;
      request.log[asked.act === 'list' ? 'info' : 'warn'](
        { ...use, codeId: issued?.id, codesEnded },
        'devices',
      );
      return await sendFrame(reply, answer);
    } catch (error) {
      request.log.warn({ ...use, reason: messageOf(error) }, 'devices: refused');
      throw error;
    }
  });
}

/** What is asked for, under names that a log keeps. */
function saidOf(asked: DevicesAct): object {
  if (asked.act === 'revoke') {
    const { act, ofDeviceId, reason: why, isWipeAsked } = asked;
    return { act, ofDeviceId, why, isWipeAsked };
  }
  return asked.act === 'issue' ? { act: asked.act, ...asked.purpose, days: asked.days } : asked;
}
