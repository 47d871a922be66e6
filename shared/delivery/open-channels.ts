import type { DeliveryChannels } from './channel.ts';
import { emailChannel } from './email-channel.ts';
import type { DeliverySettings } from './settings.ts';
import { webhookChannel } from './webhook-channel.ts';

/**
 * Ways out that the settings are enough for. `takesReceipts`: what became of messages can be told to this program, if
 * it has the secret.
 */
export function openChannels(
  settings: DeliverySettings,
  now: () => number,
  { takesReceipts = false } = {},
): DeliveryChannels {
  const { FAIRLEAD_SMTP_URL: smtpUrl, FAIRLEAD_MAIL_FROM: from, FAIRLEAD_WEBHOOK_SECRET: secret } = settings;
  const takesNotices = takesReceipts && settings.FAIRLEAD_MAIL_RECEIPTS === 'on' && secret !== undefined;
  const { FAIRLEAD_SMS_WEBHOOK_URL: smsUrl, FAIRLEAD_PUSH_WEBHOOK_URL: pushUrl } = settings;
  const gateway = (channel: 'sms' | 'push', url: string | undefined) =>
    url === undefined || secret === undefined
      ? {}
      : { [channel]: webhookChannel({ url, secret, channel, now, takesReceipts }) };
  return {
    ...(smtpUrl === undefined || from === undefined
      ? {}
      : { email: emailChannel({ url: smtpUrl, from, takesReceipts: takesNotices }) }),
    ...gateway('sms', smsUrl),
    ...gateway('push', pushUrl),
  };
}

export function closeChannels(channels: DeliveryChannels): void {
  for (const channel of Object.values(channels)) channel.close();
}
