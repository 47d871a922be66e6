import type { z } from 'zod';
import { encodeFrame } from '#shared/sync/codec.ts';
import { messageIn } from './answers.ts';
import { compression } from './compression.ts';
import type { ServerLink } from './server-link.ts';

/** One message there, one message back. */
export async function post<S extends z.ZodType>(
  link: ServerLink,
  { path, message, schema }: { path: string; message: object; schema: S },
  signal: AbortSignal,
): Promise<z.output<S>> {
  const body = encodeFrame(message, compression);
  const response = await link.send({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/cbor' },
    body,
    signal,
  });
  return messageIn(schema, response);
}
