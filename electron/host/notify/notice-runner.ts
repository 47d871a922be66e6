import type { Logger } from 'pino';
import type { z } from 'zod';
import { notificationCommands } from '#shared/domains/notifications/commands.ts';
import { RECIPIENTS_MAX, type Told } from '#shared/domains/notifications/raise.ts';
import { notification, type OutboundChannel } from '#shared/domains/notifications/schema.ts';
import { person, type Person } from '#shared/domains/people/schema.ts';
import { site as siteEntity } from '#shared/domains/settings/schema.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import type { NoticeDraft } from '#shared/kernel/define-notice.ts';
import type { Label } from '#shared/kernel/words.ts';
import type { DeliveryChannels } from '#shared/delivery/channel.ts';
import type { CommandRunner } from '../commands/command-runner.ts';
import { viewOf } from '../store/record-tables.ts';
import type { Committed, Store } from '../store/store.ts';
import { asConsole } from './as-console.ts';
import { allNotices, draftsFor, draftsOf, FRESH_MS, type FoundDraft, settledBy } from './draft-notices.ts';
import { messageTexts, type Reading, readingOf } from './message-texts.ts';
import { administrators, PEOPLE_OF_SITE, recipientsAt } from './recipients.ts';

/** Records of a kind that are looked at again after a start, newest first. */
const CATCH_UP_ROWS = 500;

export type NoticeRunnerParts = {
  readonly store: Store;
  readonly commands: CommandRunner;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'error'>;
  /** Ways out that this console has itself. */
  readonly channels: DeliveryChannels;
};

/** Something to tell that follows from no record, such as a job that failed. */
export type PlainNotice = Omit<NoticeDraft, 'audience' | 'at'> & {
  readonly category: string;
  readonly link?: { readonly kind: string; readonly id: string };
};

/**
 * Tells the people of this site what the records call for: at its first console, after the commit that brought them,
 * whether it happened here or arrived. What a crash kept from being told is found again at the next start: notices
 * follow from records, and each is told once.
 */
export class NoticeRunner {
  readonly #parts: NoticeRunnerParts;

  constructor(parts: NoticeRunnerParts) {
    this.#parts = parts;
  }

