import { useForm } from '@mantine/form';
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import { useDrafts } from './drafts.ts';

type Values = Record<string, unknown>;

type DraftFormOptions<V extends Values> = {
  /** Names the form in the draft store; null keeps nothing, for passphrases. */
  readonly formId: string | null;
  readonly initial: V;
  readonly schema: z.ZodType;
  /** What the host refused, put to its field. */
  readonly error: ErrorDetails | null;
};

/** A form whose text is never lost, checked by the command's own schema before it is sent. */
export function useDraftForm<V extends Values>(options: DraftFormOptions<V>) {
  const { formId, schema, error } = options;
  // What the fields held when the form was opened; the record behind it may change meanwhile.
  const [initial] = useState(options.initial);
  const draft = formId === null ? undefined : useDrafts.getState().values[formId];
  const form = useForm<V>({
    initialValues: { ...initial, ...kept(draft, initial) },
    validate: (values) => fieldErrors(schema, values),
    onValuesChange: (values) => {
      if (formId !== null) useDrafts.getState().keep(formId, changedOf(values, initial));
    },
  });
  const { setErrors } = form;
  useEffect(() => {
    if (error?.field !== undefined && error.field in initial) {
      setErrors({ [error.field]: [error.message, error.remedy].filter(Boolean).join(' ') });
    }
  }, [error, initial, setErrors]);
  return { ...form, opened: initial };
}

export function dropDraft(formId: string): void {
  useDrafts.getState().drop(formId);
}

/** What a person changed: an untouched field must not bring an old value back when the record has a newer one. */
function changedOf<V extends Values>(values: V, initial: V): Values {
  return Object.fromEntries(Object.entries(values).filter(([field, value]) => value !== initial[field]));
}

/** Only fields that the form still has, of the type it has them in: a draft may be older than the form. */
function kept<V extends Values>(draft: unknown, initial: V): Partial<V> {
  if (typeof draft !== 'object' || draft === null) return {};
  const entries = Object.entries(draft).filter(
    ([field, value]) =>
      field in initial && (typeof value === typeof initial[field] || initial[field] === null),
  );
  // Filtered to the fields of V just above.
  return Object.fromEntries(entries) as Partial<V>;
}

export function fieldErrors(schema: z.ZodType, values: unknown): { [field: string]: string } {
  const checked = schema.safeParse(values);
  if (checked.success) return {};
  const errors: { [field: string]: string } = {};
  for (const issue of checked.error.issues) errors[issue.path.join('.')] ??= issue.message;
  return errors;
}
