import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import type { Json } from '#shared/kernel/canonical-json.ts';
import { decodeValue, dictionaryOf, encodeFrame, parseWire } from '#shared/sync/codec.ts';
import type { OperationPath } from '#shared/sync/live.ts';
import { ExchangeRequest, JournalRequest } from '#shared/sync/wire.ts';
import { compression } from '../compression.ts';
import { organisationOf } from '../enrolment/administer.ts';
import { exchangeIn } from '../exchange/exchange.ts';
import { ownJournal } from '../exchange/own-journal.ts';
import { resolveReferences } from '../exchange/resolve-references.ts';
import { inOrganisation, type ServerContext } from './context.ts';
import { httpError } from './errors.ts';
import { assertProtocol } from './protocol.ts';

/** What a device asks once it is known who asks: the same over HTTP, over a live connection, in parts and by file. */
export type Asked = {
  readonly deviceId: string;
  readonly path: OperationPath;
  /** A frame. Not a byte of it is decoded before the device is known. */
  readonly body: Uint8Array;
  readonly log: Pick<FastifyBaseLogger, 'info'>;
};

/** What operations need; a command that takes a file in has no more. */
export type OperationContext = Pick<ServerContext, 'storage' | 'clock' | 'news' | 'operations'> &
  // Who takes in a file on the server's command line does not know it.
  Partial<Pick<ServerContext, 'takesCalls'>>;

/** Does it, and returns the answer's frame. */
export async function operate(context: OperationContext, asked: Asked): Promise<Uint8Array> {
  const { body } = asked;
  context.operations.limits?.assertDevice(asked.deviceId);
  const value = decodeValue(body, compression);
  assertProtocol(value);
  const answer = await OPERATIONS[asked.path](context, asked, value);
  return encodeFrame(answer, compression, dictionaryOf(body));
}

type Operation = (context: OperationContext, asked: Asked, value: Json) => Promise<object>;

const OPERATIONS: { readonly [Path in OperationPath]: Operation } = {
  '/v1/sync': exchangeOperation,
  '/v1/journal': journalOperation,
};

/** A thousand entries at once are usual: compiled, they are parsed in a quarter of the time. */
const CompiledRequest = z.compile(ExchangeRequest);

async function exchangeOperation(
  context: OperationContext,
  { deviceId, log }: Asked,
  value: Json,
): Promise<object> {
  const { storage, clock, news, operations, takesCalls } = context;
  const { id } = await organisationOf(storage);
  const request = parseWire(CompiledRequest, await resolveReferences(storage, id, value));
  assertOwn(request, deviceId);
  const startedAtMs = clock.monotonicMs();
  const answer = await exchangeIn(storage, id, { deviceId, request, nowMs: clock.now(), takesCalls });
  const { entries } = request;
  operations.metrics.exchanged({
    verdicts: answer.verdicts,
    records: answer.records.length,
    durationMs: clock.monotonicMs() - startedAtMs,
  });
  if (entries.length > 0) news.publish({ organisationId: id, version: answer.version });
  log.info(
    { device: deviceId, entries: entries.length, records: answer.records.length, more: answer.more },
    'exchange',
  );
  return answer;
}

async function journalOperation(
  context: OperationContext,
  { deviceId, log }: Asked,
  value: Json,
): Promise<object> {
  const request = parseWire(JournalRequest, value);
  assertOwn(request, deviceId);
  const answer = await inOrganisation(context, (tx) => ownJournal(tx, deviceId, request));
  log.info({ device: deviceId, entries: answer.entries.length }, 'own journal');
  return answer;
}

function assertOwn(request: { readonly deviceId: string }, deviceId: string): void {
  if (request.deviceId === deviceId) return;
  throw httpError('exchange-for-another');
}
