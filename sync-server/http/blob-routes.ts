import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { attachment } from '#shared/domains/files/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { parseWire } from '#shared/sync/codec.ts';
import { BLOB_BYTES_MAX, BLOB_CHUNK_BYTES } from '#shared/sync/limits.ts';
import { BLOB_PATH } from '#shared/sync/wire.ts';
import type { BlobState } from '../blobs/blob-store.ts';
import { isReadable } from '../exchange/scope.ts';
import { plainRecord } from '../exchange/records.ts';
import { httpError } from './errors.ts';
import { PLAIN_BYTES } from './plain-bytes.ts';
import { authenticate, bodyOf } from './authenticate.ts';
import { inOrganisation, type ServerContext } from './context.ts';

/** A device on a fast link may send or ask for several chunks at once. */
const SLICE_BYTES_MAX = 4 * BLOB_CHUNK_BYTES;

const Path = z.object({ sha: z.string().regex(/^[0-9a-f]{64}$/) });
const Offset = z.coerce.number().int().nonnegative().max(BLOB_BYTES_MAX);
const PutQuery = z.object({ offset: Offset, size: z.coerce.number().int().positive() });
const GetQuery = z.object({
  offset: Offset.default(0),
  length: z.coerce.number().int().positive().max(SLICE_BYTES_MAX).default(BLOB_CHUNK_BYTES),
});

/** Attachments: asked for, sent and fetched in chunks that go on where the last link broke. */
export function blobRoutes(app: FastifyInstance, context: ServerContext): void {
  const { blobs } = context;
  const url = `${BLOB_PATH}:sha`;

  app.head(url, { exposeHeadRoute: false }, async (request, reply) => {
    const { sha } = await visibleBlob(context, request);
    const state = await blobs.state(sha);
    if (state.haveBytes === 0 && !state.isComplete) throw httpError('attachment-unknown');
    return stateHeaders(reply, state).send();
  });

  app.put(url, { bodyLimit: SLICE_BYTES_MAX }, async (request, reply) => {
    const { sha, sizeBytes } = await visibleBlob(context, request);
    const { offset, size } = parseWire(PutQuery, request.query);
    if (size !== sizeBytes) throw httpError('attachment-of-other-size', { sizeBytes });
    const bytes = bodyOf(request.body);
    if (offset + bytes.length > sizeBytes) throw httpError('attachment-of-other-size', { sizeBytes });
    const state = await blobs.append(sha, { offset, bytes, sizeBytes });
    const isTaken = state.isComplete || state.haveBytes === offset + bytes.length;
    return stateHeaders(reply, state)
      .code(isTaken ? 200 : 409)
      .send();
  });

  app.get(url, { exposeHeadRoute: false }, async (request, reply) => {
    const { sha } = await visibleBlob(context, request);
    const { offset, length } = parseWire(GetQuery, request.query);
    const slice = await blobs.read(sha, { offset, lengthBytes: length });
    if (slice === undefined) throw httpError('attachment-unknown');
    return reply
      .headers(PLAIN_BYTES)
      .header('x-fairlead-size', String(slice.sizeBytes))
      .type('application/octet-stream')
      .send(slice.bytes);
  });
}

/** The blob of a request, if a record that its device sees names it, as its file or as its preview. */
async function visibleBlob(
  context: ServerContext,
  request: FastifyRequest,
): Promise<{ sha: string; sizeBytes: number }> {
  const nowMs = context.clock.now();
  const device = await inOrganisation(context, (tx) => authenticate(tx, request, nowMs));
  const { sha } = parseWire(Path, request.params);
  const naming = await inOrganisation(context, async (tx) => {
    const site = must(await tx.site(device.siteId), `site ${device.siteId}`);
    return (await tx.attachmentsOf(sha)).find((record) => isReadable(record, site));
  });
  if (naming === undefined) throw httpError('attachment-unknown');
  const { sha256, sizeBytes, previewSizeBytes } = attachment.schema.parse(plainRecord(naming));
  return { sha, sizeBytes: sha === sha256 ? sizeBytes : must(previewSizeBytes, 'a preview has a size') };
}

function stateHeaders(reply: FastifyReply, { haveBytes, isComplete }: BlobState): FastifyReply {
  void reply.header('x-fairlead-have', String(haveBytes));
  return isComplete ? reply.header('x-fairlead-complete', '1') : reply;
}
