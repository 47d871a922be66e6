import type { ComplianceEntry } from '../../schema/compliance.ts';
import { FORM_NAMES, type FormName } from './form.ts';

/** INC-48: the forms that the duties of an incident name and that can be prepared, each once. */
export function formsDue(
  duties: readonly Pick<ComplianceEntry, 'form' | 'withdrawnAt' | 'status'>[],
): readonly FormName[] {
  const named = new Set(
    duties
      .filter(({ withdrawnAt, status }) => withdrawnAt === null && status !== 'not_applicable')
      .map(({ form }) => form),
  );
  return FORM_NAMES.filter((form) => named.has(form));
}
