import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { type Actor, may, visibleSites } from '#shared/access/can.ts';
import { reachOf } from '#shared/access/reach.ts';
import { refusal } from '#shared/access/say.ts';
import { domainWords, reportNamed } from '#shared/domains/registry.ts';
import { RETENTION } from '#shared/domains/settings/retention.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import type { ReportDefinition } from '#shared/reports/define-report.ts';
import { exportFileName } from '#shared/reports/file-names.ts';
import { EXPIRY_DAYS_DEFAULT } from '#shared/reports/formats.ts';
import { wordsOf } from '#shared/kernel/words.ts';
import type { ByteFormat } from '../attachments/byte-format.ts';
import type { AuditNotes } from '../audit/audit-notes.ts';
import { noteRead } from '../audit/note-read.ts';
import type { HostServices } from '../services.ts';
import type { Store } from '../store/store.ts';
import { deviceKey } from '../sync/device-key.ts';
import { JobCancelled, type JobProgress } from '../workers/job.ts';
import { exportError } from './errors.ts';
import { exportFile, removeExport, removeExportsExcept } from './export-files.ts';
import type { ExportJobInput, ExportMade } from './export-job.ts';
import { parametersOf, placeOf, sourceOf } from './export-request.ts';
import { type ExportRow, ExportTable } from './export-table.ts';
import { Downloads } from './downloads.ts';
import type { ExportDownload, ExportRequest, ExportsService, ExportView } from './exports-service.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

/** Of one person at a time; more than these are somebody leaning on a button. */
const UNDER_WAY_MAX = 6;
const TIME_LIMIT_MS = 30 * 60_000;

export type ExportsParts = {
  readonly store: Store;
  readonly runJob: HostServices['runJob'];
  readonly dataFolder: string;
  readonly format: ByteFormat;
  readonly audit: AuditNotes;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'error'>;
  /** The longest that a file is kept, whatever was asked for. */
  readonly keepFilesDays?: (() => number) | undefined;
};

type UnderWay = {
  readonly cancel: AbortController;
  readonly ended: Promise<void>;
  progress: JobProgress | null;
};

/** Reports as files: made beside the host, kept for a while, counted when they are taken along. */
export class Exports implements ExportsService {
  readonly #parts: ExportsParts;
  readonly #table: ExportTable;
  readonly #downloads: Downloads;
  readonly #underWay = new Map<string, UnderWay>();

  constructor(parts: ExportsParts) {
    this.#parts = parts;
    this.#table = new ExportTable(parts.store);
    this.#downloads = new Downloads({ ...parts, table: this.#table });
  }

