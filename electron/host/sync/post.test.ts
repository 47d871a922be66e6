import { expect, it } from 'vitest';
import { z } from 'zod';
import { encodeFrame } from '#shared/sync/codec.ts';
import { FIRST_DICTIONARY, NEWEST_DICTIONARY } from '#shared/sync/compact/dictionaries.ts';
import { compression } from './compression.ts';
import { post } from './post.ts';
import type { ServerLink } from './server-link.ts';

const schema = z.object({ ok: z.boolean() });
/** Made of words that both dictionaries hold, so that one of them comes out smallest. */
const MESSAGE = { command: 'incidents.report', label: { key: 'incidents.report.label' }, changes: [] };
const REFUSED = {
  error: { code: 'invalid-input', message: 'The message has a coding which is unknown here.' },
};

type Played = { readonly link: ServerLink; readonly codings: (number | undefined)[] };

/** A server that holds no newer dictionary than `newest.value`. */
function serverOf(newest: { value: number }, server: ServerLink['server']): Played {
  const codings: (number | undefined)[] = [];
  const link: ServerLink = {
    ...(server && { server }),
    async send({ body }) {
      codings.push(body?.[0]);
      if ((body?.[0] ?? 0) > newest.value) {
        const refusal = Buffer.from(JSON.stringify(REFUSED));
        return { status: 400, headers: { 'content-type': 'application/json' }, body: refusal };
      }
      const answer = encodeFrame({ ok: true }, compression);
      answer[1] = newest.value;
      return { status: 200, headers: { 'content-type': 'application/cbor' }, body: answer };
    },
  };
  return { link, codings };
}

function ask({ link }: Played) {
  return post(link, { path: '/v1/sync', message: MESSAGE, schema }, new AbortController().signal);
}

it('says its first message with the first dictionary, and takes what the answer says the server holds', async () => {
  const played = serverOf({ value: NEWEST_DICTIONARY }, { dictionary: FIRST_DICTIONARY });
  await ask(played);
  await ask(played);

  expect(played.codings).toEqual([FIRST_DICTIONARY, NEWEST_DICTIONARY]);
});

it('stays with the first dictionary at a server that holds no other', async () => {
  const played = serverOf({ value: FIRST_DICTIONARY }, { dictionary: FIRST_DICTIONARY });
  await ask(played);
  await ask(played);

  expect(played.codings).toEqual([FIRST_DICTIONARY, FIRST_DICTIONARY]);
});

it('goes back to the first dictionary at a server that has become an older version', async () => {
  const newest = { value: NEWEST_DICTIONARY };
  const played = serverOf(newest, { dictionary: FIRST_DICTIONARY });
  await ask(played);
  newest.value = FIRST_DICTIONARY;

  expect([await ask(played), await ask(played), played.codings]).toEqual([
    { ok: true },
    { ok: true },
    [FIRST_DICTIONARY, NEWEST_DICTIONARY, FIRST_DICTIONARY, FIRST_DICTIONARY],
  ]);
});

it('uses the first dictionary where nothing remembers what the server holds', async () => {
  const played = serverOf({ value: NEWEST_DICTIONARY }, undefined);
  await ask(played);
  await ask(played);

  expect(played.codings).toEqual([FIRST_DICTIONARY, FIRST_DICTIONARY]);
});
