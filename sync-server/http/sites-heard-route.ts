import type { FastifyInstance } from 'fastify';
import { decodeValue, parseWire } from '#shared/sync/codec.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import {
  SITES_HEARD_MAX,
  SITES_HEARD_PATH,
  SitesHeardRequest,
  type SitesHeardResponse,
} from '#shared/sync/sites-heard.ts';
import { compression } from '../compression.ts';
import type { StorageTx } from '../storage/storage.ts';
import { authenticate } from './authenticate.ts';
import { inOrganisation, type ServerContext } from './context.ts';
import { httpError } from './errors.ts';
import { frameOf, sendFrame } from './frames.ts';
import { assertProtocol } from './protocol.ts';

const BODY_BYTES_MAX = 1024;

/** `POST /v1/sites-heard`: see shared/sync/sites-heard.ts. */
export function sitesHeardRoute(app: FastifyInstance, context: ServerContext): void {
  const startedAtMs = context.clock.monotonicMs();
  app.post(SITES_HEARD_PATH, { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const nowMs = context.clock.now();
    const device = await inOrganisation(context, (tx) => authenticate(tx, request, nowMs));
    context.operations.limits?.assertDevice(device.id);
    const value = decodeValue(frameOf(request), compression);
    assertProtocol(value);
    const wanted = parseWire(SitesHeardRequest, value);
    if (wanted.deviceId !== device.id) throw httpError('request-for-another');
    const sites = await inOrganisation(context, (tx) => sitesHeard(tx, device.siteId, nowMs));
    const listenedForMs = Math.max(0, Math.floor(context.clock.monotonicMs() - startedAtMs));
    const answer: SitesHeardResponse = { protocol: PROTOCOL_VERSION, listenedForMs, sites };
    return sendFrame(reply, answer);
  });
}

/** Of each site, the console that was heard last. */
async function sitesHeard(
  tx: StorageTx,
  ownSiteId: string,
  nowMs: number,
): Promise<SitesHeardResponse['sites']> {
  if ((await tx.site(ownSiteId))?.kind !== 'office') throw httpError('offices-only');
  const heard = new Map<string, number>();
  for (const { siteId, seenAtMs, revokedAtMs } of await tx.devices()) {
    if (revokedAtMs === null) heard.set(siteId, Math.max(seenAtMs, heard.get(siteId) ?? 0));
  }
  return [...heard]
    .map(([siteId, seenAtMs]) => ({ siteId, quietMs: Math.max(0, nowMs - seenAtMs) }))
    .slice(0, SITES_HEARD_MAX);
}
