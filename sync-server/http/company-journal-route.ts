import type { FastifyInstance } from 'fastify';
import { decodeValue, parseWire } from '#shared/sync/codec.ts';
import { COMPANY_JOURNAL_PATH, CompanyJournalRequest } from '#shared/sync/company-journal.ts';
import { compression } from '../compression.ts';
import { companyJournal } from '../exchange/company-journal.ts';
import { authenticate } from './authenticate.ts';
import { inOrganisation, type ServerContext } from './context.ts';
import { httpError } from './errors.ts';
import { frameOf, sendFrame } from './frames.ts';
import { assertProtocol } from './protocol.ts';

const BODY_BYTES_MAX = 4 * 1024;

/** `POST /v1/company-journal`: see shared/sync/company-journal.ts. */
export function companyJournalRoute(app: FastifyInstance, context: ServerContext): void {
  app.post(COMPANY_JOURNAL_PATH, { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const nowMs = context.clock.now();
    const device = await inOrganisation(context, (tx) => authenticate(tx, request, nowMs));
    context.operations.limits?.assertDevice(device.id);
    const value = decodeValue(frameOf(request), compression);
    assertProtocol(value);
    const wanted = parseWire(CompanyJournalRequest, value);
    if (wanted.deviceId !== device.id) throw httpError('request-for-another');
    const answer = await inOrganisation(context, (tx) => companyJournal(tx, device.id, wanted));
    const { personId, siteId, ofDeviceId } = wanted;
    const read = { device: device.id, personId, siteId, ofDeviceId, entries: answer.entries.length };
    request.log.info(read, 'journals of other consoles');
    return sendFrame(reply, answer);
  });
}
