import { TextInput } from '@mantine/core';
import { overrideRota } from '#shared/domains/incidents/commands/rota.ts';
import type { RotaStand } from '#shared/domains/incidents/queries/rota.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { usePartForm } from '../dialogs/use-part-form.ts';
import { InstantField } from '../parts/instant-field.tsx';
import { PersonSelect } from '../parts/person-select.tsx';

type Values = { personId: string | null; fromAt: string | null; toAt: string | null; reason: string };

/** Somebody takes over for a while: at first the turn that runs, until its end. */
export function StandInForm({ rota, onDone }: { rota: RotaStand; onDone(): void }) {
  const { t } = useWords();
  const { form, submit, footer } = usePartForm({
    command: 'incidents.overrideRota',
    place: rota.id,
    schema: overrideRota.input.omit({ rotaId: true }),
    initial: {
      personId: null,
      fromAt: rota.now?.fromAt ?? null,
      toAt: rota.now?.toAt ?? null,
      reason: '',
    } as Values,
    toInput: ({ personId, fromAt, toAt, reason }) => ({
      rotaId: rota.id,
      personId: personId ?? '',
      fromAt: fromAt ?? '',
      toAt: toAt ?? '',
      reason,
    }),
    onDone,
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <PersonSelect
        label={t('incidents.rota.field.person')}
        siteId={rota.siteId}
        value={form.values.personId}
        error={form.errors['personId']}
        onChange={(value) => form.setFieldValue('personId', value)}
      />
      <div className={styles.row}>
        <InstantField
          label={t('incidents.rota.field.from')}
          value={form.values.fromAt}
          error={form.errors['fromAt']}
          onChange={(value) => form.setFieldValue('fromAt', value)}
        />
        <InstantField
          label={t('incidents.rota.field.to')}
          value={form.values.toAt}
          error={form.errors['toAt']}
          onChange={(value) => form.setFieldValue('toAt', value)}
        />
      </div>
      <TextInput label={t('incidents.rota.field.reason')} maxLength={500} {...form.getInputProps('reason')} />
      <FormFooter {...footer} submit={t('incidents.rota.save')} />
    </form>
  );
}
