import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import http from 'node:http';
import { type Json, type JsonObject } from '#shared/kernel/canonical-json.ts';
import { formatHlc } from '#shared/kernel/clock.ts';
import { entityOf } from '#shared/domains/registry.ts';
import { decodeFrame, encodeFrame } from '#shared/sync/codec.ts';
import { chainHash, chainStart, type Change, type Entry, LANES } from '#shared/sync/entry.ts';
import { EXCHANGE_BYTES_DEFAULT, PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { writeAuthorization } from '#shared/sync/request-stamp.ts';
import { ownSchemas, schemasId } from '#shared/sync/schemas.ts';
import {
  EnrolResponse,
  enrolText,
  type ExchangeRequest,
  ExchangeResponse,
  type PerLane,
  Refusal,
  signedText,
  type Verdict,
} from '#shared/sync/wire.ts';
import { compression } from '../compression.ts';
import { hex, sha256 } from '../crypto.ts';

export type Answer = {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
};
export type Draft = Pick<Entry, 'command'> & Partial<Entry>;
type Site = EnrolResponse['site'];

export const CBOR = { 'content-type': 'application/cbor' } as const;

/** A console reduced to what the server sees of it: a key, a journal, a cursor. Keeps no records. */
export class TestDevice {
  readonly id: string;
  #url: string;
  readonly #privateKey: KeyObject;
  readonly publicKeyHex: string;
  /** Set by `enrol`. */
  site: Site | undefined;
  station = 0;
  cursors: PerLane = [0, 0, 0, 0];
  since: PerLane = [0, 0, 0, 0];
  began = 0;
  echo = false;
  turn = 0;
  epoch = '';
  view = '';
  incarnation = '';
  counter = 0;
  /** Every entry made, from 1 on. */
  readonly journal: Entry[] = [];
  #acknowledged = 0;
  now: () => number;

  constructor(url: string, options: { id: string; now: () => number }) {
    this.#url = url;
    this.id = options.id;
    this.now = options.now;
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.#privateKey = privateKey;
    this.publicKeyHex = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
  }

  enrolRequest(code: string, site?: Site) {
    const request = { code, deviceId: this.id, publicKey: this.publicKeyHex };
    return {
      ...request,
      protocol: PROTOCOL_VERSION,
      deviceName: `Console ${this.id}`,
      proof: this.sign(enrolText(request)),
      ...(site === undefined ? {} : { site }),
    };
  }

  async tryEnrol(code: string, site?: Site): Promise<Answer> {
    const body = encodeFrame(this.enrolRequest(code, site), compression);
    return send(this.#url, {
      method: 'POST',
      path: '/v1/enrol',
      headers: CBOR,
      body,
    });
  }

  async enrol(code: string, site?: Site): Promise<EnrolResponse> {
    const answer = await this.tryEnrol(code, site);
    const enrolled = decodeAnswer(EnrolResponse, answer);
    this.site = enrolled.site;
    this.station = enrolled.station;
    return enrolled;
  }

  /** The same console, after the server moved. */
  at(url: string): this {
    this.#url = url;
    return this;
  }

  /** Adds an entry to the journal; nothing is sent. */
  append(draft: Draft): Entry {
    const entry: Entry = {
      seq: this.journal.length + 1,
      hlc: formatHlc(this.now(), 0),
      actor: { type: 'system', id: this.id, name: '' },
      label: { key: 'test' },
      lane: 1,
      changes: [],
      ...draft,
    };
    this.journal.push(entry);
    return entry;
  }

  headAt(seq: number): { seq: number; hash: string } {
    let hash = chainStart(sha256, this.id);
    for (const entry of this.journal.slice(0, seq)) hash = chainHash(sha256, hash, entry);
    return { seq, hash: hex(hash) };
  }

  exchangeRequest(part: Partial<ExchangeRequest> = {}): ExchangeRequest {
    const entries = part.entries ?? this.journal.slice(this.#acknowledged);
    return {
      protocol: PROTOCOL_VERSION,
      deviceId: this.id,
      incarnation: this.incarnation,
      turn: this.turn,
      epoch: this.epoch,
      view: this.view,
      schemas: schemasId(ownSchemas()),
      lanes: [0, 1, 2, 3],
      cursors: this.cursors,
      since: this.since,
      began: this.began,
      echo: this.echo,
      entries,
      withdrawn: [],
      head: this.headAt(entries.at(-1)?.seq ?? this.#acknowledged),
      lastSeq: this.journal.length,
      budgetBytes: EXCHANGE_BYTES_DEFAULT,
      ...part,
    };
  }

  tryExchange(request: object = this.exchangeRequest()): Promise<Answer> {
    const body = encodeFrame(request, compression);
    return this.signedRequest('POST', '/v1/sync', body, CBOR);
  }

  /** A request to a route other than the exchange; `part` is what is in it besides who asks. */
  ask(path: string, part: object = {}): Promise<Answer> {
    return this.signedRequest('POST', path, this.frame(part), CBOR);
  }

  frame(part: object = {}): Uint8Array {
    return encodeFrame({ protocol: PROTOCOL_VERSION, deviceId: this.id, ...part }, compression);
  }

  /** One exchange that must succeed; follows the cursor and notes what is acknowledged. */
  async exchange(request?: ExchangeRequest): Promise<ExchangeResponse> {
    const answer = decodeAnswer(ExchangeResponse, await this.tryExchange(request));
    this.follow(answer);
    this.#acknowledged = Math.max(this.#acknowledged, ...answer.verdicts.map(({ seq }) => seq));
    return answer;
  }

  follow({ cursors, more, version, epoch, view, startOver }: ExchangeResponse): void {
    this.since = startOver ? [...cursors] : [...this.since];
    if (!startOver && this.began === 0 && this.since.every((from) => from === 0)) this.began = version;
    for (const lane of LANES) if (!startOver && !more.includes(lane)) this.since[lane] = cursors[lane];
    if (startOver || this.since.every((from) => from > 0)) this.began = 0;
    this.cursors = cursors;
    this.turn += 1;
    this.epoch = epoch;
    this.view = view;
    this.echo = startOver || (this.echo && more.length > 0);
  }

  /** Appends one entry, exchanges, and returns its verdict. */
  async run(draft: Draft): Promise<Verdict> {
    const { seq } = this.append(draft);
    const { verdicts } = await this.exchange();
    const verdict = verdicts.find((one) => one.seq === seq);
    if (verdict === undefined) throw new Error(`No verdict for entry ${seq}`);
    return verdict;
  }

  signedRequest(
    method: string,
    path: string,
    body: Uint8Array = new Uint8Array(),
    headers: http.OutgoingHttpHeaders = {},
  ): Promise<Answer> {
    this.counter += 1;
    return send(this.#url, {
      method,
      path,
      body,
      headers: { ...this.signatureHeaders(method, path, body, this.counter), ...headers },
    });
  }

  signatureHeaders(
    method: string,
    path: string,
    body: Uint8Array,
    counter: number,
  ): http.OutgoingHttpHeaders {
    const bodySha256Hex = createHash('sha256').update(body).digest('hex');
    const text = signedText({ deviceId: this.id, counter, method, path, bodySha256Hex });
    const signature = Buffer.from(this.sign(text), 'hex');
    return { authorization: writeAuthorization({ deviceId: this.id, counter, signature }) };
  }

  sign(text: string): string {
    return sign(null, Buffer.from(text, 'utf8'), this.#privateKey).toString('hex');
  }
}

/** A change as a console would send it. */
export function changeOf(
  kind: string,
  op: Change['op'],
  id: string,
  siteId: string,
  fields: { [field: string]: Json } | JsonObject,
  base = 0,
): Change {
  const entity = entityOf(kind);
  if (entity === undefined) throw new Error(`No entity ${kind}`);
  return { collection: entity.collection, kind, id, siteId, op, base, schemaVersion: entity.version, fields };
}

export function decodeAnswer<S extends Parameters<typeof decodeFrame>[0]>(schema: S, answer: Answer) {
  if (answer.status !== 200) throw new Error(`Refused: ${answer.status} ${answer.body.toString('utf8')}`);
  return decodeFrame(schema, answer.body, compression);
}

export function refusalOf(answer: Answer): { status: number; code: string; lastSeq?: number } {
  const { error } = Refusal.parse(JSON.parse(answer.body.toString('utf8')));
  const { code, lastSeq } = error;
  return { status: answer.status, code, ...(lastSeq === undefined ? {} : { lastSeq }) };
}

/** Plain HTTP, so that nothing inflates, follows or retries behind a test's back. */
export function send(
  url: string,
  request: { method: string; path: string; headers: http.OutgoingHttpHeaders; body: Uint8Array },
): Promise<Answer> {
  const { method, path, headers, body } = request;
  return new Promise((resolve, reject) => {
    const outgoing = http.request(new URL(path, url), { method, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