  start(actor: Actor, request: ExportRequest): { readonly id: string } {
    const { store, audit } = this.#parts;
    const { site } = store.state;
    const definition = this.#allowed(actor, request.report);
    if (site === undefined) throw exportError('no-site');
    const parameters = parametersOf(definition, request);
    this.#assertNotTooMany(actor);
    const id = randomUUID();
    const now = this.#now();
    const { attachments = false, confidential = false, expiryDays = EXPIRY_DAYS_DEFAULT } = request;
    const formats = [...new Set(request.formats)];
    const { isSealed = false } = definition;
    const context = { now, actor, site, sites: visibleSites(actor) };
    const author = actor.type === 'person' ? actor.name : site.name;
    const input: ExportJobInput = {
      id,
      dataFolder: this.#parts.dataFolder,
      reportName: definition.name,
      source: sourceOf(definition, parameters, context, store),
      frame: { site: placeOf(site), author, madeAt: now, confidential },
      formats,
      attachments,
      isSealed,
    };
    // A worker signs, and can't make the key.
    if (isSealed) deviceKey(store);
    store.bookkeeping(() => {
      this.#table.insert({
        id,
        reportName: definition.name,
        title: wordsOf(domainWords, { key: definition.titleKey }),
        parameters,
        formats,
        format:
          formats.length === 1 && formats[0] !== undefined && !attachments && !isSealed ? formats[0] : 'zip',
        attachments,
        confidential,
        expiryDays,
        sites: scopeOf(actor),
        requestedAt: now,
        requestedById: actor.id,
        requestedByName: author,
      });
      audit.note(actor, {
        event: 'exported',
        params: { what: definition.name, step: 'made', formats: formats.join(', '), id },
      });
      for (const shown of definition.shows?.({ db: store }, parameters) ?? [])
        noteRead({ db: store, notes: audit }, actor, shown);
    });
    this.#make(input, { expiryDays, siteCode: site.code });
    return { id };
  }

  get(actor: Actor, id: string): ExportView {
    return this.#viewOf(actor, this.#mustSee(actor, id));
  }

  list(actor: Actor, page: Parameters<ExportsService['list']>[1]): ReturnType<ExportsService['list']> {
    const { before, limit, of } = page;
    if (of === 'everybody' && !may(actor, 'exports.manage').allowed)
      throw refusal(actor, 'exports.manage', null);
    if (of === 'everybody') this.#parts.audit.note(actor, { event: 'exports-read', params: {} });
    const rows = this.#table.page({ before, limit: limit + 1, of: of === 'me' ? actor.id : null });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      exports: rows
        .slice(0, limit)
        .filter((row) => sees(actor, row))
        .map((row) => this.#viewOf(actor, row)),
      next: last?.number ?? null,
    };
  }

  cancel(actor: Actor, id: string): void {
    this.#mustSee(actor, id);
    this.#underWay.get(id)?.cancel.abort();
  }

  remove(actor: Actor, id: string): void {
    const row = this.#mustSee(actor, id);
    if (this.#underWay.has(id)) throw exportError('still-made', { title: row.title });
    removeExport(this.#parts.dataFolder, id);
    this.#parts.store.bookkeeping(() => {
      this.#table.remove(id);
      this.#parts.audit.note(actor, { event: 'export-removed', params: { what: row.reportName, id } });
    });
  }

  download(actor: Actor, id: string): ExportDownload {
    const row = this.#mustSee(actor, id);
    // What a person may not see any more they don't take along, also if they asked for it once.
    this.#allowed(actor, row.reportName);
    return this.#downloads.open(actor, row, this.#now());
  }

  read(actor: Actor, slice: Parameters<ExportsService['read']>[1]): { readonly base64: string } {
    return this.#downloads.read(actor, slice);
  }

  removeExpired(): number {
    const { store, dataFolder, clock, keepFilesDays = () => RETENTION.exportFileDays.usual } = this.#parts;
    const now = this.#now();
    const madeBefore = isoOf(clock.now() - keepFilesDays() * DAY_MS);
    const expired = this.#table.expired(now, madeBefore);
    for (const { id } of expired) removeExport(dataFolder, id);
    if (expired.length > 0) {
      store.bookkeeping(() => {
        for (const { id } of expired) this.#table.end(id, { state: 'expired', at: now });
      });
    }
    const kept = [...this.#table.withFile().map(({ id }) => id), ...this.#underWay.keys()];
    removeExportsExcept(dataFolder, new Set(kept));
    return expired.length;
  }

  /** After a start: nothing is under way, and files are there in today's format or not at all. */
  putRight(): void {
    const { store, dataFolder, format } = this.#parts;
    const at = this.#now();
    const cut = this.#table.underWay();
    const lost = this.#table
      .withFile()
      .filter(
        ({ id, sha256 }) =>
          format.sealedBytes(exportFile(dataFolder, id, format), sha256 ?? '') === undefined,
      );
    if (cut.length + lost.length > 0) {
      store.bookkeeping(() => {
        const problem = exportError('interrupted').details;
        for (const { id } of cut) this.#table.end(id, { state: 'failed', at, problem });
        for (const { id } of lost) this.#table.end(id, { state: 'expired', at });
      });
    }
    this.removeExpired();
  }

  async close(): Promise<void> {
    const underWay = [...this.#underWay.values()];
    for (const { cancel } of underWay) cancel.abort();
    await Promise.all(underWay.map(({ ended }) => ended));
  }

  #make(input: ExportJobInput, kept: { readonly expiryDays: number; readonly siteCode: string }): void {
    const { id } = input;
    const cancel = new AbortController();
    const made = this.#parts.runJob('exports.make', input, {
      signal: cancel.signal,
      timeLimitMs: TIME_LIMIT_MS,
      isUpkeep: true,
      onProgress: (progress) => this.#progressed(id, progress),
    });
    const ended = made
      .then(
        (result) => this.#complete(id, result, kept),
        (error: unknown) => this.#failed(id, error),
      )
      .finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, { cancel, ended, progress: null });
  }

  #progressed(id: string, progress: JobProgress): void {
    const underWay = this.#underWay.get(id);
    if (underWay === undefined) return;
    // The first word of a worker says that it has begun.
    if (underWay.progress === null) this.#parts.store.bookkeeping(() => this.#table.setProcessing(id));
    underWay.progress = progress;
  }

  #complete(
    id: string,
    made: ExportMade,
    kept: { readonly expiryDays: number; readonly siteCode: string },
  ): void {
    const { title, format, sizeBytes, sha256, filesMissing, charactersUnprinted } = made;
    const endedAtMs = this.#parts.clock.now();
    const endedAt = isoOf(endedAtMs);
    this.#parts.store.bookkeeping(() =>
      this.#table.complete(id, {
        title,
        format,
        sizeBytes,
        sha256,
        filesMissing,
        charactersUnprinted,
        endedAt,
        expiresAt: isoOf(endedAtMs + kept.expiryDays * DAY_MS),
        fileName: exportFileName(endedAt, [kept.siteCode, title], format),
      }),
    );
  }

  #failed(id: string, error: unknown): void {
    const at = this.#now();
    removeExport(this.#parts.dataFolder, id);
    if (!this.#parts.store.db.open) return;
    if (error instanceof JobCancelled) {
      this.#parts.store.bookkeeping(() => this.#table.end(id, { state: 'cancelled', at }));
      return;
    }
    this.#parts.log.error({ err: error, exportId: id }, 'an export failed');
    const problem = (isDomainError(error) ? error : exportError('unexpected')).details;
    this.#parts.store.bookkeeping(() => this.#table.end(id, { state: 'failed', at, problem }));
  }

  #allowed(actor: Actor, reportName: string): ReportDefinition {
    const definition = reportNamed(reportName);
    if (definition === undefined) throw exportError('no-report', { report: reportName });
    for (const feature of ['exports.create', definition.feature] as const) {
      if (!may(actor, feature).allowed) throw refusal(actor, feature, null);
    }
    return definition;
  }

  #assertNotTooMany(actor: Actor): void {
    const mine = this.#table.underWay().filter(({ requestedById }) => requestedById === actor.id);
    if (mine.length < UNDER_WAY_MAX) return;
    throw exportError('too-many', { max: UNDER_WAY_MAX }, { retryAfterSeconds: 10 });
  }

  #mustSee(actor: Actor, id: string): ExportRow {
    const row = this.#table.get(id);
    if (row !== undefined && sees(actor, row)) return row;
    throw exportError('no-export');
  }

  #viewOf(actor: Actor, row: ExportRow): ExportView {
    const { sites: _sites, requestedById, expiryDays: _expiryDays, ...shown } = row;
    return {
      ...shown,
      progress: this.#underWay.get(row.id)?.progress ?? null,
      isMine: requestedById === actor.id,
    };
  }

  #now(): string {
    return isoOf(this.#parts.clock.now());
  }
}

/** The sites whose rows an export may show. Rows that are somebody's own or their team's are nobody else's site. */
function scopeOf(actor: Actor): 'all' | string[] {
  const sites = visibleSites(actor);
  if (sites === 'all') return sites;
  const isWhole = actor.type === 'system' || (actor.type === 'person' && reachOf(actor) === 'site');
  return isWhole ? [...sites] : [...sites, `what ${actor.id} sees`];
}

/** One's own; and for who manages exports, what shows no more than they see themselves. */
function sees(actor: Actor, { requestedById, sites }: ExportRow): boolean {
  if (requestedById === actor.id) return true;
  if (!may(actor, 'exports.manage').allowed) return false;
  const own = visibleSites(actor);
  return own === 'all' || (sites !== 'all' && sites.every((site) => own.includes(site)));
}
