import { hexOfBytes } from '../sync/hex.ts';
import { isoOf } from '../kernel/clock.ts';
import { messageOf } from '../kernel/errors.ts';
import type { DeliveryChannel, SendOutcome } from './channel.ts';

export type WebhookSettings = {
  readonly url: string;
  readonly secret: string;
  readonly channel: 'sms' | 'push';
  now(): number;
};

const TIMEOUT_MS = 20_000;
export const SIGNATURE_HEADER = 'x-fairlead-signature';
export const TIME_HEADER = 'x-fairlead-time';

/**
 * Hands a message to a gateway for text messages or push as signed JSON. What the gateway answers with 2xx is
 * accepted, which is `sent`; only a receipt makes it delivered.
 */
export function webhookChannel({ url, secret, channel, now }: WebhookSettings): DeliveryChannel {
  return {
    async send(message) {
      const { id, to, subject, body, isUrgent } = message;
      const text = JSON.stringify({ id, channel, to, subject, body, isUrgent });
      const time = isoOf(now());
      try {
        const answer = await fetch(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'idempotency-key': id,
            [TIME_HEADER]: time,
            [SIGNATURE_HEADER]: await webhookSignature(secret, time, text),
          },
          body: text,
          // A gateway that sends us elsewhere is not the one that was set up.
          redirect: 'error',
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        await answer.body?.cancel();
        return outcomeOf(answer);
      } catch (error) {
        return {
          state: 'failed',
          reason: `The gateway can't be reached: ${messageOf(error)}.`,
          isRetriable: true,
        };
      }
    },
    close() {},
  };
}

function outcomeOf({ ok, status, headers }: Response): SendOutcome {
  if (ok) return { state: 'sent', relayId: headers.get('x-message-id') };
  const mayPass = status >= 500 || status === 408 || status === 429;
  return { state: 'failed', reason: `The gateway answered ${status}.`, isRetriable: mayPass };
}

/** HMAC-SHA-256 in hexadecimal over time, full stop and body; the time keeps an old message from being used again. */
export async function webhookSignature(secret: string, time: string, body: string): Promise<string> {
  const encoder = new TextEncoder();
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), hmac, false, ['sign']);
  return hexOfBytes(new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(`${time}.${body}`))));
}
