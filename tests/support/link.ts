import { createServer, connect, type Server, type Socket } from 'node:net';

export type LinkCount = {
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly connections: number;
};

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
    near.on('data', (bytes) => {
      this.#bytesUp += bytes.length;
    });
    far.on('data', (bytes) => {
      this.#bytesDown += bytes.length;
    });
    near.pipe(far);
    far.pipe(near);
  }
}
