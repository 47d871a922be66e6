import type { Report, ReportFile, Row, TableSection } from '#shared/reports/sections.ts';
import { rowsIn } from '#shared/reports/sections.ts';
import type { Output } from './output.ts';
import { paperWord } from '#shared/reports/words.ts';

/** A picture that may be shown inside a document. */
export type Picture = {
  readonly bytes: Buffer;
  readonly kind: 'jpeg' | 'png';
  readonly widthPixels: number;
  readonly heightPixels: number;
};

export type RenderTools = {
  /** Call after rows were written: tells how far it is, and throws when nobody wants it any more. */
  rowsDone(count: number): void;
  /** Undefined: its bytes are not here, or it is nothing to be shown. */
  picture(file: ReportFile): Picture | undefined;
  /** So many characters stand in the document as a sign only. */
  unprinted(characters: number): void;
};

/** Makes one document of a report. Texts are as people typed them: each renderer makes them harmless. */
export type Renderer = (report: Report, output: Output, tools: RenderTools) => void | Promise<void>;

const TOLD_EVERY_ROWS = 250;

/** The rows of a table, with progress told and cancelling heard on the way. */
export function* countedRows(table: TableSection, tools: Pick<RenderTools, 'rowsDone'>): Generator<Row> {
  let untold = 0;
  for (const row of rowsIn(table)) {
    yield row;
    untold += 1;
    if (untold < TOLD_EVERY_ROWS) continue;
    tools.rowsDone(untold);
    untold = 0;
  }
  tools.rowsDone(untold);
}

export const CONFIDENTIAL = paperWord('paper.confidential');
