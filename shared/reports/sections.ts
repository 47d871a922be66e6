import { z } from 'zod';
import { Instant } from '../kernel/fields.ts';

/**
 * A report as data: what it says, not how it looks. Every format is made from this, so a report is written
 * once. Texts may hold anything a person typed; each renderer makes them harmless for its own format.
 */

export const COLUMN_TYPES = ['text', 'number', 'instant', 'duration', 'yes-no', 'link'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

/** How values are to be read: `number` with so many digits behind the point, `duration` in milliseconds, `instant` as UTC ISO. */
const Typed = z.object({
  type: z.enum(COLUMN_TYPES),
  digits: z.int().min(0).max(6).default(0),
});

export const Column = Typed.extend({
  title: z.string().min(1).max(120),
  /** Share of the width on paper; 1 if nothing is said. */
  weight: z.number().positive().max(20).default(1),
});
export type Column = z.output<typeof Column>;

/** A link keeps its address only if it is one of the web or of mail; else its text is all that is shown. */
export const Link = z.object({ text: z.string(), href: z.string().max(2_000) });
export const Cell = z.union([z.string(), z.number(), z.boolean(), z.null(), Link]);
export type Cell = z.output<typeof Cell>;
export type Row = readonly Cell[];

/** Rows at hand, or read while they are written: a report of a million rows never holds them all. */
export type RowSource = readonly Row[] | (() => Iterable<Row>);
const RowSource = z.custom<RowSource>((value) => Array.isArray(value) || typeof value === 'function');

const Heading = z.object({
  type: z.literal('heading'),
  text: z.string().min(1).max(300),
  level: z.union([z.literal(1), z.literal(2)]).default(1),
});

const Paragraph = z.object({ type: z.literal('paragraph'), text: z.string() });

export const Figure = Typed.extend({ label: z.string().min(1).max(120), value: Cell });
export type Figure = z.output<typeof Figure>;

const Figures = z.object({
  type: z.literal('figures'),
  title: z.string().max(120),
  /** Large numbers side by side, or one fact under the other. */
  look: z.enum(['tiles', 'list']),
  items: z.array(Figure).max(100),
});
export type FiguresSection = z.output<typeof Figures>;

const Table = z.object({
  type: z.literal('table'),
  title: z.string().min(1).max(120),
  columns: z.array(Column).min(1).max(40),
  rows: RowSource,
  /** How many rows there will be, where somebody knows: for the progress bar. */
  expectedRows: z.int().nonnegative().optional(),
});
export type TableSection = z.output<typeof Table>;

export const CHART_KINDS = ['line', 'bar', 'stacked-bar', 'pie', 'donut'] as const;

const Chart = z
  .object({
    type: z.literal('chart'),
    title: z.string().min(1).max(120),
    kind: z.enum(CHART_KINDS),
    unit: z.string().max(20).default(''),
    digits: z.int().min(0).max(6).default(0),
    categories: z.array(z.string().max(300)).min(1).max(400),
    series: z
      .array(z.object({ name: z.string().min(1).max(300), values: z.array(z.number().nullable()).max(400) }))
      .min(1)
      .max(12),
  })
  .refine(
    ({ categories, series }) => series.every(({ values }) => values.length === categories.length),
    'Each series has one value a category.',
  );
export type ChartSection = z.output<typeof Chart>;

export const ReportFile = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  fileName: z.string().min(1).max(200),
  mediaType: z.string().max(80),
  sizeBytes: z.int().nonnegative(),
  addedAt: Instant.nullable(),
  addedByName: z.string().max(80),
});
export type ReportFile = z.output<typeof ReportFile>;

/** Attachments: listed with size and hash; pictures are shown where the format can; the bytes travel in a ZIP. */
const Files = z.object({
  type: z.literal('files'),
  title: z.string().min(1).max(120),
  items: z.array(ReportFile).max(1_000),
});
export type FilesSection = z.output<typeof Files>;

export const Section = z.discriminatedUnion('type', [Heading, Paragraph, Figures, Table, Chart, Files]);
export type Section = z.output<typeof Section>;

export const Report = z.object({
  title: z.string().min(1).max(200),
  subtitle: z.string().max(300).nullable(),
  /** Instants from and to which it speaks. */
  period: z.object({ from: Instant, to: Instant }).nullable(),
  /** Local times are those of this place. */
  site: z.object({ name: z.string().max(120), code: z.string().max(20), timeZone: z.string().max(60) }),
  author: z.string().max(120),
  madeAt: Instant,
  confidential: z.boolean(),
  sections: z.array(Section).max(500),
});
export type Report = z.output<typeof Report>;

/** What a domain writes: the rest is known to whoever makes the file. `site`: it speaks of another place than this console's. */
export type ReportContent = Pick<z.input<typeof Report>, 'title' | 'subtitle' | 'period' | 'sections'> & {
  readonly site?: Report['site'];
};

export function rowsIn({ rows }: Pick<TableSection, 'rows'>): Iterable<Row> {
  return typeof rows === 'function' ? rows() : rows;
}
