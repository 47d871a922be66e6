import { escapeHtml } from '../kernel/escape-html.ts';
import type { DeliveryChannel, OutboundMessage, SendOutcome } from './channel.ts';

export type MailSettings = {
  readonly url: string;
  /** `Fairlead <alerts@example.com>`. */
  readonly from: string;
  /** Somebody hands us the delivery notices that come to the sender's address: relays are asked for them. */
  readonly takesReceipts?: boolean;
};

const CONNECT_MS = 15_000;
const SILENCE_MS = 30_000;

/** E-mail over SMTP. Files and addresses in a message are never read: a message is nothing but its text. */
export function emailChannel({ url, from, takesReceipts = false }: MailSettings): DeliveryChannel {
  const relay = placeOf(url);
  let opened: ReturnType<typeof transportTo> | undefined;
  return {
    async send(message) {
      try {
        opened ??= transportTo(relay);
        const transport = await opened;
        const mail = {
          ...mailOf(message, from),
          ...(takesReceipts ? { dsn: receiptAskedFor(message) } : {}),
        };
        const { accepted, response, ehlo = [] } = await transport.sendMail(mail);
        const receipt = takesReceipts && ehlo.some(isDsn) ? 'awaited' : 'none';
        if (accepted.length > 0) return { state: 'sent', relayId: response, receipt };
        return { state: 'failed', reason: response, isRetriable: false };
      } catch (error) {
        return failureOf(error);
      }
    },
    close() {
      void opened?.then((transport) => transport.close());
    },
  };
}

/** With the first message: most consoles never send one themselves, and no start waits for this library. */
async function transportTo({ secure, isPlain, ...at }: ReturnType<typeof placeOf>) {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    ...at,
    secure,
    // Without TLS an alarm and its address are read by whoever listens; a relay that offers none is refused.
    requireTLS: !secure && !isPlain,
    ignoreTLS: isPlain,
    tls: { minVersion: 'TLSv1.2' },
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function mailOf({ id, to, subject, body, isUrgent }: OutboundMessage, from: string) {
  const domain = /@([^\s>]+)/.exec(from)?.[1] ?? 'fairlead';
  return {
    from,
    to: { name: '', address: to },
    subject,
    text: body,
    html: `<div style="white-space:pre-wrap;font-family:sans-serif">${escapeHtml(body)}</div>`,
    // The same for every attempt: programs that read mail show a repetition once.
    messageId: `<${id}@${domain}>`,
    priority: isUrgent ? ('high' as const) : ('normal' as const),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Fairlead-Delivery': id },
  };
}

/** A delivery status notification (RFC 3461), which names the delivery; a relay that offers none is not asked. */
function receiptAskedFor({ id, to }: OutboundMessage) {
  return { id, recipient: to, return: 'headers', notify: ['success', 'failure'] };
}

function isDsn(offered: string): boolean {
  return /^DSN\b/i.test(offered);
}

/** SMTP says with 5xx that it will never take a message (RFC 5321, 4.2.1); everything else may pass. */
function failureOf(error: unknown): SendOutcome {
  if (!(error instanceof Error)) throw error;
  const code = 'responseCode' in error ? Number(error.responseCode) : 0;
  return { state: 'failed', reason: error.message, isRetriable: !(code >= 500 && code < 600) };
}

function placeOf(url: string) {
  const [, scheme = 'smtp', rest = ''] = /^([a-z+]+):\/\/(.*)$/.exec(url) ?? [];
  const at = rest.lastIndexOf('@');
  const [user = '', pass = ''] = at < 0 ? [] : rest.slice(0, at).split(':', 2).map(decodeURIComponent);
  const [, host = '', port] = /^(\[[^\]]+\]|[^:/]+)(?::(\d+))?/.exec(rest.slice(at + 1)) ?? [];
  const secure = scheme === 'smtps';
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: port === undefined ? (secure ? 465 : 587) : Number(port),
    secure,
    isPlain: scheme === 'smtp+plain',
    ...(at < 0 ? {} : { auth: { user, pass } }),
  };
}
