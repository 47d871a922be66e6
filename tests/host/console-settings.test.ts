import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobProfile, Role } from '#shared/access/roles.ts';
import { NO_WISHES } from '#shared/domains/settings/retention.ts';
import { appRouter } from '#host/api/router.ts';
import { systemClock } from '#host/clock/system-clock.ts';
import { composeHost, type Host, type HostOptions } from '#host/compose.ts';
import type { Connection } from '#host/services.ts';
import { MailRelay } from '#tests/support/mail-relay.ts';
import { personActor, recordId } from '#tests/support/test-console.ts';

const CONNECTION: Connection = { sessionId: 'test', kind: 'window' };
const ADMINISTRATOR = { name: 'Ines Duarte', signInName: 'i.duarte', passphrase: 'following seas' };
const SITES = {
  AUR: {
    code: 'AUR',
    name: 'MV Aurora',
    siteKind: 'vessel',
    timeZone: 'UTC',
    administrator: ADMINISTRATOR,
  },
  OFF: {
    code: 'OFF',
    name: 'Company office',
    siteKind: 'office',
    timeZone: 'Europe/Lisbon',
    administrator: ADMINISTRATOR,
  },
} as const;
const PASSWORD = 'sesame-open-4711';

let folder: string;
let host: Host;

async function open(options: Partial<HostOptions> = {}, site: keyof typeof SITES = 'AUR') {
  const log = pino({ level: 'silent' });
  const isNew = readdirSync(folder).length === 0;
  host = await composeHost({ dataFolder: folder, version: 'test', clock: systemClock(), log, ...options });
  if (isNew) await host.services.setup.foundSite(CONNECTION, SITES[site]);
}

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-settings-'));
});
afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

function as(role: Role, jobProfile: JobProfile = 'administrator') {
  const session = {
    ...host.services.session,
    mustActor: () => personActor(role, jobProfile, host.store.state.site?.id),
  };
  const services = { ...host.services, session };
  return appRouter.createCaller({ services, connection: CONNECTION });
}

const commandId = () => crypto.randomUUID();
const siteId = () => recordId(host.store.state.site?.id ?? '');
const RELAY = {
  host: 'mail.example.com',
  port: 465,
  user: 'ship',
  from: 'Ship <ship@example.com>',
};

/** Everything of the store and the journal that is not this console's own state, as text. */
function everythingThatTravels(): string {
  return JSON.stringify(host.store.db.prepare('SELECT entry, before FROM journal').all());
}

describe('a mail relay', () => {
  const relay = { ...RELAY, tls: 'tls' as const };

  it('is kept with its password, which is shown to nobody, and leaves with nothing', async () => {
    await open();
    const admin = as('AP');
    await admin.settings.saveMailRelay({ relay: { ...relay, password: PASSWORD } });
    const view = await admin.settings.console();
    expect(view).toMatchObject({ mail: { relay, hasPassword: true }, ownWays: ['email'], given: [] });
    expect(host.services.notify.carriers().email).toBe('site');
    const bundle = await as('AP').diagnostics.prepare();
    const { items } = await admin.audit.page({ filter: { event: 'setting-changed' } });
    const texts = JSON.stringify([view, bundle, items, await admin.settings.console()]);
    for (const text of [texts, everythingThatTravels()]) {
      expect(text).not.toContain(PASSWORD);
      expect(text).not.toContain(Buffer.from(PASSWORD).toString('base64'));
    }
    expect(items[0]?.label.params).toEqual({
      setting: 'messages.mail',
      from: '',
      to: 'ship@mail.example.com:465 tls Ship <ship@example.com>',
      password: 'changed',
    });
  });

  it('does not tell a kept password to another relay or user', async () => {
    await open();
    const { settings } = as('AP');
    await settings.saveMailRelay({ relay: { ...relay, password: PASSWORD } });
    for (const change of [{ host: 'evil.example.com' }, { user: 'other' }, { tls: 'starttls' as const }]) {
      await expect(settings.saveMailRelay({ relay: { ...relay, ...change } })).rejects.toThrow(
        'Type the password again',
      );
    }
    await settings.saveMailRelay({ relay: { ...relay, from: 'bridge@example.com' } });
    expect((await settings.console()).mail?.hasPassword).toBe(true);
    await settings.saveMailRelay({ relay: null });
    expect((await settings.console()).mail).toEqual({ relay: null, hasPassword: false });
  });

  it('sends a test and answers what the relay said, good or bad', async () => {
    await open();
    const { settings } = as('AP');
    const real = await MailRelay.start();
    const port = Number(new URL(real.url.replace('smtp+plain', 'http')).port);
    const here = { host: '127.0.0.1', port, tls: 'none' as const, user: '', from: 'ship@example.com' };
    await expect(settings.testWay({ channel: 'email', to: 'a@example.com' })).rejects.toThrow('no way out');
    await settings.saveMailRelay({ relay: here });
    expect(await settings.testWay({ channel: 'email', to: 'a@example.com' })).toMatchObject({
      state: 'sent',
    });
    expect(real.mails).toMatchObject([{ to: ['a@example.com'] }]);
    real.refuse(550, 'no such mailbox');
    expect(await settings.testWay({ channel: 'email', to: 'b@example.com' })).toMatchObject({
      state: 'failed',
      isRetriable: false,
      reason: expect.stringContaining('no such mailbox'),
    });
    await real.stop();
    expect(await settings.testWay({ channel: 'email', to: 'a@example.com' })).toMatchObject({
      state: 'failed',
      isRetriable: true,
    });
    await expect(settings.testWay({ channel: 'email', to: 'nobody' })).rejects.toThrow('name@example.com');
  });

  it('of the machine beats the one that was set, and is not shown', async () => {
    await open();
    await as('AP').settings.saveMailRelay({ relay });
    await host.close();
    await open({
      deliverySettings: { FAIRLEAD_SMTP_URL: 'smtps://who:secret-of-the-machine@relay.example.org' },
    });
    const { settings } = as('AP');
    await expect(settings.saveMailRelay({ relay })).rejects.toThrow('FAIRLEAD_SMTP_URL');
    const view = await settings.console();
    expect(view.given).toEqual(['FAIRLEAD_SMTP_URL']);
    expect(JSON.stringify(view)).not.toContain('secret-of-the-machine');
  });
});

