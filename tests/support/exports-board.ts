import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { expect } from 'vitest';
import type { Actor } from '#shared/access/can.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import type { ExportFormat } from '#shared/reports/formats.ts';
import { BLOB_CHUNK_BYTES } from '#shared/sync/limits.ts';
import type { AuditNote } from '#host/audit/audit-notes.ts';
import { createExports } from '#host/exports/create-exports.ts';
import { exportsFolder } from '#host/exports/export-files.ts';
import type { ExportsService } from '#host/exports/exports-service.ts';
import type { StoreKey } from '#host/store/encryption/store-key.ts';
import { Workers } from '#host/workers/workers.ts';
import { MASTER, type TestConsole, testConsole } from './test-console.ts';

type RunJob = Parameters<typeof createExports>[0]['runJob'];

/** A console on a file whose exports are made in real workers, and what was noted of them. */
export class ExportsBoard {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'fairlead-reports-'));
  readonly board: TestConsole;
  readonly notes: { readonly actor: string; readonly note: AuditNote }[] = [];
  readonly #workers: Workers;
  readonly #encryption: 'on' | 'off';
  #made: ReturnType<typeof createExports>;

  constructor(storeKey?: StoreKey) {
    const file = path.join(this.folder, 'console.sqlite');
    const key = storeKey === undefined ? {} : { storeKey };
    this.board = testConsole({ file, runTimers: false, ...key });
    this.#workers = new Workers({ file, ...key });
    this.#encryption = storeKey === undefined ? 'off' : 'on';
    this.#made = this.#create((name, input, how) => this.#workers.run(name, input, how));
  }

  get service(): ExportsService {
    return this.#made.service;
  }

  /** As after an end that nothing could prepare for. */
  startAgain(runJob: RunJob = (name, input, how) => this.#workers.run(name, input, how)): void {
    this.#made = this.#create(runJob);
  }

  /** Ends the exports alone; the console goes on. */
  async end(): Promise<void> {
    await this.#made.close();
  }

  async close(): Promise<void> {
    await this.end();
    await this.#workers.close();
    this.board.close();
    rmSync(this.folder, { recursive: true });
  }

  reported(title: string, severity = 'high', actor: Actor = MASTER): string {
    const input = { title, severity, place: 'Hold 3' };
    return this.board.run<{ id: string }>(incidentCommands.report, input, actor).id;
  }

  /** An export as it ended. */
  async done(id: string, actor: Actor = MASTER) {
    await expect
      .poll(() => this.service.get(actor, id).state, { timeout: 15_000 })
      .not.toMatch(/pending|processing/);
    return this.service.get(actor, id);
  }

  async exported(formats: ExportFormat[], changes: object = {}, actor: Actor = MASTER): Promise<Buffer> {
    const request = { report: 'incidents.list', parameters: {}, formats, ...changes };
    const { id } = this.service.start(actor, request);
    const { state, problem } = await this.done(id, actor);
    expect([state, problem]).toEqual(['completed', null]);
    return this.#bytesOf(id, actor);
  }

  /** Names of the files that exports have left. */
  files(): string[] {
    return readdirSync(exportsFolder(this.folder));
  }

  #create(runJob: RunJob) {
    const { board, notes } = this;
    return createExports({
      store: board.store,
      runJob,
      dataFolder: this.folder,
      encryption: this.#encryption,
      audit: { note: (actor, note) => notes.push({ actor: actor === 'nobody' ? actor : actor.id, note }) },
      clock: board.clock,
      log: pino({ level: 'silent' }),
    });
  }

  #bytesOf(id: string, actor: Actor): Buffer {
    const { ticket, sizeBytes, sha256 } = this.service.download(actor, id);
    const pieces: Buffer[] = [];
    for (let offset = 0; offset < sizeBytes; offset += BLOB_CHUNK_BYTES) {
      const { base64 } = this.service.read(actor, { ticket, offset, length: BLOB_CHUNK_BYTES });
      pieces.push(Buffer.from(base64, 'base64'));
    }
    const bytes = Buffer.concat(pieces);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    return bytes;
  }
}

/** The code of a refusal. */
export function refusalOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return 'nothing refused';
}
