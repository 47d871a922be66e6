import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';

const Answer = z.object({
  id: z.number().optional(),
  error: z.object({ message: z.string() }).optional(),
  result: z.unknown().optional(),
});
const Evaluated = z.object({
  result: z.object({ value: z.unknown().optional() }).optional(),
  exceptionDetails: z.object({ exception: z.object({ description: z.string() }).optional() }).optional(),
});

/** The browser could not do what it was asked, for example because the page was just leaving. */
class ProtocolError extends Error {}

/** A page seen through the browser's own protocol; just enough of it to measure. */
export class DevtoolsPage {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;

  static async open(url: string): Promise<DevtoolsPage> {
    const socket = new WebSocket(url);
    await once(socket, 'open');
    return new DevtoolsPage(socket);
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const { id, error, result } = Answer.parse(JSON.parse(data.toString()));
      const waiting = id === undefined ? undefined : this.#waiting.get(id);
      if (error === undefined) waiting?.resolve(result);
      else waiting?.reject(new ProtocolError(error.message));
    });
    socket.on('close', () => {
      for (const waiting of this.#waiting.values()) waiting.reject(new Error('The page is gone'));
    });
  }

  /** Runs a function of no arguments in the page and answers with what it returns or promises. */
  async run<Result>(act: () => Result): Promise<Awaited<Result>> {
    const answer = await this.#send('Runtime.evaluate', {
      expression: `(${act.toString()})()`,
      awaitPromise: true,
      returnByValue: true,
    });
    const { result, exceptionDetails } = Evaluated.parse(answer);
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? 'It failed');
    // The page ran this very function, and its values are plain data.
    return result?.value as Awaited<Result>;
  }

  /** False also between two documents, where nothing can run. */
  async isAt(protocol: string): Promise<boolean> {
    try {
      return (await this.run(() => location.protocol)) === protocol;
    } catch (error) {
      if (error instanceof ProtocolError) return false;
      throw error;
    }
  }

  /** Like typing, into the field that has the focus. */
  async insertText(text: string): Promise<void> {
    await this.#send('Input.insertText', { text });
  }

  close(): void {
    this.#socket.close();
  }

  async #send(method: string, params: object): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    this.#socket.send(JSON.stringify({ id, method, params }));
    return waiting.promise.finally(() => this.#waiting.delete(id));
  }
}
