import type { z } from 'zod';
import { dictionaryOf, encodeFrame } from '#shared/sync/codec.ts';
import { FIRST_DICTIONARY } from '#shared/sync/compact/dictionaries.ts';
import { messageIn } from './answers.ts';
import { compression } from './compression.ts';
import type { ServerLink } from './server-link.ts';
import { ServerRefusal } from './transport.ts';

type Question<S extends z.ZodType> = {
  readonly path: string;
  readonly message: object;
  readonly schema: S;
};

/**
 * One message there, one message back, with the newest dictionary that both sides hold: every answer says which the
 * server has. One that was put back to an older version since can't read the newest, and is told in the first.
 */
export async function post<S extends z.ZodType>(
  link: ServerLink,
  question: Question<S>,
  signal: AbortSignal,
): Promise<z.output<S>> {
  const { server } = link;
  if (server === undefined || server.dictionary === FIRST_DICTIONARY) return postOnce(link, question, signal);
  try {
    return await postOnce(link, question, signal);
  } catch (error) {
    if (!(error instanceof ServerRefusal) || error.code !== 'invalid-input') throw error;
    server.dictionary = FIRST_DICTIONARY;
    return postOnce(link, question, signal);
  }
}

async function postOnce<S extends z.ZodType>(
  link: ServerLink,
  { path, message, schema }: Question<S>,
  signal: AbortSignal,
): Promise<z.output<S>> {
  const body = encodeFrame(message, compression, link.server?.dictionary);
  const response = await link.send({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/cbor' },
    body,
    signal,
  });
  const answer = messageIn(schema, response);
  if (link.server !== undefined) link.server.dictionary = dictionaryOf(response.body);
  return answer;
}

/** A person waits for it. */
const PATIENCE_MS = 30_000;

/** What a person asks beside the exchanges. */
export async function postForPerson<S extends z.ZodType>(
  link: ServerLink,
  question: Question<S>,
): Promise<z.output<S>> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    return await post(link, question, signal);
  } catch (error) {
    // An exchange that began later came first: the server did nothing, and the next number is a higher one.
    if (error instanceof ServerRefusal && error.code === 'replayed') return post(link, question, signal);
    throw error;
  }
}
