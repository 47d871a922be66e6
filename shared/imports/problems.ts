/** One thing wrong with one line of a file. */
export type ImportProblem = {
  /** As a spreadsheet counts: the headings are line 1. */
  readonly line: number;
  /** The heading; null where the line as a whole is wrong. */
  readonly column: string | null;
  /** What stood there, cut to what can be shown; empty for secrets. */
  readonly value: string;
  readonly reason: string;
  readonly remedy: string;
};

export type CheckedLine<Made> = { readonly line: number; readonly draft: Made };

/** What a dry run found. Nothing was changed by it. */
export type CheckedFile<Made> = {
  readonly format: 'csv' | 'xlsx';
  /** How the text was read, where that is not plain UTF-8. */
  readonly encoding: string;
  readonly rows: number;
  readonly wrongRows: number;
  readonly ignoredHeadings: readonly string[];
  readonly right: readonly CheckedLine<Made>[];
  readonly problems: readonly ImportProblem[];
};
