import fs from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { PLAIN_BYTES } from '../http/plain-bytes.ts';
import { updateError } from './errors.ts';
import { feedAsked, feedOf } from './release.ts';
import { listReleases } from './release-folder.ts';

const BLOCK_MAP = '.blockmap';

/**
 * `/updates/…`: feeds, and the files they name, in parts as well. Open to whoever reaches the server: programs are
 * no secret, and consoles trust the publisher's signature alone (docs/decisions/updates.md).
 */
export function updateRoutes(app: FastifyInstance, folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  void app.register(fastifyStatic, { root: folder, serve: false, cacheControl: false });
  app.get<{ Params: { feed: string } }>('/updates/:feed', async (request, reply) => {
    const asked = feedAsked(request.params.feed);
    const feed = asked === undefined ? undefined : feedOf(listReleases(folder), asked);
    if (feed === undefined) throw updateError('no-such-release');
    return reply
      .headers(PLAIN_BYTES)
      .header('cache-control', 'no-cache')
      .type('application/yaml; charset=utf-8')
      .send(JSON.stringify(feed, undefined, 2));
  });
  app.get<{ Params: { version: string; file: string } }>(
    '/updates/:version/:file',
    async (request, reply) => {
      const { version, file } = request.params;
      const release = listReleases(folder).find((one) => one.version === version && one.pulledAt === null);
      const program = file.endsWith(BLOCK_MAP) ? file.slice(0, -BLOCK_MAP.length) : file;
      const isPublished = release?.files.some(({ name }) => name === program) === true;
      if (!isPublished || !fs.existsSync(path.join(folder, version, file)))
        throw updateError('no-such-release');
      return reply
        .headers(PLAIN_BYTES)
        .header('cache-control', 'public, max-age=86400')
        .sendFile(`${version}/${file}`);
    },
  );
}
