import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isDomainError } from '#shared/kernel/errors.ts';
import { parseWire } from '#shared/sync/codec.ts';
import { OPERATION_PATHS } from '#shared/sync/live.ts';
import {
  ANSWER_HEADER,
  HAVE_HEADER,
  type KeptAnswer,
  PART_BYTES_MAX,
  PART_TYPE,
  PARTS_PATH,
  writeKeptAnswer,
} from '#shared/sync/parts.ts';
import { EagerBody } from '../blobs/eager-body.ts';
import type { PartKey, PartSource } from '../blobs/part-store.ts';
import { authenticateAddress } from './authenticate.ts';
import { inOrganisation, type ServerContext } from './context.ts';
import { httpError } from './errors.ts';
import { operate } from './operate.ts';

const Path = z.object({ sha: z.string().regex(/^[0-9a-f]{64}$/) });
const Offset = z.coerce.number().int().nonnegative().max(PART_BYTES_MAX);
const PutQuery = z.object({
  offset: Offset,
  size: z.coerce.number().int().positive().max(PART_BYTES_MAX),
  for: z.enum(OPERATION_PATHS),
});
const GetQuery = z.object({ offset: Offset, tag: z.string().regex(/^[0-9a-f]{16}$/) });

/** Exchanges in pieces: see shared/sync/parts.ts. A device sees its own parts only. */
export function partRoutes(app: FastifyInstance, context: ServerContext): void {
  const { parts } = context;
  const url = `${PARTS_PATH}:sha`;
  // Not collected: what has arrived before a connection breaks is kept.
  app.addContentTypeParser(PART_TYPE, (_request, payload, done) => done(null, new EagerBody(payload)));

  app.head(url, { exposeHeadRoute: false }, async (request, reply) => {
    const { haveBytes, answer } = await parts.state(await keyOf(context, request));
    void reply.header(HAVE_HEADER, String(haveBytes));
    if (answer !== undefined) void reply.header(ANSWER_HEADER, writeKeptAnswer(answer));
    return reply.send();
  });

  app.put(url, async (request, reply) => {
    const key = await keyOf(context, request);
    const { offset, size, for: path } = parseWire(PutQuery, request.query);
    const { answer: kept } = await parts.state(key);
    if (kept !== undefined) return sendKept(context, reply, { key, kept, offset: 0 });
    const source = sourceOf(request);
    const haveBytes = await parts.receive(key, { offset, sizeBytes: size, source });
    if (haveBytes < size) return reply.code(409).header(HAVE_HEADER, String(haveBytes)).send();
    const body = await parts.whole(key);
    const answer = await operate(context, { deviceId: key.deviceId, path, body, log: request.log }).catch(
      async (error: unknown) => {
        // Refused for what it says: it will not be asked again in these words. After a fault of the server it is.
        if (isDomainError(error) && error.code !== 'disk-full') await parts.drop(key);
        throw error;
      },
    );
    return sendKept(context, reply, { key, kept: await parts.keepAnswer(key, answer), offset: 0 });
  });

  app.get(url, { exposeHeadRoute: false }, async (request, reply) => {
    const key = await keyOf(context, request);
    const { offset, tag } = parseWire(GetQuery, request.query);
    const { answer: kept } = await parts.state(key);
    if (kept === undefined) throw httpError('answer-unknown');
    if (kept.tag !== tag) return reply.code(409).header(ANSWER_HEADER, writeKeptAnswer(kept)).send();
    return sendKept(context, reply, { key, kept, offset });
  });
}

async function keyOf(context: ServerContext, request: FastifyRequest): Promise<PartKey> {
  const nowMs = context.clock.now();
  const device = await inOrganisation(context, (tx) => authenticateAddress(tx, request, nowMs));
  return { deviceId: device.id, sha256: parseWire(Path, request.params).sha };
}

/** A request without a body of this type brings nothing. */
function sourceOf({ body }: FastifyRequest): PartSource {
  return body instanceof EagerBody ? body : { destroy() {}, async *[Symbol.asyncIterator]() {} };
}

async function sendKept(
  { parts }: ServerContext,
  reply: FastifyReply,
  { key, kept, offset }: { key: PartKey; kept: KeptAnswer; offset: number },
): Promise<FastifyReply> {
  const bytes = await parts.readAnswer(key, { offset, tag: kept.tag });
  if (bytes === undefined) throw httpError('answer-unknown');
  return reply.header(ANSWER_HEADER, writeKeptAnswer(kept)).type(PART_TYPE).send(Buffer.from(bytes));
}