describe('gateways', () => {
  it('get a secret with the first address, told once; a new one on demand', async () => {
    await open();
    const { settings } = as('AP');
    const sms = 'https://gateway.example.com/sms';
    const first = await settings.saveGateways({ sms, push: null });
    expect(first.secret).toMatch(/^[\w-]{43}$/);
    expect(await settings.saveGateways({ sms, push: 'https://gateway.example.com/push' })).toEqual({
      secret: null,
    });
    const second = await settings.newWebhookSecret();
    const view = await settings.console();
    expect(view).toMatchObject({ gateways: { sms, hasSecret: true }, ownWays: ['sms', 'push'] });
    const seen = JSON.stringify(view) + everythingThatTravels();
    for (const { secret } of [first, second]) expect(seen).not.toContain(secret);
    expect(second.secret).not.toBe(first.secret);
    await expect(settings.saveGateways({ sms: 'https://me:word@example.com', push: null })).rejects.toThrow(
      'No name or password',
    );
    await expect(settings.saveGateways({ sms: 'file:///etc/passwd', push: null })).rejects.toThrow(
      'An address such as',
    );
  });
});

describe('retention', () => {
  it('of a site beats the company’s, and the company’s is said in an office only', async () => {
    await open({}, 'OFF');
    const admin = as('SA');
    await admin.settings.saveCompanyRetention({
      commandId: commandId(),
      input: { ...NO_WISHES, jobRunDays: 100, healthDays: 50 },
    });
    await admin.settings.saveSiteRetention({
      commandId: commandId(),
      input: { ...NO_WISHES, siteId: siteId(), jobRunDays: 7 },
    });
    const { company, site } = await admin.settings.retention({ siteId: siteId() });
    expect([company?.wishes.jobRunDays, site?.wishes.jobRunDays]).toEqual([100, 7]);
    const addRun = host.store.db.prepare(
      `INSERT INTO job_run (name, key, cause, input, dueAtMs, nextAtMs, state, endedAtMs)
       VALUES ('x', ?, 'schedule', 'null', 0, 0, 'completed', ?)`,
    );
    const days = (count: number) => Date.now() - count * 24 * 3_600_000;
    for (const age of [6, 8, 9]) addRun.run(`${age}`, days(age));
    const asked = { ...NO_WISHES };
    expect((await admin.settings.retentionPreview(asked)).counts.jobRunDays).toBe(2);
    expect((await admin.settings.retentionPreview({ ...asked, jobRunDays: 20 })).counts.jobRunDays).toBe(0);
    await admin.jobs.runNow({ name: 'system.clean-up' });
    await expect
      .poll(() => host.store.db.prepare(`SELECT key FROM job_run WHERE name = 'x'`).pluck().all())
      .toEqual(['6']);
    await expect(
      as('AP').settings.saveCompanyRetention({ commandId: commandId(), input: NO_WISHES }),
    ).rejects.toThrow('settings.manage');
  });

  it('refuses what is out of bounds, a company’s rule from a vessel, and anything from who may not', async () => {
    await open();
    const save = (input: object, role: Role = 'AP') =>
      as(role).settings.saveSiteRetention({
        commandId: commandId(),
        input: { ...NO_WISHES, siteId: siteId(), ...input },
      });
    await expect(save({ backupWeeklyWeeks: 26 })).rejects.toThrow('A whole number from 1 to 25.');
    await expect(save({ jobRunDays: 6.5 })).rejects.toThrow('A whole number from 7 to 730.');
    await expect(save({}, 'IP')).rejects.toThrow('store.manage');
    await expect(
      as('SA').settings.saveCompanyRetention({ commandId: commandId(), input: NO_WISHES }),
    ).rejects.toThrow('in an office');
    await save({ archiveAfterDays: 30 });
    expect((await as('AP').store.archive()).afterDays).toBe(30);
  });

  it('of the machine beats what people say', async () => {
    await open({ archiveAfterDays: 5 });
    await as('AP').settings.saveSiteRetention({
      commandId: commandId(),
      input: { ...NO_WISHES, siteId: siteId(), archiveAfterDays: 30 },
    });
    expect((await as('AP').store.archive()).afterDays).toBe(5);
    expect(await as('IT', 'crew').settings.console()).toMatchObject({
      archiveAfterDaysGiven: 5,
      given: ['FAIRLEAD_ARCHIVE_AFTER_DAYS'],
    });
  });
});

