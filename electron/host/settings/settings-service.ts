import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { type Actor, may } from '#shared/access/can.ts';
import type { DeliveryChannels, SendOutcome } from '#shared/delivery/channel.ts';
import { OUTBOUND_CHANNELS } from '#shared/domains/notifications/schema.ts';
import type { BackupPlan, LinkRule } from '#shared/domains/settings/console-plans.ts';
import {
  type Gateways,
  isSameRelay,
  type MailRelay,
  type MailRelayInput,
  relayText,
} from '#shared/domains/settings/message-ways.ts';
import { RETENTION_KEYS, type Retention, type RetentionWishes } from '#shared/domains/settings/retention.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { AuditNotes } from '../audit/audit-notes.ts';
import type { ConsoleStatus } from '../services.ts';
import { listBackups } from '../store/backup/backup-files.ts';
import type { BackupSchedule } from '../store/backup/backup-schedule.ts';
import { assertFolder } from '../store/backup/second-place.ts';
import type { SettingName } from '../store/console-state.ts';
import type { Store } from '../store/store.ts';
import { LINK_CLASSES, type LinkClass, policyOf, ruleOf } from '../sync/link-class.ts';
import type { ConsoleSettings, LastCopy } from './console-settings.ts';
import { consoleSettingError } from './errors.ts';
import { archiveFieldGiven, givenNames } from './given-names.ts';
import { type RetentionPreview, retentionPreview } from './retention-preview.ts';

export type OutboundTest = { readonly channel: keyof DeliveryChannels; readonly to: string };

/** What a page shows of the settings of this console. No secret is ever in it: only whether there is one. */
export type SettingsView = {
  /** Variables of this machine that are given, and so can't be changed here. */
  readonly given: readonly string[];
  readonly archiveAfterDaysGiven: number | null;
  /** The site's messages leave from its first console only. */
  readonly isFirst: boolean;
  readonly storeEncryption: ConsoleStatus['storeEncryption'];
  /** Which channels leave this console by themselves. */
  readonly ownWays: readonly (keyof DeliveryChannels)[];
  /** Null for people who can't change it. */
  readonly mail: { readonly relay: MailRelay | null; readonly hasPassword: boolean } | null;
  readonly gateways: (Gateways & { readonly hasSecret: boolean }) | null;
  readonly backup: {
    readonly everyHours: BackupPlan['everyHours'];
    readonly isCopied: boolean;
    /** Null for people who can't change it, too. */
    readonly copyTo: string | null;
    readonly lastCopy: LastCopy | null;
    /** The newest; every backup was read back when it was made. */
    readonly newest: { readonly takenAt: string; readonly sizeBytes: number } | null;
    readonly count: number;
  };
  readonly links: readonly {
    readonly linkClass: LinkClass;
    readonly usual: LinkRule;
    /** What people want instead. */
    readonly rule: LinkRule | null;
  }[];
};

export type SettingsServiceParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly dataFolder: string;
  readonly settings: ConsoleSettings;
  readonly audit: AuditNotes;
  readonly channels: DeliveryChannels;
  readonly backups: Pick<BackupSchedule, 'dropped'>;
  readonly encryption: () => ConsoleStatus['storeEncryption'];
  /** Messages leave another way from now on. */
  waysChanged(): void;
  linkRulesChanged(): void;
};

const SECRET_BYTES = 32;

/** What people see and change of this console alone. Everything they change is noted in the journal, secrets only as that. */
export class SettingsService {
  readonly #parts: SettingsServiceParts;
  #isTesting = false;

  constructor(parts: SettingsServiceParts) {
    this.#parts = parts;
  }

