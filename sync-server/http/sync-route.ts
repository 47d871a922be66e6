import type { FastifyInstance } from 'fastify';
import { DomainError } from '#shared/kernel/errors.ts';
import { decodeValue, parseWire } from '#shared/sync/codec.ts';
import { ExchangeRequest } from '#shared/sync/wire.ts';
import { compression } from '../compression.ts';
import { exchange } from '../exchange/exchange.ts';
import { authenticate } from './authenticate.ts';
import { inOrganisation, type ServerContext } from './context.ts';
import { frameOf, sendFrame } from './frames.ts';
import { assertProtocol } from './protocol.ts';

/** `POST /v1/sync`: who asks is settled before a byte of the body is decoded. */
export function syncRoute(app: FastifyInstance, context: ServerContext): void {
  app.post('/v1/sync', async (request, reply) => {
    const nowMs = context.clock.now();
    const device = await inOrganisation(context, (tx) => authenticate(tx, request, nowMs));
    const value = decodeValue(frameOf(request), compression);
    assertProtocol(value);
    const wanted = parseWire(ExchangeRequest, value);
    if (wanted.deviceId !== device.id) {
      throw new DomainError({
        code: 'signature-wrong',
        message: 'The exchange speaks for another console than the one that signed it.',
        field: 'deviceId',
      });
    }
    const answer = await inOrganisation(context, (tx) => exchange(tx, device.id, wanted, nowMs));
    request.log.info(
      {
        device: device.id,
        entries: wanted.entries.length,
        records: answer.records.length,
        more: answer.more,
      },
      'exchange',
    );
    return sendFrame(reply, answer);
  });
}
