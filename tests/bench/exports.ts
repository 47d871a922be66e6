import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { blobFormatsOf } from '#host/attachments/blob-formats.ts';
import { exportFile } from '#host/exports/export-files.ts';
import type { ExportJobInput } from '#host/exports/export-job.ts';
import { pdfPages } from '#host/exports/testing/pdf-text.ts';
import { Workers } from '#host/workers/workers.ts';
import { OFFICE, personActor } from '#tests/support/test-console.ts';
import type { ReportContent } from '#shared/reports/sections.ts';
import { NOW } from './read-models/incidents.ts';
import { fillStore } from './read-models/fill.ts';

/** Exports of a real store by a worker, with what the host's event loop felt of it. Prints one JSON object. */

const ROWS = 10_000;
const PAPER_ROWS = 830;
const TIMES = 3;
const IDLE_MS = 3_000;

const folder = mkdtempSync(path.join(tmpdir(), 'fairlead-bench-exports-'));
const file = path.join(folder, 'console.sqlite');
const plain = blobFormatsOf({ blobKeyHex: undefined }, false).writing;

function inputOf(id: string, format: 'xlsx' | 'pdf', source: ExportJobInput['source']): ExportJobInput {
  return {
    id,
    dataFolder: folder,
    reportName: 'incidents.list',
    source,
    frame: {
      site: { name: OFFICE.name, code: OFFICE.code, timeZone: OFFICE.timeZone },
      author: 'Bench',
      madeAt: NOW,
      confidential: true,
    },
    formats: [format],
    attachments: false,
    isSealed: false,
  };
}

const LIST: ExportJobInput['source'] = {
  kind: 'to-build',
  parameters: { state: 'all', sort: 'reportedAt' },
  as: { now: NOW, actor: personActor('SA', 'administrator', OFFICE.id), site: OFFICE, sites: 'all' },
};

/** Fifty pages: a page of figures and charts of each kind, then a table of eight columns. */
function paper(): ReportContent {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const series = ['Critical', 'High', 'Medium', 'Low'].map((name, at) => ({
    name,
    values: months.map((_month, month) => 3 + ((month * 7 + at * 5) % 23)),
  }));
  return {
    title: 'Incidents of the fleet',
    subtitle: 'A year of incidents',
    period: { from: '2026-01-01T00:00:00.000Z', to: '2026-12-31T00:00:00.000Z' },
    sections: [
      {
        type: 'figures',
        title: 'Figures',
        look: 'tiles',
        items: [{ label: 'Incidents', type: 'number', value: ROWS }],
      },
      ...(['line', 'bar', 'stacked-bar', 'pie', 'donut'] as const).map((kind) => ({
        type: 'chart' as const,
        title: `By month (${kind})`,
        kind,
        categories: months,
        series,
      })),
      {
        type: 'table',
        title: 'Incidents',
        columns: [
          { title: 'Number', type: 'text', weight: 2 },
          { title: 'Title', type: 'text', weight: 4 },
          { title: 'Severity', type: 'text' },
          { title: 'Stage', type: 'text', weight: 1.5 },
          { title: 'Site', type: 'text', weight: 1.2 },
          { title: 'Reported', type: 'instant', weight: 1.6 },
          { title: 'Took', type: 'duration' },
          { title: 'Level', type: 'number' },
        ],
        rows: Array.from({ length: PAPER_ROWS }, (_row, index) => [
          `AUR-INC-2026-${String(index).padStart(4, '0')}`,
          `Smoke in the steering gear room, port side, seen by watch ${index % 7}`,
          'High',
          'Under investigation',
          'MV Aurora',
          '2026-11-21T04:12:00.000Z',
          index * 61_000,
          index % 4,
        ]),
      },
    ],
  };
}

async function measured(workers: Workers, input: ExportJobInput) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  // The loop has come to rest from whatever was before.
  await setTimeout(100);
  delay.enable();
  const startedAtMs = performance.now();
  const cpu = process.cpuUsage();
  const made = await workers.run('exports.make', input);
  const tookMs = performance.now() - startedAtMs;
  delay.disable();
  const { user, system } = process.cpuUsage(cpu);
  return {
    tookMs: Math.round(tookMs),
    // Of all threads, so also on a busy machine what it costs.
    cpuMs: Math.round((user + system) / 1_000),
    longestStallMs: Math.round(delay.max / 1e5) / 10,
    sizeBytes: made.sizeBytes,
  };
}

async function runs(
  workers: Workers,
  name: string,
  format: 'xlsx' | 'pdf',
  source: ExportJobInput['source'],
) {
  const all = [];
  for (let time = 0; time < TIMES; time += 1)
    all.push(await measured(workers, inputOf(`${name}-${time}`, format, source)));
  return all;
}

/** What the loop feels while nothing is done: on a busy machine not nothing. */
async function idleStallMs(): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await setTimeout(IDLE_MS);
  delay.disable();
  return Math.round(delay.max / 1e5) / 10;
}

fillStore(file, ROWS, { withStatistics: true });
const workers = new Workers({ file });
try {
  const idle = await idleStallMs();
  const excel = await runs(workers, 'list', 'xlsx', LIST);
  const pdf = await runs(workers, 'paper', 'pdf', { kind: 'built', content: paper(), beside: [] });
  const pages = pdfPages(plain.read(exportFile(folder, 'paper-0', plain), 0, pdf[0]?.sizeBytes ?? 0)).length;
  // The first run of each starts its thread or loads its library.
  console.log(
    JSON.stringify(
      { idleStallMs: idle, excel: { rows: ROWS, runs: excel }, pdf: { pages, charts: 5, runs: pdf } },
      null,
      2,
    ),
  );
} finally {
  await workers.close();
  rmSync(folder, { recursive: true });
}
