import type { Catalogue } from '../kernel/words.ts';
import { type Label, wordsOf } from '../kernel/words.ts';

/** Parameters whose values are names of ours; the others (a person, a file, a number) are shown as they are. */
const NAMED: { readonly [parameter: string]: readonly string[] } = {
  severity: ['severity'],
  stage: ['stage'],
  from: ['severity', 'stage'],
  to: ['severity', 'stage'],
  impact: ['impact'],
  impactWas: ['impact'],
  fileKind: ['fileKind'],
  complianceStatus: ['complianceStatus'],
  casualtyClass: ['casualtyClass'],
  refusal: ['callRefusal'],
};

/** A value as a person says it: `under_investigation` becomes "under investigation". */
export function sayValueIn(catalogue: Catalogue, name: string, value: string | number): string | number {
  for (const group of NAMED[name] ?? []) {
    const text = catalogue[`${group}.${value}`];
    if (text !== undefined) return text.toLocaleLowerCase();
  }
  return value;
}

/** The text of a label that came from a record or a journal, with names of ours in words too. */
export function sayLabel(catalogue: Catalogue, { key, params = {} }: Label): string {
  const said = Object.entries(params).map(([name, value]) => [name, sayValueIn(catalogue, name, value)]);
  return wordsOf(catalogue, { key, params: Object.fromEntries(said) });
}
