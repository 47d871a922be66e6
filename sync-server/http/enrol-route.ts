import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isDomainError } from '#shared/kernel/errors.ts';
import { decodeValue, parseWire } from '#shared/sync/codec.ts';
import { EnrolRequest } from '#shared/sync/wire.ts';
import { compression } from '../compression.ts';
import { Attempts } from '../enrolment/attempts.ts';
import { enrol } from '../enrolment/enrol.ts';
import { inOrganisation, type ServerContext } from './context.ts';
import { bodyOf } from './authenticate.ts';
import { httpError } from './errors.ts';
import { CBOR_TYPE, frameOf, sendFrame } from './frames.ts';
import { assertProtocol } from './protocol.ts';

const ENROL_BODY_BYTES_MAX = 16 * 1024;

/** `POST /v1/enrol`: CBOR or JSON, answered in kind. */
export function enrolRoute(app: FastifyInstance, context: ServerContext): void {
  const attempts = new Attempts(context.clock);
  app.post('/v1/enrol', { bodyLimit: ENROL_BODY_BYTES_MAX }, async (request, reply) => {
    attempts.assertAllowed(request.ip);
    const isCbor = request.headers['content-type'] === CBOR_TYPE;
    const value = isCbor ? decodeValue(frameOf(request), compression) : jsonOf(request);
    assertProtocol(value);
    const wanted = parseWire(EnrolRequest, value);
    try {
      const answer = await inOrganisation(context, (tx) => enrol(tx, wanted, context.clock.now()));
      return isCbor ? sendFrame(reply, answer) : await reply.send(answer);
    } catch (error) {
      if (isDomainError(error) && error.code.startsWith('code-')) attempts.noteFailure(request.ip);
      throw error;
    }
  });
}

function jsonOf(request: FastifyRequest): unknown {
  try {
    return JSON.parse(Buffer.from(bodyOf(request.body)).toString('utf8'));
  } catch (error) {
    throw httpError('enrolment-not-json', {}, { cause: error });
  }
}
