import { Textarea } from '@mantine/core';
import { handOver } from '#shared/domains/incidents/commands/rota.ts';
import type { RotaStand } from '#shared/domains/incidents/queries/rota.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import formStyles from '#renderer/ui/form.module.css';
import { instantText } from '#renderer/ui/format.ts';
import { SeverityBadge } from '#renderer/ui/severity-badge.tsx';
import { usePartForm } from '../dialogs/use-part-form.ts';
import { PersonSelect } from '../parts/person-select.tsx';
import styles from './rota.module.css';

/** What is open is read by who takes over before the note is. */
const SHOWN_MAX = 8;

type HandOverFormProps = { rota: RotaStand; timeZone: string; onDone(): void };

/** Somebody else takes the turn from now until its end. */
export function HandOverForm({ rota, timeZone, onDone }: HandOverFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = usePartForm({
    command: 'incidents.handOver',
    place: rota.id,
    schema: handOver.input.omit({ rotaId: true }),
    // The next in turn is whom it is mostly handed to.
    initial: { personId: rota.next?.personId ?? null, note: '' } as { personId: string | null; note: string },
    toInput: ({ personId, note }) => ({ rotaId: rota.id, personId: personId ?? '', note }),
    onDone,
  });
  return (
    <form className={formStyles.form} onSubmit={submit} noValidate>
      <p className={formStyles.note}>
        {t('incidents.rota.handOver.text', { time: instantText(rota.now?.toAt ?? '', timeZone) })}
      </p>
      <PersonSelect
        label={t('incidents.rota.field.person')}
        siteId={rota.siteId}
        value={form.values.personId}
        error={form.errors['personId']}
        onChange={(value) => form.setFieldValue('personId', value)}
      />
      <Textarea
        label={t('incidents.rota.field.note')}
        autosize
        minRows={3}
        data-autofocus
        {...form.getInputProps('note')}
      />
      <OpenHere siteId={rota.siteId} />
      <FormFooter {...footer} submit={t('incidents.rota.handOver')} />
    </form>
  );
}

function OpenHere({ siteId }: { siteId: string }) {
  const { t } = useWords();
  const rows = useAnswer('incidents.list', { state: 'open', siteId, limit: SHOWN_MAX }).data?.rows ?? [];
  return (
    <div>
      <p className={styles.rotaName}>{t('incidents.rota.handOver.incidents')}</p>
      {rows.length === 0 ? <p>{t('incidents.rota.handOver.incidents.none')}</p> : null}
      <ul className={styles.lines}>
        {rows.map((row) => (
          <li key={row.id}>
            <SeverityBadge severity={row.severity} />
            <span className={styles.muted}>{row.number}</span>
            <span>{row.title}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
