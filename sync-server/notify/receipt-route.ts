import type { FastifyInstance, FastifyRequest } from 'fastify';
import { receiptInMail } from '#shared/delivery/mail-receipt.ts';
import { Receipt } from '#shared/delivery/receipt.ts';
import { isWebhookSignature, SIGNATURE_HEADER, TIME_HEADER } from '#shared/delivery/webhook-signature.ts';
import type { ServerContext } from '../http/context.ts';
import { bodyOf } from '../http/authenticate.ts';
import { notifyError } from './errors.ts';
import { takeReceipt } from './take-receipt.ts';

const RECEIPT_PATH = '/v1/receipts';
const MAIL_TYPE = 'message/rfc822';
/** A notice brings the headers of what it is about. */
const RECEIPT_BYTES_MAX = 256 * 1024;
/** Between its clock and ours, and on the way. Whoever repeats a receipt within this time changes nothing by it. */
const AGE_MS_MAX = 5 * 60_000;

/**
 * `POST /v1/receipts`: a gateway tells as JSON what became of a message, or a mail system hands on the notice it got.
 * Signed with the secret of the gateways, as what they are sent is.
 */
export function receiptRoute(app: FastifyInstance, context: ServerContext, secret: string): void {
  app.addContentTypeParser(MAIL_TYPE, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post(RECEIPT_PATH, { bodyLimit: RECEIPT_BYTES_MAX }, async (request, reply) => {
    await assertSigned(request, secret, context.clock.now());
    const receipt = receiptIn(request);
    const state = receipt === undefined ? null : await takeReceipt(context, receipt);
    return reply.send({ state });
  });
}

async function assertSigned(request: FastifyRequest, secret: string, nowMs: number): Promise<void> {
  const time = headerOf(request, TIME_HEADER);
  const signature = headerOf(request, SIGNATURE_HEADER);
  const ageMs = Math.abs(nowMs - Date.parse(time));
  if (!(await isWebhookSignature(secret, { time, body: bodyOf(request.body), signature }))) {
    throw notifyError('receipt-not-signed', { timeHeader: TIME_HEADER, signatureHeader: SIGNATURE_HEADER });
  }
  if (!(ageMs <= AGE_MS_MAX)) {
    throw notifyError('receipt-too-old');
  }
}

function receiptIn(request: FastifyRequest): Receipt | undefined {
  const text = Buffer.from(bodyOf(request.body)).toString('utf8');
  if (request.headers['content-type']?.startsWith(MAIL_TYPE) === true) return receiptInMail(text);
  const { data } = Receipt.safeParse(jsonIn(text));
  if (data !== undefined) return data;
  throw notifyError('no-receipt', {
    delivered: '{"id":"…","state":"delivered"}',
    failed: '{"id":"…","state":"failed","reason":"…"}',
  });
}

/** Undefined for what is no JSON. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function headerOf({ headers }: FastifyRequest, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