  committed({ records }: Committed): void {
    const { store, clock } = this.#parts;
    if (!this.#isHome()) return;
    for (const { notice, linkId, occurrence } of settledBy(records)) {
      this.#settle(notice.name, linkId, occurrence);
    }
    for (const found of draftsOf(store, clock, records)) this.#raise(found);
  }

  /** Looks at everything fresh once more. */
  catchUp(): void {
    if (!this.#isHome()) return;
    const { store, clock } = this.#parts;
    const since = firstIdAt(clock.now() - FRESH_MS);
    for (const on of new Set(allNotices.map((notice) => notice.on))) {
      const recent = store.records(
        on,
        `SELECT data FROM ${viewOf(on)} WHERE id >= :since ORDER BY id DESC LIMIT ${CATCH_UP_ROWS}`,
        { since },
      );
      for (const record of recent.toReversed()) {
        for (const found of draftsFor(store, clock, on.kind, record)) this.#raise(found);
      }
    }
    this.#settleOver();
  }

  /** Tells the administrators of this site. */
  tellAdministrators(notice: PlainNotice): void {
    if (!this.#isHome()) return;
    const ids = administrators(this.#people()).map(({ id }) => id);
    const { category, link = { kind: '', id: '' }, ...draft } = notice;
    this.#tell(category, { ...draft, at: isoOf(this.#parts.clock.now()) }, link, ids);
  }

  #raise({ notice, draft, subject }: FoundDraft): void {
    const own = this.#parts.store.state.site;
    if (own === undefined) return;
    const ids = recipientsAt(own, this.#people(), { siteId: subject.siteId, audience: draft.audience });
    this.#tell(
      notice.name,
      draft,
      { kind: notice.subject.kind, id: subject.id, siteId: subject.siteId },
      ids,
    );
  }

  #tell(
    category: string,
    draft: Omit<NoticeDraft, 'audience'>,
    link: { kind: string; id: string; siteId?: string },
    personIds: readonly string[],
  ): void {
    const { store } = this.#parts;
    const where = link.siteId === undefined ? undefined : store.record(siteEntity, link.siteId);
    const { occurrence, severity, title, body, route, dedupeKey, groupKey, at } = draft;
    const told: Omit<z.input<typeof Told>, 'texts'> = {
      occurrence,
      severity,
      category,
      titleKey: title.key,
      titleParams: { ...title.params },
      bodyKey: body.key,
      bodyParams: { ...body.params },
      linkKind: link.kind,
      linkId: link.id,
      route,
      dedupeKey,
      groupKey,
      carriers: this.carriers(),
    };
    const siteName = where?.name ?? store.state.site?.name ?? '';
    const wayBack = this.#wayBack(draft, link.siteId);
    for (const [reading, ids] of this.#byReading(personIds.slice(0, RECIPIENTS_MAX))) {
      const texts = messageTexts(store, { category, severity, title, body, siteName, at, reading, wayBack });
      this.#run(notificationCommands.raise, { told: { ...told, texts }, personIds: ids });
    }
  }

  /** INC-86: what the server sends is answered at the number that the server listens to; what a site sends is not. */
  #wayBack({ wayBack }: Pick<NoticeDraft, 'wayBack'>, siteId: string | undefined): Label | undefined {
    const { state } = this.#parts.store;
    if (wayBack === undefined || !state.serverTakesCalls || this.carriers().sms !== 'server')
      return undefined;
    return siteId === state.site?.id ? wayBack.here : wayBack.elsewhere;
  }

  /** Texts say when it happened, so those who read times alike are told together. */
  #byReading(personIds: readonly string[]): [Reading, string[]][] {
    const groups = new Map<string, [Reading, string[]]>();
    for (const id of personIds) {
      const reading = readingOf(this.#parts.store, id);
      const key = JSON.stringify(reading);
      const group = groups.get(key) ?? [reading, []];
      group[1].push(id);
      groups.set(key, group);
    }
    return [...groups.values()];
  }

  /** Who carries what leaves the console: the site where it has a way out of its own, else the company's server. */
  carriers(): { readonly [C in OutboundChannel]: 'site' | 'server' | null } {
    const { store, channels } = this.#parts;
    const elsewhere = store.state.membership === undefined ? null : 'server';
    const carrier = (channel: OutboundChannel) => (channels[channel] === undefined ? elsewhere : 'site');
    return { email: carrier('email'), sms: carrier('sms'), push: carrier('push') };
  }

  /** Lines that wait about something that is over by now. */
  #settleOver(): void {
    const { store } = this.#parts;
    for (const notice of allNotices) {
      const open = store.records(
        notification,
        `SELECT data FROM ${viewOf(notification)}
         WHERE category = :category AND siteId = :siteId AND acknowledgedAt IS NULL LIMIT ${CATCH_UP_ROWS}`,
        { category: notice.name, siteId: store.state.site?.id ?? '' },
      );
      for (const linkId of new Set(open.map((line) => line.linkId))) {
        const subject = store.record(notice.subject, linkId);
        if (subject !== undefined && notice.isOver(subject)) this.#settle(notice.name, linkId);
      }
      for (const { linkId, occurrences } of open) {
        const [occurrence] = occurrences;
        if (notice.isTakenBack === undefined || occurrence === undefined || occurrences.length > 1) continue;
        const record = store.record(notice.on, occurrence);
        if (record !== undefined && notice.isTakenBack(record)) this.#settle(notice.name, linkId, occurrence);
      }
    }
  }

  #settle(category: string, linkId: string, occurrence?: string): void {
    const { store } = this.#parts;
    const isWaiting = store
      .records(
        notification,
        `SELECT data FROM ${viewOf(notification)} WHERE linkId = :linkId AND category = :category
           AND siteId = :siteId AND acknowledgedAt IS NULL LIMIT 1`,
        { linkId, category, siteId: store.state.site?.id ?? '' },
      )
      .some(() => true);
    if (!isWaiting) return;
    this.#run(notificationCommands.settle, {
      category,
      linkId,
      byName: this.#acknowledgedBy(category, linkId),
      ...(occurrence === undefined ? {} : { occurrence }),
    });
  }

  /** Who acknowledged it, where the record says so. */
  #acknowledgedBy(category: string, linkId: string): string {
    const notice = allNotices.find(({ name }) => name === category);
    const subject: { readonly [field: string]: unknown } | undefined =
      notice && this.#parts.store.record(notice.subject, linkId);
    const name = subject?.['acknowledgedByName'];
    return typeof name === 'string' ? name : '';
  }

  #run(command: (typeof notificationCommands)['raise' | 'settle'], input: unknown): void {
    const { log } = this.#parts;
    try {
      asConsole(this.#parts, command, input);
    } catch (error) {
      // What was committed stands; the next start looks at it again.
      log.error({ err: error, command: command.name }, 'people could not be told');
    }
  }

  #people(): readonly Person[] {
    const { store } = this.#parts;
    return store.records(person, PEOPLE_OF_SITE, { siteId: store.state.site?.id ?? '' });
  }

  #isHome(): boolean {
    const { site, station } = this.#parts.store.state;
    return site !== undefined && station === 1;
  }
}

/** Ids begin with the time they were made at (UUID version 7), so the key finds what is new without reading the rest. */
function firstIdAt(ms: number): string {
  const time = Math.max(0, ms).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}`;
}
