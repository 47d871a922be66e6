import { refusalIn } from './answers.ts';
import type { ServerLink } from './server-link.ts';

/** Brings the file of a console without a link to the server, and its answer back. */
export async function carryFile(link: ServerLink, bytes: Uint8Array): Promise<{ base64: string }> {
  const answer = await link.send({
    method: 'POST',
    path: '/v1/files',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
    signal: new AbortController().signal,
  });
  if (answer.status !== 200) throw refusalIn(answer);
  return { base64: Buffer.from(answer.body).toString('base64') };
}
