import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '#shared/kernel/errors.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { refusalIn } from './answers.ts';
import type { TransportResponse } from './transport.ts';

/** A refusal is a few lines; anything longer is somebody's error page. */
const BYTES_MAX = 16 * 1024;

/** What the server refuses on every way: it is as good an answer to the message behind the request to open. */
const WHICHEVER_WAY: readonly ErrorCode[] = [
  'replayed',
  'signature-wrong',
  'device-unknown',
  'device-revoked',
];

/** The answer of whoever would not open a live connection; undefined when it broke off. */
export async function refusalBehind(response: IncomingMessage): Promise<TransportResponse | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of response) {
      // A stream without an encoding yields buffers.
      const bytes = chunk as Buffer;
      sizeBytes += bytes.length;
      if (sizeBytes > BYTES_MAX) return undefined;
      chunks.push(bytes);
    }
  } catch {
    // Broken off or cut short: nobody has refused anything in words.
    return undefined;
  }
  const type = response.headers['content-type'] ?? '';
  return {
    status: response.statusCode ?? 0,
    headers: { 'content-type': type },
    body: Buffer.concat(chunks),
  };
}

/** Whether it is the server's own refusal of this device, and no word about live connections. */
export function isOwnRefusal(response: TransportResponse | undefined): boolean {
  if (response === undefined) return false;
  const refusal = refusalIn(response);
  return isDomainError(refusal) && WHICHEVER_WAY.includes(refusal.code);
}
