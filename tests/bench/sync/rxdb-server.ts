import http from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { listen } from './listen.ts';
import type { Document } from './workload.ts';

export type RxDocument = Document & { readonly _deleted: boolean };
export type PushRow = { readonly newDocumentState: RxDocument; readonly assumedMasterState?: RxDocument };
export type Checkpoint = { readonly sequence: number };
export type PullAnswer = { readonly documents: readonly RxDocument[]; readonly checkpoint: Checkpoint };

type Held = { readonly document: RxDocument; readonly sequence: number };

const KEEP_ALIVE_MS = 10 * 60_000;
const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** The server of RxDB's documentation over plain HTTP: `POST /push` of rows, `GET /pull` after a checkpoint. */
export async function startRxdbServer(isZipped: boolean) {
  const held = new Map<string, Held>();
  let sequence = 0;

  function push(rows: readonly PushRow[]): RxDocument[] {
    return rows.flatMap(({ newDocumentState, assumedMasterState }) => {
      const standing = held.get(newDocumentState.id)?.document;
      if (standing !== undefined && standing.place !== assumedMasterState?.place) return [standing];
      sequence += 1;
      held.set(newDocumentState.id, { document: newDocumentState, sequence });
      return [];
    });
  }

  function pull(after: number, limit: number): PullAnswer {
    const found = [...held.values()]
      .filter((one) => one.sequence > after)
      .toSorted((a, b) => a.sequence - b.sequence)
      .slice(0, limit);
    return {
      documents: found.map(({ document }) => document),
      checkpoint: { sequence: found.at(-1)?.sequence ?? after },
    };
  }

  async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://server');
    const value =
      url.pathname === '/push'
        ? // The peer is this program.
          push(JSON.parse((await bodyOf(request)).toString()) as PushRow[])
        : pull(Number(url.searchParams.get('after')), Number(url.searchParams.get('limit')));
    const text = JSON.stringify(value);
    const body = isZipped ? await zip(text) : Buffer.from(text);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': body.length,
      ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
    });
    response.end(body);
  }

  const server = await listen(
    http.createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 }, (request, response) => {
      // A link that was cut in the middle of a request; the client begins anew.
      answer(request, response).catch(() => response.destroy());
    }),
  );
  return { ...server, taken: () => sequence };
}

export async function bodyOf(message: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  // A stream without an encoding yields buffers.
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return message.headers['content-encoding'] === 'gzip' ? unzip(body) : body;
}
