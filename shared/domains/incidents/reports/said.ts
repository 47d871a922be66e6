import { type Label, wordsOf } from '../../../kernel/words.ts';
import { approvalPaperWords } from '../approval-words.ts';
import { incidentReportWords } from '../report-words.ts';
import { commentWords } from '../update-words.ts';
import { incidentValueWords } from '../value-words.ts';

const words = { ...incidentReportWords, ...incidentValueWords, ...approvalPaperWords, ...commentWords };

export function said(key: keyof typeof words, params?: NonNullable<Label['params']>): string {
  return wordsOf(words, params === undefined ? { key } : { key, params });
}

/** A value by its name on the pages; an unknown one as it is. */
export function valueText(group: 'severity' | 'stage' | 'type' | 'category', value: string): string {
  const known: { readonly [key: string]: string } = words;
  return known[`${group}.${value}`] ?? value;
}
