import { z } from 'zod';
import { isoOf } from '../kernel/clock.ts';
import type { DeliveryChannel, SendOutcome } from './channel.ts';
import { SIGNATURE_HEADER, TIME_HEADER, webhookSignature } from './webhook-signature.ts';

export type WebhookSettings = {
  readonly url: string;
  readonly secret: string;
  readonly channel: 'sms' | 'push';
  now(): number;
  /** A receipt that a gateway promises can come here. */
  readonly takesReceipts?: boolean;
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 20_000;
/** Of an answer; what is longer is not what was asked for. */
const ANSWER_BYTES_MAX = 16 * 1024;

/** What a gateway may say beside "accepted": that the message has arrived, or that a receipt will follow. */
const Said = z.object({
  state: z.string().optional().catch(undefined),
  receipt: z.boolean().optional().catch(undefined),
  id: z.string().optional().catch(undefined),
});
type Said = z.infer<typeof Said>;

/**
 * Hands a message to a gateway for text messages or push as signed JSON. What the gateway answers with 2xx is
 * accepted, which is `sent`; only its own word, then or later, makes it delivered.
 */
export function webhookChannel(settings: WebhookSettings): DeliveryChannel {
  const { url, secret, channel, now, takesReceipts = false, timeoutMs = TIMEOUT_MS } = settings;
  return {
    async send({ id, to, subject, body, isUrgent }) {
      const bytes = new TextEncoder().encode(JSON.stringify({ id, channel, to, subject, body, isUrgent }));
      const time = isoOf(now());
      let answer: Response;
      try {
        answer = await fetch(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'idempotency-key': id,
            [TIME_HEADER]: time,
            [SIGNATURE_HEADER]: await webhookSignature(secret, time, bytes),
          },
          body: bytes,
          // A gateway that sends us elsewhere is not the one that was set up.
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMs),
        });
      } catch (error) {
        return { state: 'failed', reason: unreachable(error, timeoutMs), isRetriable: true };
      }
      const said = await saidIn(answer);
      return outcomeOf(answer, takesReceipts ? said : { ...said, receipt: false });
    },
    close() {},
  };
}

function outcomeOf({ ok, status, headers }: Response, said: Said): SendOutcome {
  if (ok) {
    const relayId = said.id ?? headers.get('x-message-id');
    if (said.state === 'delivered') return { state: 'delivered', relayId };
    return { state: 'sent', relayId, receipt: said.receipt === true ? 'awaited' : 'none' };
  }
  const mayPass = status >= 500 || status === 408 || status === 429;
  return { state: 'failed', reason: `The gateway answered ${status}.`, isRetriable: mayPass };
}

/** Nothing, where it says nothing that can be read: it has taken the message all the same. */
async function saidIn(answer: Response): Promise<Said> {
  try {
    return Said.parse(JSON.parse(await beginningOf(answer)));
  } catch {
    return {};
  }
}

/** Empty for an answer that is too long: what is left of it is not waited for. */
async function beginningOf({ body }: Response): Promise<string> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  // Leaving the loop cancels the rest.
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) return '';
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}

/** Code and no more: what the platform says may repeat an address, and stands in a record. */
function unreachable(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) throw error;
  if (error.name === 'TimeoutError') return `The gateway did not answer within ${timeoutMs / 1000} s.`;
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return `The gateway can't be reached${code}.`;
}