  view(actor: Actor): SettingsView {
    const { store, settings, channels, encryption } = this.#parts;
    const mayManage = may(actor, 'notifications.manage').allowed;
    return {
      given: givenNames(settings.given),
      archiveAfterDaysGiven: settings.given.archiveAfterDays ?? null,
      isFirst: store.state.station === 1,
      storeEncryption: encryption(),
      ownWays: OUTBOUND_CHANNELS.filter((channel) => channels[channel] !== undefined),
      mail: mayManage
        ? { relay: settings.mailRelay() ?? null, hasPassword: settings.has('mailPassword') }
        : null,
      gateways: mayManage ? { ...settings.gateways(), hasSecret: settings.has('webhookSecret') } : null,
      backup: this.#backup(actor),
      links: LINK_CLASSES.map((linkClass) => ({
        linkClass,
        usual: ruleOf(policyOf(linkClass)),
        rule: store.state.linkRules[linkClass] ?? null,
      })),
    };
  }

  retentionPreview(wishes: RetentionWishes): RetentionPreview {
    const { settings } = this.#parts;
    const kept: { -readonly [Key in keyof Retention]: number } = { ...settings.retention() };
    for (const key of RETENTION_KEYS) kept[key] = wishes[key] ?? kept[key];
    return retentionPreview(this.#parts, { ...kept, ...archiveFieldGiven(settings.given) });
  }

  /** Null: no relay of this console any more. */
  saveMailRelay(actor: Actor, input: MailRelayInput | null): void {
    const { settings } = this.#parts;
    this.#assertFree('FAIRLEAD_SMTP_URL');
    const kept = settings.mailRelay();
    const before = kept === undefined ? '' : relayText(kept);
    if (input === null) {
      this.#save(actor, { mailRelay: undefined, mailPassword: undefined }, ['messages.mail', before, '']);
      this.#parts.waysChanged();
      return;
    }
    const { password, ...relay } = input;
    const isKept = password === undefined && relay.user !== '' && settings.has('mailPassword');
    if (isKept && (kept === undefined || !isSameRelay(kept, relay)))
      throw consoleSettingError('password-again');
    const fields = {
      mailRelay: JSON.stringify(relay),
      ...(isKept ? {} : { mailPassword: password === '' ? undefined : password }),
    };
    const secret = isKept ? 'kept' : (password ?? '') === '' ? 'none' : 'changed';
    this.#save(actor, fields, ['messages.mail', before, relayText(relay)], { password: secret });
    this.#parts.waysChanged();
  }

  /** The secret is made with the first address, and answered this once. */
  saveGateways(actor: Actor, gateways: Gateways): { readonly secret: string | null } {
    const { settings } = this.#parts;
    const kept = settings.gateways();
    if (gateways.sms !== kept.sms) this.#assertFree('FAIRLEAD_SMS_WEBHOOK_URL');
    if (gateways.push !== kept.push) this.#assertFree('FAIRLEAD_PUSH_WEBHOOK_URL');
    const isNeeded = gateways.sms !== null || gateways.push !== null;
    const hasSecret =
      settings.has('webhookSecret') || settings.given.deliverySettings?.FAIRLEAD_WEBHOOK_SECRET !== undefined;
    const secret = isNeeded && !hasSecret ? newSecret() : null;
    if (secret === null && gatewaysText(gateways) === gatewaysText(kept)) return { secret };
    this.#save(
      actor,
      { gateways: JSON.stringify(gateways), ...(secret === null ? {} : { webhookSecret: secret }) },
      ['messages.gateways', gatewaysText(kept), gatewaysText(gateways)],
      { secret: secret === null ? 'kept' : 'changed' },
    );
    this.#parts.waysChanged();
    return { secret };
  }

  newWebhookSecret(actor: Actor): { readonly secret: string } {
    this.#assertFree('FAIRLEAD_WEBHOOK_SECRET');
    const secret = newSecret();
    this.#save(actor, { webhookSecret: secret }, ['messages.gateways', '', ''], { secret: 'changed' });
    this.#parts.waysChanged();
    return { secret };
  }

