import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type ReceivedMail = {
  readonly to: readonly string[];
  readonly text: string;
  /** What whoever sent it wants to be told about it (RFC 3461); absent at a relay that offers no notices. */
  readonly notices?: { readonly envelopeId: string; readonly of: readonly string[] };
};

/** A real mail relay on this machine. What it answers to the next recipients can be set. */
export class MailRelay {
  readonly mails: ReceivedMail[] = [];
  /** Attempts, accepted or not. */
  attempts = 0;
  readonly #server: SMTPServer;
  #refusals: { code: number; text: string }[] = [];

  static async start({ offersNotices = false } = {}): Promise<MailRelay> {
    const relay = new MailRelay(offersNotices);
    relay.#server.listen(0, '127.0.0.1');
    await once(relay.#server.server, 'listening');
    return relay;
  }

  private constructor(offersNotices: boolean) {
    this.#server = new SMTPServer({
      authOptional: true,
      hideDSN: !offersNotices,
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
          const text = Buffer.concat(chunks).toString('utf8');
          const { dsn } = session.envelope;
          const of = session.envelope.rcptTo.flatMap((one) => one.dsn?.notify ?? []);
          const notices = { envelopeId: dsn?.envid ?? '', of };
          this.mails.push({ to, text, ...(dsn === undefined ? {} : { notices }) });
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

  /** What a program needs to be told to send its mails to this relay. */
  get deliverySettings(): Record<'FAIRLEAD_SMTP_URL' | 'FAIRLEAD_MAIL_FROM', string> {
    return { FAIRLEAD_SMTP_URL: this.url, FAIRLEAD_MAIL_FROM: 'Fairlead <alerts@example.com>' };
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
