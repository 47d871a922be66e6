import { createServer, connect, type Server, type Socket } from 'node:net';

export type LinkCount = {
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly connections: number;
};

/** One HTTP request and its answer, in bytes at the socket. */
export type LinkRequest = {
  readonly method: string;
  readonly path: string;
  bytesUp: number;
  bytesDown: number;
};

/** A client sends its next request only after the last answer, so a request always begins a piece. */
const REQUEST_LINE = /^([A-Z]+) (\S+) HTTP\/1\.1\r\n/;
const REQUEST_LINE_BYTES_MAX = 2_048;

/**
 * A link that a test can cut: a TCP relay to the server that drops every connection and refuses new ones
 * while it is down, and counts what passes at the socket.
 */
export class Link {
  readonly #server: Server;
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #isUp = true;
  #bytesUp = 0;
  #bytesDown = 0;
  #connections = 0;
  #requests: LinkRequest[] = [];

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((near) => this.#relay(near));
  }

  /** A link to a port on this machine. */
  static async to(target: number): Promise<Link> {
    const link = new Link(target);
    await new Promise<void>((resolve) => link.#server.listen(0, '127.0.0.1', resolve));
    return link;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  cut(): void {
    this.#isUp = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  restore(): void {
    this.#isUp = true;
  }

  /** What has passed since the last call. */
  count(): LinkCount {
    const count = { bytesUp: this.#bytesUp, bytesDown: this.#bytesDown, connections: this.#connections };
    this.#bytesUp = 0;
    this.#bytesDown = 0;
    this.#connections = 0;
    return count;
  }

  /** The requests since the last call; one under way is counted on. */
  takeRequests(): readonly LinkRequest[] {
    const requests = this.#requests;
    this.#requests = [];
    return requests;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #relay(near: Socket): void {
    if (!this.#isUp) {
      near.destroy();
      return;
    }
    this.#connections += 1;
    const far = connect(this.#target, '127.0.0.1');
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      // A cut link resets its connections; that is what it is for.
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    let request: LinkRequest | undefined;
    near.on('data', (bytes) => {
      this.#bytesUp += bytes.length;
      request = this.#requestBeginning(bytes) ?? request;
      if (request !== undefined) request.bytesUp += bytes.length;
    });
    far.on('data', (bytes) => {
      this.#bytesDown += bytes.length;
      if (request !== undefined) request.bytesDown += bytes.length;
    });
    near.pipe(far);
    far.pipe(near);
  }

  #requestBeginning(bytes: Buffer): LinkRequest | undefined {
    const line = REQUEST_LINE.exec(bytes.toString('latin1', 0, REQUEST_LINE_BYTES_MAX));
    if (line === null) return undefined;
    const request = { method: line[1] ?? '', path: line[2] ?? '', bytesUp: 0, bytesDown: 0 };
    this.#requests.push(request);
    return request;
  }
}
