import { z } from 'zod';
import type { DeliverySettings } from '#shared/delivery/settings.ts';
import type { InboxRetention } from '#shared/domains/notifications/retention.ts';
import { BackupPlan, USUAL_BACKUP_PLAN } from '#shared/domains/settings/console-plans.ts';
import { Gateways, MailRelay, relayUrl } from '#shared/domains/settings/message-ways.ts';
import { type Retention, retention, retentionFor } from '#shared/domains/settings/retention.ts';
import { COMPANY_WIDE } from '#shared/access/target.ts';
import type { SettingName } from '../store/console-state.ts';
import { viewOf } from '../store/record-tables.ts';
import type { Store } from '../store/store.ts';

/** What the environment of this machine says. It beats what people have set. */
export type GivenSettings = {
  readonly deliverySettings?: DeliverySettings;
  readonly archiveAfterDays?: number;
};

const LastCopy = z.object({ at: z.string(), name: z.string(), sizeBytes: z.int() });
/** The last backup that was copied to the other disk, and found to be the same there. */
export type LastCopy = z.infer<typeof LastCopy>;

/**
 * What this console goes by, as it stands at the moment of asking: retention is a record and travels, everything else
 * is this console's alone and lies in its own state, never in a record, the journal or an exchange.
 */
export class ConsoleSettings {
  readonly #store: Store;
  readonly given: GivenSettings;

  constructor(store: Store, given: GivenSettings) {
    this.#store = store;
    this.given = given;
  }

  retention(): Retention {
    const kept = retentionFor(this.#retentionOf(COMPANY_WIDE), this.#retentionOf(this.#siteId()));
    const { archiveAfterDays = kept.archiveAfterDays } = this.given;
    return { ...kept, archiveAfterDays };
  }

  inboxRetention(): InboxRetention {
    const { settledNotificationDays, unreadNotificationDays } = this.retention();
    return { settledDays: settledNotificationDays, unreadDays: unreadNotificationDays };
  }

  backupPlan(): BackupPlan {
    return this.#read('backupPlan', BackupPlan) ?? USUAL_BACKUP_PLAN;
  }

  lastCopy(): LastCopy | undefined {
    return this.#read('lastBackupCopy', LastCopy);
  }

  noteCopy(copy: LastCopy): void {
    this.#store.bookkeeping(() => this.#store.state.setSetting('lastBackupCopy', JSON.stringify(copy)));
  }

  mailRelay(): MailRelay | undefined {
    return this.#read('mailRelay', MailRelay);
  }

  gateways(): Gateways {
    return this.#read('gateways', Gateways) ?? { sms: null, push: null };
  }

  has(secret: 'mailPassword' | 'webhookSecret'): boolean {
    return (this.#store.state.setting(secret) ?? '') !== '';
  }

  /** With the secrets in it: for what sends, and for nothing that shows. */
  messageWays(): DeliverySettings {
    const relay = this.mailRelay();
    const { sms, push } = this.gateways();
    const { state } = this.#store;
    const secret = state.setting('webhookSecret');
    return {
      ...(relay === undefined
        ? {}
        : {
            FAIRLEAD_SMTP_URL: relayUrl(relay, state.setting('mailPassword') ?? ''),
            FAIRLEAD_MAIL_FROM: relay.from,
          }),
      ...(sms === null ? {} : { FAIRLEAD_SMS_WEBHOOK_URL: sms }),
      ...(push === null ? {} : { FAIRLEAD_PUSH_WEBHOOK_URL: push }),
      ...(secret === undefined ? {} : { FAIRLEAD_WEBHOOK_SECRET: secret }),
      ...this.given.deliverySettings,
    };
  }

  #retentionOf(siteId: string) {
    const first = `SELECT data FROM ${viewOf(retention)} WHERE siteId = :siteId ORDER BY id LIMIT 1`;
    return this.#store.records(retention, first, { siteId })[0];
  }

  #siteId(): string {
    return this.#store.state.site?.id ?? '';
  }

  #read<Schema extends z.ZodType>(name: SettingName, schema: Schema): z.output<Schema> | undefined {
    const text = this.#store.state.setting(name);
    return text === undefined ? undefined : schema.parse(JSON.parse(text));
  }
}