  /** Sends by what is saved, and answers what the other end answered. One at a time. */
  async test({ channel, to }: OutboundTest): Promise<SendOutcome> {
    const way = this.#parts.channels[channel];
    if (way === undefined) throw consoleSettingError('no-way-out');
    if (this.#isTesting) throw consoleSettingError('test-under-way', {}, { retryAfterSeconds: 5 });
    this.#isTesting = true;
    try {
      return await way.send({ id: randomUUID(), to, ...TEST_MESSAGE, isUrgent: false });
    } finally {
      this.#isTesting = false;
    }
  }

  async saveBackupPlan(actor: Actor, plan: BackupPlan): Promise<void> {
    const { settings, dataFolder } = this.#parts;
    const kept = settings.backupPlan();
    if (planText(plan) === planText(kept)) return;
    if (plan.copyTo !== null && plan.copyTo !== kept.copyTo) {
      assertElsewhere(plan.copyTo, dataFolder);
      await assertFolder(plan.copyTo);
    }
    this.#save(actor, { backupPlan: JSON.stringify(plan) }, ['backup.plan', planText(kept), planText(plan)]);
  }

  /** Null: as usual again. */
  saveLinkRule(
    actor: Actor,
    { linkClass, rule }: { readonly linkClass: LinkClass; readonly rule: LinkRule | null },
  ): void {
    const { store, audit } = this.#parts;
    const usual = ruleOf(policyOf(linkClass));
    const { [linkClass]: before = usual, ...others } = store.state.linkRules;
    const [from, to] = [ruleText(before), ruleText(rule ?? usual)];
    if (from === to) return;
    const isUsual = rule === null || to === ruleText(usual);
    store.bookkeeping(() => {
      store.state.linkRules = isUsual ? others : { ...others, [linkClass]: rule };
      audit.note(actor, { event: 'setting-changed', params: { setting: `link.${linkClass}`, from, to } });
    });
    this.#parts.linkRulesChanged();
  }

  #backup(actor: Actor): SettingsView['backup'] {
    const { settings, dataFolder } = this.#parts;
    const { everyHours, copyTo } = settings.backupPlan();
    const backups = listBackups(dataFolder);
    const [newest] = backups;
    return {
      everyHours,
      isCopied: copyTo !== null,
      copyTo: may(actor, 'store.manage').allowed ? copyTo : null,
      lastCopy: settings.lastCopy() ?? null,
      newest: newest === undefined ? null : { takenAt: newest.takenAt, sizeBytes: newest.sizeBytes },
      count: backups.length,
    };
  }

  #save(
    actor: Actor,
    fields: { readonly [Name in SettingName]?: string | undefined },
    [setting, from, to]: readonly [string, string, string],
    more: { readonly [name: string]: string } = {},
  ): void {
    const { store, audit } = this.#parts;
    store.bookkeeping(() => {
      // Names of settings, as the type of `fields` has it.
      for (const [name, text] of Object.entries(fields)) store.state.setSetting(name as SettingName, text);
      audit.note(actor, { event: 'setting-changed', params: { setting, from, to, ...more } });
    });
  }

  #assertFree(variable: string): void {
    if (!givenNames(this.#parts.settings.given).includes(variable)) return;
    throw consoleSettingError('given-by-machine', { variable });
  }
}

const TEST_MESSAGE = {
  subject: 'Fairlead: test message',
  body: 'This is a test. Whoever set up this console wants to know whether its messages arrive. Nothing is to be done.',
};

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

function gatewaysText({ sms, push }: Gateways): string {
  return `sms ${sms ?? '-'}, push ${push ?? '-'}`;
}

function planText({ everyHours, copyTo }: BackupPlan): string {
  return `every ${everyHours} h, copy to ${copyTo ?? '-'}`;
}

function ruleText({ travelsUpTo, carriesAttachments, pollSeconds }: LinkRule): string {
  return `lanes to ${travelsUpTo}, ${carriesAttachments ? 'with' : 'without'} attachments, every ${pollSeconds} s`;
}

function assertElsewhere(folder: string, dataFolder: string): void {
  const away = path.relative(dataFolder, folder);
  const isInside = away === '' || !(away.startsWith('..') || path.isAbsolute(away));
  if (!path.isAbsolute(folder)) throw consoleSettingError('folder-not-whole');
  if (isInside) throw consoleSettingError('folder-with-store');
}
