import { removeRota } from '#shared/domains/incidents/commands/rota.ts';
import type { RotaStand } from '#shared/domains/incidents/queries/rota.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { usePartForm } from '../dialogs/use-part-form.ts';

export function RemoveRotaForm({ rota, onDone }: { rota: RotaStand; onDone(): void }) {
  const { t } = useWords();
  const { submit, footer } = usePartForm({
    command: 'incidents.removeRota',
    place: rota.id,
    schema: removeRota.input.omit({ rotaId: true }),
    initial: {},
    toInput: () => ({ rotaId: rota.id }),
    onDone,
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.note}>{t('incidents.rota.remove.text')}</p>
      <FormFooter {...footer} danger submit={t('incidents.rota.remove')} />
    </form>
  );
}
