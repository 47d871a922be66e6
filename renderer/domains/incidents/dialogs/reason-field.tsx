import { Textarea } from '@mantine/core';
import { useWords } from '#renderer/shell/words.ts';

type ReasonFieldProps = { form: { getInputProps(field: 'reason'): object } };

/** Why, for those who read the timeline; nobody has to say. */
export function ReasonField({ form }: ReasonFieldProps) {
  const { t } = useWords();
  return (
    <Textarea
      label={t('incidents.reason')}
      placeholder={t('incidents.reason.hint')}
      maxLength={2_000}
      autosize
      minRows={2}
      {...form.getInputProps('reason')}
    />
  );
}
