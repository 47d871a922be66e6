import { Textarea } from '@mantine/core';
import type { ComponentProps, FormEvent, ReactNode } from 'react';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';

type OneTextFormProps = {
  /** Of `useActionForm` or `usePartForm`. */
  part: {
    submit(event?: FormEvent<HTMLFormElement>): void;
    footer: Omit<ComponentProps<typeof FormFooter>, 'submit'>;
  };
  /** The input properties of the one field. */
  field: object;
  label: string;
  hint?: string;
  submit: string;
  minRows?: number;
  danger?: boolean;
  /** Stands above the text. */
  children?: ReactNode;
};

/** One text, and the button that takes it: why something is waived, reopened, refused or withdrawn. */
export function OneTextForm(props: OneTextFormProps) {
  const { part, field, label, hint, submit, minRows = 2, danger = false, children } = props;
  return (
    <form className={styles.form} onSubmit={part.submit} noValidate>
      {children}
      <Textarea
        label={label}
        description={hint}
        autosize
        minRows={minRows}
        maxRows={10}
        data-autofocus
        {...field}
      />
      <FormFooter {...part.footer} submit={submit} danger={danger} />
    </form>
  );
}
