import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { reportNamed } from '#shared/domains/registry.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Entity, RecordOf } from '#shared/kernel/define-entity.ts';
import type { QueryContext } from '#shared/kernel/define-query.ts';
import type { ReadDatabase, SqlParameters } from '#shared/kernel/transaction.ts';
import { tablesOf } from '#shared/reports/as-tables.ts';
import type { DocumentFormat, ExportFormat } from '#shared/reports/formats.ts';
import { Report, type ReportContent } from '#shared/reports/sections.ts';
import { blobFormatsOf } from '../attachments/blob-formats.ts';
import { ArchivedRecords } from '../store/archive/archived-records.ts';
import { ConsoleState } from '../store/console-state.ts';
import { syncFile, syncFolderOf } from '../store/durable.ts';
import { viewOf } from '../store/record-tables.ts';
import { recordInText } from '../store/record-writer.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { JobContext } from '../workers/job.ts';
import { attachedFiles } from './attached-files.ts';
import { exportFile, partFile } from './export-files.ts';
import { packSealOf } from './pack/pack-seal.ts';
import { writeBundle } from './render/bundle.ts';
import { documentsOf } from './render/documents.ts';
import { HashedOutput, type Output } from './render/output.ts';
import type { RenderTools } from './render/renderer.ts';

/** Plain values only: they are copied into the worker. */
export type ExportJobInput = {
  readonly id: string;
  readonly dataFolder: string;
  readonly reportName: string;
  /** Built by the host already, or to be built here as the person who asked. */
  readonly source:
    | {
        readonly kind: 'built';
        readonly content: ReportContent;
        /** Further documents that are packed beside it. */
        readonly beside: readonly ReportContent[];
      }
    | {
        readonly kind: 'to-build';
        readonly parameters: unknown;
        readonly as: Omit<QueryContext, 'db'>;
      };
  readonly frame: Pick<Report, 'site' | 'author' | 'madeAt' | 'confidential'>;
  readonly formats: readonly ExportFormat[];
  readonly attachments: boolean;
  /** A ZIP that the console signs. */
  readonly isSealed: boolean;
};

export type ExportMade = {
  readonly title: string;
  /** What the file is: the format asked for, or a ZIP that holds what was asked for. */
  readonly format: ExportFormat;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Attachments that are listed, but whose bytes are not here or damaged. */
  readonly filesMissing: number;
  /** Characters that a PDF could not show, for want of a font that has them. */
  readonly charactersUnprinted: number;
};

/** Makes the file of an export. It gets its name when it is whole; nothing of it is ever on the disk in the clear beside an encrypted store. */
export async function makeExport(context: JobContext, input: ExportJobInput): Promise<ExportMade> {
  const { id, dataFolder } = input;
  context.step({ done: 0, total: null });
  const { db, connection } = context;
  const { blobKeyHex } = new ConsoleState(db);
  const formats = blobFormatsOf({ blobKeyHex }, connection.storeKey !== undefined);
  const format = formats.writing;
  const part = partFile(dataFolder, id, format);
  mkdirSync(path.dirname(part), { recursive: true, mode: 0o700 });
  rmSync(part, { force: true });
  format.create(part);
  // Everything in it is of one moment.
  connectionOf(db).statement('BEGIN').run();
  try {
    const output = new HashedOutput((bytes) => format.append(part, bytes));
    const made = await writeExport(context, input, output, attachedFiles(dataFolder, formats));
    const { sha256, sizeBytes } = output.end();
    format.seal(part, sha256);
    syncFile(part);
    const file = exportFile(dataFolder, id, format);
    renameSync(part, file);
    syncFolderOf(file);
    return { ...made, sha256, sizeBytes };
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  } finally {
    connectionOf(db).statement('ROLLBACK').run();
  }
}

async function writeExport(
  context: JobContext,
  input: ExportJobInput,
  output: Output,
  files: ReturnType<typeof attachedFiles>,
): Promise<Omit<ExportMade, 'sha256' | 'sizeBytes'>> {
  const report = Report.parse({ ...input.frame, ...contentOf(context, input) });
  const asked = input.formats.filter((format): format is DocumentFormat => format !== 'zip');
  const usual: readonly DocumentFormat[] = input.isSealed ? ['pdf', 'json'] : ['pdf'];
  const wanted = asked.length === 0 ? usual : asked;
  let charactersUnprinted = 0;
  const tools: RenderTools = {
    ...progressOf(context, report, wanted.length),
    picture: (file) => files.picture(file),
    unprinted(characters) {
      charactersUnprinted += characters;
    },
  };
  const reports = [report, ...besideOf(input)];
  const documents = (
    await Promise.all(
      reports.flatMap((one) => wanted.map((format) => documentsOf(one, format, tools, one !== report))),
    )
  ).flat();
  const [only] = documents;
  const isPacked = input.isSealed || input.attachments || input.formats.includes('zip');
  const isOneFile = documents.length === 1 && !isPacked;
  if (isOneFile && only !== undefined) {
    await only.write(output);
    return { title: report.title, format: only.ending, filesMissing: 0, charactersUnprinted };
  }
  const attachments = input.attachments ? files : null;
  const seal = input.isSealed ? packSealOf(context.db) : null;
  const { missing } = await writeBundle({ report, documents, attachments, seal }, output, tools);
  return { title: report.title, format: 'zip', filesMissing: missing.length, charactersUnprinted };
}

function contentOf(context: JobContext, { source, reportName }: ExportJobInput): ReportContent {
  if (source.kind === 'built') return source.content;
  const definition = must(reportNamed(reportName), `report ${reportName}`);
  return definition.build(
    { ...source.as, db: readsOf(context) },
    definition.parameters.parse(source.parameters),
  );
}

function besideOf({ source, frame }: ExportJobInput): Report[] {
  return source.kind === 'built'
    ? source.beside.map((content) => Report.parse({ ...frame, ...content }))
    : [];
}

/** Progress counts rows of all tables, in all formats, where every table says how many it has. */
function progressOf(context: JobContext, report: Report, documents: number): Pick<RenderTools, 'rowsDone'> {
  const expected = tablesOf(report).map(({ rows, expectedRows }) =>
    typeof rows === 'function' ? expectedRows : rows.length,
  );
  const total = expected.some((rows) => rows === undefined)
    ? null
    : documents * expected.reduce<number>((sum, rows) => sum + (rows ?? 0), 0);
  let done = 0;
  return {
    rowsDone(count) {
      done += count;
      context.step({ done: total === null ? done : Math.min(done, total), total });
    },
  };
}

const Data = z.object({ data: z.string() });

/** The store as queries see it, from beside the host. What lies in the archive is not in it: such reports the host builds. */
function readsOf(context: JobContext): ReadDatabase {
  const { db } = context;
  const archived = new ArchivedRecords(db);
  return {
    record<E extends Entity>(entity: E, id: string): RecordOf<E> | undefined {
      const [found] = context.all(Data, `SELECT data FROM ${viewOf(entity)} WHERE id = :id LIMIT 1`, { id });
      // A view of an entity has its records only, which went through its schema on the way in.
      return found === undefined ? undefined : (recordInText(found.data) as unknown as RecordOf<E>);
    },
    archivedIn: (entity, id) => archived.stub(entity.collection, id)?.month,
    all: (row, sql, parameters) => context.all(row, sql, parameters),
    get<Row extends z.ZodType>(
      row: Row,
      sql: string,
      parameters: SqlParameters = {},
    ): z.output<Row> | undefined {
      const found = connectionOf(db).statement(sql).get(parameters);
      return found === undefined ? undefined : row.parse(found);
    },
  };
}
