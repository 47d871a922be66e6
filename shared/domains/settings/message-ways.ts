import { z } from 'zod';
import { line, lineOrNothing } from '../../kernel/fields.ts';

/** How a relay is spoken to: encrypted from the first byte, encrypted before anything is said, or not at all. */
export const MAIL_TLS = ['tls', 'starttls', 'none'] as const;
export type MailTls = (typeof MAIL_TLS)[number];

const PASSWORD_CHARACTERS_MAX = 500;

const Host = z
  .string()
  .trim()
  .max(253)
  .regex(/^([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\])$/, 'A name such as mail.example.com.');

/** `Fairlead <alerts@example.com>`, or the address alone. */
const Sender = line(320).refine((text) => {
  const [, between] = /^[^<>,;]*<([^<>]+)>$/.exec(text) ?? [];
  return z.email().safeParse(between ?? text).success;
}, 'An address such as Fairlead <alerts@example.com>.');

const relayFields = {
  host: Host,
  port: z.int('A whole number from 1 to 65535.').min(1).max(65_535, 'A whole number from 1 to 65535.'),
  tls: z.enum(MAIL_TLS),
  /** Empty: the relay asks for no sign-in. */
  user: lineOrNothing(200),
  from: Sender,
};

/** What a console knows of its mail relay, but for the password. */
export const MailRelay = z.strictObject(relayFields);
export type MailRelay = z.infer<typeof MailRelay>;

export const MailRelayInput = z
  .strictObject({
    ...relayFields,
    /** Absent: the one that is kept. Empty: none. */
    password: z
      .string()
      .max(PASSWORD_CHARACTERS_MAX)
      .refine((text) => !/\p{Cc}/u.test(text), 'Control characters are not allowed.')
      .optional(),
  })
  .refine(({ host, tls }) => tls !== 'none' || isThisMachine(host), {
    path: ['tls'],
    message: 'Without encryption only to a relay on this machine.',
  })
  .refine(({ user, password }) => user !== '' || password === undefined || password === '', {
    path: ['user'],
    message: 'A password goes with a user name.',
  });
export type MailRelayInput = z.infer<typeof MailRelayInput>;

const Gateway = z
  .url({ protocol: /^https?$/, error: 'An address such as https://gateway.example.com/messages.' })
  .max(500)
  .regex(/^[\x21-\x7e]+$/, 'Letters, digits and signs without spaces.')
  // It is shown to people, and the secret has a place of its own.
  .refine((text) => !/\/\/[^/]*@/.test(text), 'No name or password in the address.');

/** Where text and push messages go as signed JSON. */
export const Gateways = z.strictObject({ sms: Gateway.nullable(), push: Gateway.nullable() });
export type Gateways = z.infer<typeof Gateways>;

/** Whether a kept password may go on to be used: it is only ever told to the relay that it was entered for. */
export function isSameRelay(kept: MailRelay, { host, port, tls, user }: Omit<MailRelay, 'from'>): boolean {
  return kept.host === host && kept.port === port && kept.tls === tls && kept.user === user;
}

/** The relay as `openChannels` takes it. */
export function relayUrl({ host, port, tls, user }: MailRelay, password: string): string {
  const scheme = { tls: 'smtps', starttls: 'smtp', none: 'smtp+plain' }[tls];
  const who = user === '' ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`;
  return `${scheme}://${who}${host}:${port}`;
}

/** What stands in the journal about a relay. */
export function relayText({ host, port, tls, user, from }: MailRelay): string {
  return `${user === '' ? '' : `${user}@`}${host}:${port} ${tls} ${from}`;
}

function isThisMachine(host: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(host.toLowerCase());
}
