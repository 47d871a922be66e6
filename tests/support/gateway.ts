import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';

const Message = z.strictObject({
  id: z.string(),
  channel: z.string(),
  to: z.string(),
  subject: z.string(),
  body: z.string(),
  isUrgent: z.boolean(),
});
export type GatewayMessage = z.infer<typeof Message>;
type Answer = {
  readonly status: number;
  readonly body?: string;
  readonly headers?: http.OutgoingHttpHeaders;
  /** Goes on for ever after what is said. */
  readonly isEndless?: boolean;
};

export const GATEWAY_SECRET = 'a secret of gateway and sender';

/** A real gateway on this machine, as somebody else would write one: it checks who signed before it takes anything. */
export class Gateway {
  /** What it took, each request by itself. */
  readonly messages: GatewayMessage[] = [];
  /** Whatever came, signed or not. */
  requests = 0;
  readonly #server: http.Server;
  readonly #scheme: string;
  readonly #answers: (Answer | 'silence')[] = [];

  static async start(certificate?: Certificate): Promise<Gateway> {
    const gateway = new Gateway(certificate);
    gateway.#server.listen(0, '127.0.0.1');
    await once(gateway.#server, 'listening');
    return gateway;
  }

  private constructor(certificate: Certificate | undefined) {
    this.#scheme = certificate === undefined ? 'http' : 'https';
    const listener = (request: http.IncomingMessage, response: http.ServerResponse) =>
      void this.#take(request, response);
    this.#server =
      certificate === undefined ? http.createServer(listener) : https.createServer(certificate, listener);
  }

  get url(): string {
    // A listening TCP server has such an address.
    const { port } = this.#server.address() as AddressInfo;
    return `${this.#scheme}://127.0.0.1:${port}/messages`;
  }

  /** What the next requests get, one each; after that everything is accepted. */
  answers(...answers: (Answer | 'silence')[]): void {
    this.#answers.push(...answers);
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  async #take(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    this.requests += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    if (
      request.headers['x-fairlead-signature'] !== signed(body, String(request.headers['x-fairlead-time']))
    ) {
      response.writeHead(401).end();
      return;
    }
    const answer = this.#answers.shift() ?? { status: 202 };
    if (answer === 'silence') return;
    const { status, body: text = '', headers = {}, isEndless = false } = answer;
    if (status < 300) this.messages.push(Message.parse(JSON.parse(body.toString('utf8'))));
    response.writeHead(status, headers);
    if (isEndless) response.write(text);
    else response.end(text);
  }
}

/** Headers of a receipt, made without the program's own code. */
export function receiptHeaders(body: string | Buffer, time: string, secret = GATEWAY_SECRET) {
  return {
    'content-type': 'application/json',
    'x-fairlead-time': time,
    'x-fairlead-signature': signed(Buffer.from(body), time, secret),
  };
}

export type Certificate = { readonly key: Buffer; readonly cert: Buffer };

/** For 127.0.0.1, known to nobody. */
export function ownCertificate(): Certificate {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-gateway-'));
  try {
    const [key, certificate] = [path.join(folder, 'key.pem'), path.join(folder, 'certificate.pem')];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    const name = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const files = ['-keyout', key, '-out', certificate];
    execFileSync('openssl', ['req', '-x509', ...kind, ...name, ...files], { stdio: 'ignore' });
    return { key: readFileSync(key), cert: readFileSync(certificate) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function signed(body: Buffer, time: string, secret = GATEWAY_SECRET): string {
  return createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex');
}
