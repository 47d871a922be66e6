import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type ReceivedMail = { readonly to: readonly string[]; readonly text: string };

/** A real mail relay on this machine. What it answers to the next recipients can be set. */
export class MailRelay {
  readonly mails: ReceivedMail[] = [];
  /** Attempts, accepted or not. */
  attempts = 0;
  readonly #server: SMTPServer;
  #refusals: { code: number; text: string }[] = [];

  static async start(): Promise<MailRelay> {
    const relay = new MailRelay();
    relay.#server.listen(0, '127.0.0.1');
    await once(relay.#server.server, 'listening');
    return relay;
  }

  private constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: (_address, _session, callback) => {
        this.attempts += 1;
        const refusal = this.#refusals.shift();
        if (refusal === undefined) callback();
        else callback(Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
      },
      onData: (stream, session, callback) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          this.mails.push({ to, text: Buffer.concat(chunks).toString('utf8') });
          callback();
        });
      },
    });
  }

  get url(): string {
    // A listening TCP server has such an address.
    const { port } = this.#server.server.address() as AddressInfo;
    return `smtp+plain://127.0.0.1:${port}`;
  }

  /** The next attempts are refused so. */
  refuse(code: number, text: string, times = 1): void {
    for (let time = 0; time < times; time += 1) this.#refusals.push({ code, text });
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}
