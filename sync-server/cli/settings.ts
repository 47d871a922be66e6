import fs from 'node:fs';
import { z } from 'zod';
import { DeliverySettings } from '#shared/delivery/settings.ts';
import { messageOf } from '#shared/kernel/errors.ts';
import { LOG_LEVELS } from '../operations/logger.ts';
import { cliError } from './errors.ts';

export type Environment = { readonly [name: string]: string | undefined };

type Setting<Schema extends z.ZodType = z.ZodType> = {
  /** Name on the command line; a setting without one is secret, and arguments are seen by every user. */
  readonly option?: string;
  /** Environment variable; with `_FILE` behind it, the file that holds the value. */
  readonly variable: string;
  readonly help: string;
  readonly schema: Schema;
};

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((value) => value <= 65_535);
const PORT_RULE = 'a number from 0 to 65535';
const count = (max: number) =>
  z
    .string()
    .regex(/^[1-9]\d*$/)
    .transform(Number)
    .refine((value) => value <= max);
const addresses = z.string().transform((text) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== ''),
);

/** Everything that can be set, in the order of the help. */
export const SETTINGS = {
  data: {
    option: 'data',
    variable: 'FAIRLEAD_SERVER_DATA',
    help: 'folder of the embedded database and of attachments (data/server)',
    schema: z.string().min(1).default('data/server'),
  },
  updates: {
    option: 'updates',
    variable: 'FAIRLEAD_UPDATES_FOLDER',
    help: 'folder of the releases that consoles are offered (updates, in the data folder)',
    schema: z.string().min(1).optional(),
  },
  database: {
    option: 'database',
    variable: 'FAIRLEAD_SERVER_DATABASE',
    help: 'postgres://… instead of the embedded database',
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\//)
      .optional(),
    rule: 'a postgres:// address',
  },
  databaseConnections: {
    option: 'database-connections',
    variable: 'FAIRLEAD_SERVER_DATABASE_CONNECTIONS',
    help: 'connections to Postgres at most (10)',
    schema: count(500).default(10),
    rule: 'a number from 1 to 500',
  },
  organisationId: {
    option: 'organisation-id',
    variable: 'FAIRLEAD_SERVER_ORGANISATION_ID',
    help: 'which organisation to serve, where the database holds several',
    schema: z.string().min(1).max(36).optional(),
  },
  host: {
    option: 'host',
    variable: 'FAIRLEAD_SERVER_HOST',
    help: 'address to listen on (127.0.0.1)',
    schema: z.string().min(1).default('127.0.0.1'),
  },
  port: {
    option: 'port',
    variable: 'FAIRLEAD_SERVER_PORT',
    help: 'port to listen on (7430)',
    schema: port.default(7430),
    rule: PORT_RULE,
  },
  tlsCert: {
    option: 'tls-cert',
    variable: 'FAIRLEAD_SERVER_TLS_CERT',
    help: 'PEM file of the certificate with its chain; read again on SIGHUP',
    schema: z.string().min(1).optional(),
  },
  tlsKey: {
    option: 'tls-key',
    variable: 'FAIRLEAD_SERVER_TLS_KEY',
    help: 'PEM file of its key',
    schema: z.string().min(1).optional(),
  },
  trustedProxies: {
    option: 'trusted-proxies',
    variable: 'FAIRLEAD_SERVER_TRUSTED_PROXIES',
    help: 'addresses or networks, with commas, whose x-forwarded-for is believed',
    schema: addresses.optional(),
  },
  adminHost: {
    option: 'admin-host',
    variable: 'FAIRLEAD_SERVER_ADMIN_HOST',
    help: 'address of the private port (127.0.0.1)',
    schema: z.string().min(1).default('127.0.0.1'),
  },
  adminPort: {
    option: 'admin-port',
    variable: 'FAIRLEAD_SERVER_ADMIN_PORT',
    help: 'private port with /metrics, /healthz and /readyz; off unless given',
    schema: port.optional(),
    rule: PORT_RULE,
  },
  metricsToken: {
    variable: 'FAIRLEAD_SERVER_METRICS_TOKEN',
    help: 'bearer token for /metrics, which is then on the main port too',
    schema: z.string().min(16).optional(),
    rule: 'at least 16 characters',
  },
  requestsPerDevice: {
    option: 'requests-per-device',
    variable: 'FAIRLEAD_SERVER_REQUESTS_PER_DEVICE',
    help: 'requests a minute from one console (600)',
    schema: count(1_000_000).default(600),
    rule: 'a number from 1 to 1000000',
  },
  requestsPerAddress: {
    option: 'requests-per-address',
    variable: 'FAIRLEAD_SERVER_REQUESTS_PER_ADDRESS',
    help: 'requests a minute from one network address (3000)',
    schema: count(1_000_000).default(3_000),
    rule: 'a number from 1 to 1000000',
  },
  connections: {
    option: 'connections',
    variable: 'FAIRLEAD_SERVER_CONNECTIONS',
    help: 'connections of consoles at most (10000)',
    schema: count(1_000_000).default(10_000),
    rule: 'a number from 1 to 1000000',
  },
  drainSeconds: {
    option: 'drain-seconds',
    variable: 'FAIRLEAD_SERVER_DRAIN_SECONDS',
    help: 'seconds between "not ready" and the end of listening when stopped (0)',
    schema: z
      .string()
      .regex(/^\d{1,3}$/)
      .transform(Number)
      .default(0),
    rule: 'a number from 0 to 999',
  },
  smtpUrl: {
    variable: 'FAIRLEAD_SMTP_URL',
    help: 'mail relay: smtps://user:password@host:465, or smtp://… with STARTTLS',
    schema: DeliverySettings.shape.FAIRLEAD_SMTP_URL,
    rule: 'an address such as smtps://user:password@mail.example.com',
  },
  mailFrom: {
    option: 'mail-from',
    variable: 'FAIRLEAD_MAIL_FROM',
    help: 'sender of e-mail: Fairlead <alerts@example.com>',
    schema: DeliverySettings.shape.FAIRLEAD_MAIL_FROM,
  },
  mailReceipts: {
    option: 'mail-receipts',
    variable: 'FAIRLEAD_MAIL_RECEIPTS',
    help: 'on: relays are asked for delivery notices, which the mail system hands to /v1/receipts (off)',
    schema: DeliverySettings.shape.FAIRLEAD_MAIL_RECEIPTS,
    rule: 'on or off',
  },
  smsWebhook: {
    option: 'sms-webhook',
    variable: 'FAIRLEAD_SMS_WEBHOOK_URL',
    help: 'gateway for text messages, which takes signed JSON',
    schema: DeliverySettings.shape.FAIRLEAD_SMS_WEBHOOK_URL,
    rule: 'an http or https address',
  },
  pushWebhook: {
    option: 'push-webhook',
    variable: 'FAIRLEAD_PUSH_WEBHOOK_URL',
    help: 'gateway for push messages, which takes signed JSON',
    schema: DeliverySettings.shape.FAIRLEAD_PUSH_WEBHOOK_URL,
    rule: 'an http or https address',
  },
  webhookSecret: {
    variable: 'FAIRLEAD_WEBHOOK_SECRET',
    help: 'signs what goes to the gateways, and receipts that come back',
    schema: DeliverySettings.shape.FAIRLEAD_WEBHOOK_SECRET,
    rule: 'at least 16 characters',
  },
  incomingSecret: {
    variable: 'FAIRLEAD_INCOMING_SECRET',
    help: 'signs calls and text messages that a gateway hands on; without it none are taken',
    schema: z.string().min(16).optional(),
    rule: 'at least 16 characters',
  },
  logLevel: {
    option: 'log-level',
    variable: 'FAIRLEAD_LOG_LEVEL',
    help: `${LOG_LEVELS.join(', ')} (info)`,
    schema: z.enum(LOG_LEVELS).default('info'),
    rule: `one of ${LOG_LEVELS.join(', ')}`,
  },
} as const satisfies { [name: string]: Setting & { rule?: string } };

