import path from 'node:path';
import type { DeliverySettings } from '#shared/delivery/settings.ts';
import type { LogLevel } from '../operations/logger.ts';
import type { RateLimitSettings } from '../operations/rate-limits.ts';
import type { TlsFiles } from '../operations/tls.ts';
import { cliError } from './errors.ts';
import { type Environment, readSetting } from './settings.ts';

export type ServeSettings = {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsFiles | undefined;
  readonly trustedProxies: readonly string[] | undefined;
  readonly admin: { readonly host: string; readonly port: number } | undefined;
  readonly metricsToken: string | undefined;
  readonly limits: RateLimitSettings;
  readonly connectionsMax: number;
  readonly drainMs: number;
  readonly logLevel: LogLevel;
  readonly updatesFolder: string;
  readonly delivery: DeliverySettings;
  readonly incomingSecret: string | undefined;
};

export function readServeSettings(
  options: { readonly [option: string]: unknown },
  environment: Environment,
): ServeSettings {
  const read = <Name extends Parameters<typeof readSetting>[0]>(name: Name) =>
    readSetting(name, options, environment);
  const adminPort = read('adminPort');
  return {
    host: read('host'),
    port: read('port'),
    tls: tlsOf(read('tlsCert'), read('tlsKey')),
    trustedProxies: read('trustedProxies'),
    admin: adminPort === undefined ? undefined : { host: read('adminHost'), port: adminPort },
    metricsToken: read('metricsToken'),
    limits: {
      requestsPerMinutePerAddress: read('requestsPerAddress'),
      requestsPerMinutePerDevice: read('requestsPerDevice'),
    },
    connectionsMax: read('connections'),
    drainMs: read('drainSeconds') * 1000,
    logLevel: read('logLevel'),
    updatesFolder: updatesFolderOf(options, environment),
    incomingSecret: read('incomingSecret'),
    delivery: {
      FAIRLEAD_SMTP_URL: read('smtpUrl'),
      FAIRLEAD_MAIL_FROM: read('mailFrom'),
      FAIRLEAD_MAIL_RECEIPTS: read('mailReceipts'),
      FAIRLEAD_SMS_WEBHOOK_URL: read('smsWebhook'),
      FAIRLEAD_PUSH_WEBHOOK_URL: read('pushWebhook'),
      FAIRLEAD_WEBHOOK_SECRET: read('webhookSecret'),
    },
  };
}

/** Where releases lie, for the server and for the commands that publish them. */
export function updatesFolderOf(
  options: { readonly [option: string]: unknown },
  environment: Environment,
): string {
  const folder = readSetting('updates', options, environment);
  return path.resolve(folder ?? path.join(readSetting('data', options, environment), 'updates'));
}

function tlsOf(certificateFile: string | undefined, keyFile: string | undefined): TlsFiles | undefined {
  if (certificateFile === undefined && keyFile === undefined) return undefined;
  if (certificateFile !== undefined && keyFile !== undefined) return { certificateFile, keyFile };
  const missing =
    keyFile === undefined ? '--tls-key (FAIRLEAD_SERVER_TLS_KEY)' : '--tls-cert (FAIRLEAD_SERVER_TLS_CERT)';
  throw cliError('tls-needs-both', { option: missing });
}
