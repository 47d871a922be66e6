import { bytesOfHex, hexOfBytes } from '../sync/hex.ts';

export const SIGNATURE_HEADER = 'x-fairlead-signature';
export const TIME_HEADER = 'x-fairlead-time';

const HMAC = { name: 'HMAC', hash: 'SHA-256' };

/** HMAC-SHA-256 in hexadecimal over time, full stop and body; the time keeps an old message from being used again. */
export async function webhookSignature(secret: string, time: string, body: Uint8Array): Promise<string> {
  const key = await keyOf(secret, 'sign');
  return hexOfBytes(new Uint8Array(await crypto.subtle.sign(HMAC.name, key, signedBytes(time, body))));
}

/** Whether somebody who has the secret signed this; takes as long for any wrong signature. */
export async function isWebhookSignature(
  secret: string,
  { time, body, signature }: { time: string; body: Uint8Array; signature: string },
): Promise<boolean> {
  if (!/^[0-9a-f]{64}$/.test(signature)) return false;
  const key = await keyOf(secret, 'verify');
  return crypto.subtle.verify(HMAC.name, key, bytesOfHex(signature), signedBytes(time, body));
}

function keyOf(secret: string, use: 'sign' | 'verify') {
  return crypto.subtle.importKey('raw', new TextEncoder().encode(secret), HMAC, false, [use]);
}

function signedBytes(time: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const before = new TextEncoder().encode(`${time}.`);
  const signed = new Uint8Array(before.length + body.length);
  signed.set(before);
  signed.set(body, before.length);
  return signed;
}
