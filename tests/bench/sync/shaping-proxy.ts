import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { ChainCounter, type Talk } from './chain-counter.ts';
import { type LinkShape, Wire } from './wire.ts';

export type { LinkShape } from './wire.ts';

/** What passed at the socket: TCP payload. */
export type Traffic = {
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly requests: number;
  /** The longest chain of messages that waited for one another; opening a connection is not in it. */
  readonly roundTrips: number;
  readonly connections: number;
};

export const LOOPBACK: LinkShape = { roundTripMs: 0, bitsPerSecond: Number.POSITIVE_INFINITY };

type Pair = { readonly near: Socket; readonly far: Socket; readonly talk: Talk };

/** A link between a client and a port of this machine, as slow as a satellite's, that can be cut. */
export class ShapingProxy {
  readonly #target: number;
  readonly #server: Server;
  readonly #up: Wire;
  readonly #down: Wire;
  readonly #pairs = new Set<Pair>();
  readonly #counter = new ChainCounter();
  #shape: LinkShape;
  #connections = 0;
  #cuts: NodeJS.Timeout | undefined;

  static async to(target: number, shape: LinkShape = LOOPBACK): Promise<ShapingProxy> {
    const proxy = new ShapingProxy(target, shape);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  private constructor(target: number, shape: LinkShape) {
    this.#target = target;
    this.#shape = shape;
    this.#up = new Wire(shape);
    this.#down = new Wire(shape);
    this.#server = createServer((near) => this.#relay(near));
  }

  get port(): number {
    // A server that listens on a TCP port has such an address.
    return (this.#server.address() as AddressInfo).port;
  }

  set shape(shape: LinkShape) {
    this.#shape = shape;
    this.#up.shape = shape;
    this.#down.shape = shape;
  }

  /** Resets every connection; new ones are taken at once. */
  cut(): void {
    for (const pair of this.#pairs) this.#drop(pair);
  }

  cutEvery(intervalMs: number | undefined): void {
    clearInterval(this.#cuts);
    if (intervalMs !== undefined) this.#cuts = setInterval(() => this.cut(), intervalMs);
  }

  /** What has passed since the last call. */
  take(): Traffic {
    const connections = this.#connections;
    this.#connections = 0;
    return {
      bytesUp: this.#up.takeCarriedBytes(),
      bytesDown: this.#down.takeCarriedBytes(),
      ...this.#counter.take([...this.#pairs].map(({ talk }) => talk)),
      connections,
    };
  }

  async close(): Promise<void> {
    this.cutEvery(undefined);
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #relay(near: Socket): void {
    const far = connect(this.#target, '127.0.0.1');
    const pair: Pair = { near, far, talk: this.#counter.open() };
    this.#pairs.add(pair);
    this.#connections += 1;
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      // A reset of one side is a reset of the other.
      socket.on('error', () => this.#drop(pair));
      socket.on('close', (hadError) => (hadError ? this.#drop(pair) : this.#forgetWhenClosed(pair)));
    }
    const { talk } = pair;
    const toFar = (bytes: Buffer | 'end') => (bytes === 'end' ? far.end() : far.write(bytes));
    const begin = () => {
      near.on('data', (bytes: Buffer) => {
        this.#counter.sent(talk, bytes);
        this.#up.send(pair, bytes, toFar);
      });
      near.on('end', () => this.#up.send(pair, 'end', toFar));
    };
    // The client's kernel says "connected" at once; over the link that takes a round trip.
    if (this.#shape.roundTripMs === 0) begin();
    else setTimeout(begin, this.#shape.roundTripMs);
    far.on('data', (bytes: Buffer) => {
      const { depth } = talk;
      this.#down.send(pair, bytes, (piece) => {
        this.#counter.arrived(depth);
        if (piece !== 'end') near.write(piece);
      });
    });
    far.on('end', () => this.#down.send(pair, 'end', () => near.end()));
  }

  #forgetWhenClosed(pair: Pair): void {
    if (pair.near.closed && pair.far.closed) this.#drop(pair);
  }

  #drop(pair: Pair): void {
    if (!this.#pairs.delete(pair)) return;
    this.#up.drop(pair);
    this.#down.drop(pair);
    pair.near.resetAndDestroy();
    pair.far.resetAndDestroy();
  }
}
