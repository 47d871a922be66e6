import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { acknowledgeCircular, withdrawCircular } from '#shared/domains/incidents/commands/circulars.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import formStyles from '#renderer/ui/form.module.css';
import { Panel } from '#renderer/ui/panel.tsx';
import { OneTextForm } from '../dialogs/one-text-form.tsx';
import { usePartForm } from '../dialogs/use-part-form.ts';

type Own = NonNullable<Answer<'incidents.circular'>['own']>;

/** "Read and done", for this site; nothing for those who may not say so. */
export function AcknowledgeForm({ own }: { own: Own }) {
  const { t } = useWords();
  const mayAnswer = useMay()('incidents.handle');
  const { form, submit, footer } = usePartForm({
    command: 'incidents.acknowledgeCircular',
    place: own.id,
    schema: acknowledgeCircular.input.omit({ receiptId: true }),
    initial: { note: '' },
    toInput: (values) => ({ receiptId: own.id, ...values }),
    onDone: () => undefined,
  });
  if (!mayAnswer) return null;
  const { onCancel: _, ...foot } = footer;
  return (
    <Panel title={t(`incidents.circular.state.${own.state}`)}>
      <form className={formStyles.form} onSubmit={submit} noValidate>
        <Textarea
          label={t('incidents.circular.note')}
          autosize
          minRows={1}
          maxRows={6}
          {...form.getInputProps('note')}
        />
        <FormFooter {...foot} submit={t('incidents.circular.acknowledge')} />
      </form>
    </Panel>
  );
}

/** For the office that issued it. */
export function WithdrawForm({ circularId }: { circularId: string }) {
  const { t } = useWords();
  const [round, setRound] = useState(0);
  return (
    <details key={round}>
      <summary>{t('incidents.circular.withdraw')}</summary>
      <WithdrawFields circularId={circularId} onDone={() => setRound(round + 1)} />
    </details>
  );
}

function WithdrawFields({ circularId, onDone }: { circularId: string; onDone(): void }) {
  const { t } = useWords();
  const { form, ...part } = usePartForm({
    command: 'incidents.withdrawCircular',
    place: circularId,
    schema: withdrawCircular.input.omit({ circularId: true }),
    initial: { reason: '' },
    toInput: (values) => ({ circularId: RecordId.parse(circularId), ...values }),
    onDone,
  });
  return (
    <OneTextForm
      part={part}
      field={form.getInputProps('reason')}
      label={t('incidents.circular.reason')}
      submit={t('incidents.circular.withdraw')}
      danger
    />
  );
}