export type SettingName = keyof typeof SETTINGS;
export type SettingValue<Name extends SettingName> = z.infer<(typeof SETTINGS)[Name]['schema']>;

/** The value of a setting: from the command line, else from the environment, else its default. */
export function readSetting<Name extends SettingName>(
  name: Name,
  options: { readonly [option: string]: unknown },
  environment: Environment,
): SettingValue<Name> {
  const setting: Setting & { rule?: string } = SETTINGS[name];
  const given = setting.option === undefined ? undefined : options[setting.option];
  const fromOption = typeof given === 'string';
  const text = fromOption ? given : fromEnvironment(setting.variable, environment);
  const parsed = setting.schema.safeParse(text);
  // The schema is the one of this very name.
  if (parsed.success) return parsed.data as SettingValue<Name>;
  const source = fromOption ? `--${setting.option}` : setting.variable;
  throw cliError('setting-wrong', { source, rule: setting.rule ?? 'set' }, { field: source });
}

function fromEnvironment(variable: string, environment: Environment): string | undefined {
  const value = environment[variable];
  const file = environment[`${variable}_FILE`];
  if (value !== undefined && value !== '') return value;
  if (file === undefined || file === '') return undefined;
  try {
    return fs.readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw cliError(
      'setting-file-unreadable',
      { variable: `${variable}_FILE`, fault: messageOf(error) },
      { field: `${variable}_FILE` },
    );
  }
}

/** Lines of the help: option, variable, meaning. */
export function settingsHelp(): string {
  return Object.values(SETTINGS)
    .map((setting: Setting) => {
      const option = setting.option === undefined ? '' : `--${setting.option}`;
      return `  ${option.padEnd(24)}${setting.variable.padEnd(40)}${setting.help}`;
    })
    .join('\n');
}
