import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isWebhookSignature, SIGNATURE_HEADER, TIME_HEADER } from '#shared/delivery/webhook-signature.ts';
import { incidentCallWords } from '#shared/domains/incidents/call-words.ts';
import { wordsOf } from '#shared/kernel/words.ts';
import { bodyOf } from '../http/authenticate.ts';
import type { ServerContext } from '../http/context.ts';
import { CallLimits } from './call-limits.ts';
import { incomingError } from './errors.ts';
import { Incoming } from './incoming.ts';
import { takeIn } from './take-in.ts';

export const INCOMING_PATH = '/v1/gateway/incoming';
const BODY_BYTES_MAX = 16 * 1024;
/** Between its clock and ours, and on the way. */
const AGE_MS_MAX = 5 * 60_000;

/**
 * `POST /v1/gateway/incoming`: somebody called, or sent a text message. Signed with a secret of its own, as what goes
 * to gateways is; answered with `{"say":"…"}`, to be spoken or sent back.
 */
export function incomingRoute(app: FastifyInstance, context: ServerContext, secret: string): void {
  const limits = new CallLimits(context.clock);
  app.post(INCOMING_PATH, { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    await assertSigned(request, secret, context.clock.now());
    const { data } = Incoming.safeParse(jsonIn(request));
    if (data === undefined) throw incomingError('no-call');
    const labels = limits.isTooMany(data.from)
      ? [{ key: 'incidents.say.tooMany' }]
      : await takeIn(context, data);
    const say = labels.map((label) => wordsOf(incidentCallWords, label)).join(' ');
    return reply.send({ say });
  });
}

async function assertSigned(request: FastifyRequest, secret: string, nowMs: number): Promise<void> {
  const time = headerOf(request, TIME_HEADER);
  const signature = headerOf(request, SIGNATURE_HEADER);
  if (!(await isWebhookSignature(secret, { time, body: bodyOf(request.body), signature }))) {
    throw incomingError('not-signed', { timeHeader: TIME_HEADER, signatureHeader: SIGNATURE_HEADER });
  }
  if (!(Math.abs(nowMs - Date.parse(time)) <= AGE_MS_MAX)) throw incomingError('too-old');
}

/** Undefined for what is no JSON. */
function jsonIn({ body }: FastifyRequest): unknown {
  try {
    return JSON.parse(Buffer.from(bodyOf(body)).toString('utf8'));
  } catch {
    return undefined;
  }
}

function headerOf({ headers }: FastifyRequest, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
