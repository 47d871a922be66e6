import { connect, createServer, type Server, type Socket } from 'node:net';

const OPENING = /\r\nupgrade: websocket\r\n/i;
const REFUSAL = 'HTTP/1.1 501 Not Implemented\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';

/**
 * A TCP relay whose connections carry so many bytes, both ways together, and then break: what a line of 2.4 kbit/s
 * that is cut every 15 s does, without the waiting.
 */
export class FrailLink {
  bytesPerConnection = Number.POSITIVE_INFINITY;
  connections = 0;
  /** As a proxy that knows no WebSockets. */
  refusesLive = false;
  /** Requests for a live connection, refused ones too. */
  openings = 0;
  bytesUp = 0;
  bytesDown = 0;
  readonly #server: Server;
  readonly #port: number;
  readonly #sockets = new Set<Socket>();

  static async to(url: string): Promise<FrailLink> {
    const link = new FrailLink(Number(new URL(url).port));
    await new Promise<void>((resolve) => link.#server.listen(0, '127.0.0.1', resolve));
    return link;
  }

  private constructor(port: number) {
    this.#port = port;
    this.#server = createServer((near) => this.#relay(near));
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  /** What has passed since the last call. */
  count(): { connections: number; bytesUp: number; bytesDown: number } {
    const { connections, bytesUp, bytesDown } = this;
    this.connections = 0;
    this.bytesUp = 0;
    this.bytesDown = 0;
    return { connections, bytesUp, bytesDown };
  }

  /** From now on, for connections that are there too, by ending those. */
  breakAfter(bytes: number): void {
    this.bytesPerConnection = bytes;
    this.cut();
    this.count();
  }

  /** Ends every connection without a word. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #relay(near: Socket): void {
    this.connections += 1;
    const far = connect(this.#port, '127.0.0.1');
    let left = this.bytesPerConnection;
    const carry = (to: Socket, count: (bytes: number) => void) => (bytes: Buffer) => {
      const passing = bytes.subarray(0, left);
      left -= passing.length;
      count(passing.length);
      to.write(passing, () => {
        if (left > 0) return;
        near.destroy();
        far.destroy();
      });
    };
    const carryUp = carry(far, (bytes) => (this.bytesUp += bytes));
    near.on('data', (bytes: Buffer): void => {
      if (OPENING.test(bytes.toString('latin1'))) {
        this.openings += 1;
        if (this.refusesLive) {
          near.end(REFUSAL);
          return;
        }
      }
      carryUp(bytes);
    });
    far.on(
      'data',
      carry(near, (bytes) => (this.bytesDown += bytes)),
    );
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      // A broken link resets its connections; that is what it is for.
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
  }
}
