import { createHash } from 'node:crypto';
import type { OperationPath } from '#shared/sync/live.ts';
import {
  ANSWER_HEADER,
  HAVE_HEADER,
  type KeptAnswer,
  PART_TYPE,
  PARTS_PATH,
  readKeptAnswer,
} from '#shared/sync/parts.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import type { ServerLink } from './server-link.ts';
import { nonsense, type TransportResponse } from './transport.ts';

/** Breaks in a row after which nothing at all has moved: the link is down, and its own back-off takes over. */
const STANDSTILLS_MAX = 2;
/** An upload that begins anew so often is damaged on the way, again and again. */
const BEGINNINGS_MAX = 4;

export type PartMessage = {
  readonly path: OperationPath;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
  /** Hashes of messages of which a part may be at the server already. */
  readonly begun: Set<string>;
  onProgress?(progress: { sentBytes: number; totalBytes: number } | null): void;
};

/**
 * Sends a message so that nothing that has arrived is sent again, and fetches its answer in the same way. A
 * connection that breaks is followed by the next one at once, as long as each of them moves something. What is
 * left when it gives up is still at the server: the same message sent later goes on from there.
 */
export async function sendInParts(link: ServerLink, message: PartMessage): Promise<TransportResponse> {
  return new PartTransfer(link, message).run();
}

/** An answer that the server keeps because it was too large for where the question came from. */
export async function fetchAnswer(
  link: ServerLink,
  message: PartMessage & { readonly kept: KeptAnswer },
): Promise<TransportResponse> {
  return new PartTransfer(link, message, message.kept).run();
}

/** What a message in parts goes by. */
export function messageHash(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}

type Answering = { readonly kept: KeptAnswer; readonly chunks: Uint8Array[]; haveBytes: number };

class PartTransfer {
  readonly #link: ServerLink;
  readonly #message: PartMessage;
  readonly #sha256: string;
  /** Bytes the server has; undefined when it has to be asked. */
  #serverHas: number | undefined = 0;
  #answering: Answering | undefined;
  /** Refused by the server, in words. */
  #refusal: TransportResponse | undefined;
  #moved = 0;
  /** What the server had when it was last asked. */
  #knownHad = 0;
  #beginnings = 0;

  constructor(link: ServerLink, message: PartMessage, kept?: KeptAnswer) {
    this.#link = link;
    this.#message = message;
    this.#sha256 = messageHash(message.body);
    this.#answering = kept && { kept, chunks: [], haveBytes: 0 };
    // An earlier attempt may have left something there.
    if (message.begun.has(this.#sha256)) this.#serverHas = undefined;
  }

  async run(): Promise<TransportResponse> {
    let standstills = 0;
    let movedBefore = 0;
    this.#message.begun.add(this.#sha256);
    while (standstills < STANDSTILLS_MAX) {
      try {
        const done = await this.#step();
        if (done !== undefined) {
          this.#message.begun.delete(this.#sha256);
          return done;
        }
      } catch (error) {
        this.#message.signal.throwIfAborted();
        const isBroken = isDomainError(error) && error.code === 'server-unreachable';
        standstills = this.#moved > movedBefore ? 0 : standstills + 1;
        movedBefore = this.#moved;
        if (!isBroken || standstills >= STANDSTILLS_MAX) throw error;
        this.#serverHas = undefined;
      }
    }
    throw nonsense('it never takes what it is sent');
  }

  /** One request. Undefined while there is more to do. */
  async #step(): Promise<TransportResponse | undefined> {
    if (this.#refusal !== undefined) return this.#refusal;
    if (this.#answering !== undefined) return this.#fetch(this.#answering);
    if (this.#serverHas === undefined) return this.#ask();
    return this.#bring(this.#serverHas);
  }

  async #ask(): Promise<undefined> {
    const { signal } = this.#message;
    const found = await this.#link.send({ method: 'HEAD', path: PARTS_PATH + this.#sha256, signal });
    if (found.status !== 200) {
      this.#refusal = found;
      return;
    }
    const had = haveIn(found);
    // What the server has got since it was last asked has moved.
    this.#moved += Math.max(0, had - this.#knownHad);
    this.#knownHad = had;
    this.#serverHas = had;
    this.#noteAnswer(found);
  }

  async #bring(offset: number): Promise<TransportResponse | undefined> {
    const { path, body, signal, onProgress } = this.#message;
    if (offset === 0 && (this.#beginnings += 1) > BEGINNINGS_MAX)
      throw nonsense('it never keeps what it is sent');
    const totalBytes = body.length;
    onProgress?.({ sentBytes: offset, totalBytes });
    const answer = await this.#link.send({
      method: 'PUT',
      path: `${PARTS_PATH}${this.#sha256}?offset=${offset}&size=${totalBytes}&for=${path}`,
      headers: { 'content-type': PART_TYPE },
      body: body.subarray(offset),
      signal,
      onSent: (sentBytes) => onProgress?.({ sentBytes: offset + sentBytes, totalBytes }),
      onBody: (bytes, head) => {
        if (head.status === 200) this.#take(bytes, head);
      },
    });
    if (answer.status === 409 && answer.headers[HAVE_HEADER] !== undefined) {
      this.#serverHas = haveIn(answer);
      return undefined;
    }
    if (answer.status === 422) {
      this.#serverHas = 0;
      return undefined;
    }
    return this.#finished(answer);
  }

  async #fetch({ kept, haveBytes }: Answering): Promise<TransportResponse | undefined> {
    const { signal } = this.#message;
    const answer = await this.#link.send({
      method: 'GET',
      path: `${PARTS_PATH}${this.#sha256}?offset=${haveBytes}&tag=${kept.tag}`,
      signal,
      onBody: (bytes, head) => {
        if (head.status === 200) this.#take(bytes, head);
      },
    });
    if (answer.status === 404 || answer.status === 409) {
      // It is gone, or there is another one: the message is sent again, which has the effect of once.
      this.#answering = undefined;
      this.#serverHas = undefined;
      return undefined;
    }
    return this.#finished(answer);
  }

  #finished(answer: TransportResponse): TransportResponse {
    const answering = this.#answering;
    if (answer.status !== 200 || answering === undefined) return answer;
    const body = Buffer.concat(answering.chunks);
    if (body.length !== answering.kept.sizeBytes) throw nonsense('its answer is shorter than it says');
    return { status: 200, headers: { 'content-type': 'application/cbor' }, body };
  }

  #take(bytes: Uint8Array, head: Pick<TransportResponse, 'headers'>): void {
    this.#noteAnswer(head);
    if (this.#answering === undefined) return;
    this.#answering.chunks.push(bytes);
    this.#answering.haveBytes += bytes.length;
    this.#moved += bytes.length;
  }

  #noteAnswer({ headers }: Pick<TransportResponse, 'headers'>): void {
    const kept = readKeptAnswer(headers[ANSWER_HEADER]);
    if (kept === undefined || this.#answering?.kept.tag === kept.tag) return;
    this.#answering = { kept, chunks: [], haveBytes: 0 };
  }
}

function haveIn({ headers, status }: TransportResponse): number {
  const text = headers[HAVE_HEADER];
  const bytes = Number(text);
  if (text === undefined || !Number.isSafeInteger(bytes) || bytes < 0) {
    throw nonsense(`it answered ${status} and not how much it has`);
  }
  return bytes;
}
