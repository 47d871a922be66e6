import type { complianceOf } from '../../queries/compliance.ts';
import type { Incident } from '../../schema.ts';
import type { FormKnown } from '../form-known.ts';

/** The forms that duties name and a record of ours can prepare, as duties name them. */
export const FORM_NAMES = [
  'CG-2692',
  'CG-2692B',
  'AMSA-18',
  'AMSA-19',
  'A.851',
  'MSC-MEPC.3-Circ.4',
] as const;
export type FormName = (typeof FORM_NAMES)[number];

/** Where a value was taken from. */
export type FormSource = 'site' | 'report' | 'facts' | 'people' | 'actions' | 'witnesses';

/** One field of a form; null: the record does not know, somebody fills it in. */
export type FormBlock = {
  /** As the edition has it: a number, a letter, or the heading under which it stands. */
  readonly number: string;
  readonly label: string;
  readonly value: string | null;
  readonly from: FormSource | null;
};

/** INC-48: a form as data. It is not the form itself. */
export type PreparedForm = {
  readonly form: FormName;
  /** From which edition numbers and labels are, and what of it was not compared. */
  readonly edition: string;
  readonly blocks: readonly FormBlock[];
};

export type Known = { readonly incident: Incident; readonly form: FormKnown } & ReturnType<
  typeof complianceOf
>;

export function block(
  number: string,
  label: string,
  from: FormSource | null = null,
  value: string | number | null = null,
): FormBlock {
  const said = value === null ? '' : String(value);
  return { number, label, value: said === '' ? null : said, from: said === '' ? null : from };
}