describe('the plan of the backups', () => {
  it('sets the schedule at once, and refuses a folder that is not there or lies with the store', async () => {
    await open();
    const admin = as('AP');
    const cron = async () =>
      (await admin.jobs.overview()).jobs.find(({ name }) => name === 'store.backup')?.cron;
    expect(await cron()).toBe('0 */6 * * *');
    await admin.settings.saveBackupPlan({ everyHours: 24, copyTo: null });
    expect(await cron()).toBe('0 0 * * *');
    const copyTo = async (folderThere: string) =>
      admin.settings.saveBackupPlan({ everyHours: 24, copyTo: folderThere });
    await expect(copyTo(path.join(folder, 'backups'))).rejects.toThrow('lies with the store');
    await expect(copyTo('backups')).rejects.toThrow('The whole path');
    await expect(copyTo('/no/such/folder')).rejects.toThrow('/no/such/folder');
    const stick = mkdtempSync(path.join(os.tmpdir(), 'fairlead-stick-'));
    await copyTo(stick);
    await admin.store.start({ kind: 'backup' });
    await expect
      .poll(async () => (await admin.settings.console()).backup.lastCopy, { timeout: 20_000 })
      .toBeTruthy();
    const [own = ''] = readdirSync(stick);
    expect([own, readdirSync(path.join(stick, own))]).toEqual([
      expect.stringMatching(/^AUR-[0-9a-f]{8}$/),
      [expect.stringMatching(/^console-.*\.sqlite$/)],
    ]);
    expect((await as('IT', 'crew').settings.console()).backup).toMatchObject({
      copyTo: null,
      isCopied: true,
    });
    rmSync(stick, { recursive: true });
  });
});

describe('what a link carries', () => {
  it('follows the rule of its class, and is as usual again', async () => {
    await open();
    const { settings } = as('AP');
    const rule = { travelsUpTo: 3, carriesAttachments: true, pollSeconds: 60 } as const;
    host.services.sync.setLinkClass('satellite');
    const lane3 = () => host.services.sync.status().lanes.find(({ lane }) => lane === 3)?.travels;
    expect(lane3()).toBe('on-a-cheaper-link');
    await settings.saveLinkRule({ linkClass: 'satellite', rule });
    expect([lane3(), host.services.sync.status().attachmentsTravel]).toEqual(['now', 'now']);
    expect((await settings.console()).links.map((one) => one.rule)).toEqual([null, null, rule, null]);
    await expect(
      settings.saveLinkRule({ linkClass: 'satellite', rule: { ...rule, pollSeconds: 1 } }),
    ).rejects.toThrow('A whole number from 2 to 21600.');
    await settings.saveLinkRule({ linkClass: 'satellite', rule: null });
    expect(lane3()).toBe('on-a-cheaper-link');
    await expect(
      as('IT', 'crew').settings.saveLinkRule({ linkClass: 'satellite', rule: null }),
    ).rejects.toThrow('sync.manage');
  });
});

it('crew may look, and see neither relay nor gateways', async () => {
  await open();
  expect(await as('IT', 'crew').settings.console()).toMatchObject({ mail: null, gateways: null });
  await expect(as('IT', 'crew').settings.saveMailRelay({ relay: null })).rejects.toThrow(
    'notifications.manage',
  );
});
