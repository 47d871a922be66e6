import { Select, TextInput } from '@mantine/core';
import { addAction } from '#shared/domains/incidents/commands/actions.ts';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import {
  ACTION_KINDS,
  type ActionKind,
  type IncidentAction,
} from '#shared/domains/incidents/schema/action.ts';
import { useShownZone } from '#renderer/shell/preferences/use-shown-zone.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { instantOfLocalText, localTextOf } from '#renderer/ui/local-text.ts';
import { PersonSelect } from '../parts/person-select.tsx';
import { usePartForm } from './use-part-form.ts';

type Values = { actionKind: ActionKind; text: string; ownerId: string | null; day: string };
const schema = addAction.input.pick({ text: true });

export function AddActionForm({ incident, onDone }: { incident: Incident; onDone(): void }) {
  const zone = useShownZone();
  const part = usePartForm({
    command: 'incidents.addAction',
    place: incident.id,
    schema,
    initial: { actionKind: 'corrective', text: '', ownerId: null, day: '' } as Values,
    toInput: ({ day, ...values }) => ({ id: incident.id, ...values, dueAt: endOfDay(day, zone) }),
    onDone,
  });
  return <ActionFields {...part} siteId={incident.siteId} />;
}

export function ChangeActionForm({ action, onDone }: { action: IncidentAction; onDone(): void }) {
  const zone = useShownZone();
  const { actionKind, text, ownerId, dueAt } = action;
  const day = dueAt === null ? '' : localTextOf(dueAt, zone).slice(0, DATE_LENGTH);
  const part = usePartForm({
    command: 'incidents.changeAction',
    place: action.id,
    schema,
    initial: { actionKind, text, ownerId, day } as Values,
    // A day that was left alone keeps its hour.
    toInput: (values) => ({
      actionId: action.id,
      actionKind: values.actionKind,
      text: values.text,
      ...(values.ownerId === ownerId ? {} : { ownerId: values.ownerId }),
      ...(values.day === day ? {} : { dueAt: endOfDay(values.day, zone) }),
    }),
    onDone,
  });
  return <ActionFields {...part} siteId={action.siteId} />;
}

const DATE_LENGTH = 'yyyy-mm-dd'.length;

/** Somebody who is given a day has all of it. */
function endOfDay(day: string, zone: string): string | null {
  return day === '' ? null : instantOfLocalText(`${day} 23:59`, zone);
}

type ActionFieldsProps = ReturnType<typeof usePartForm<'incidents.addAction', Values>> & { siteId: string };

function ActionFields({ form, submit, footer, siteId }: ActionFieldsProps) {
  const { t } = useWords();
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        label={t('incidents.actions.field.text')}
        maxLength={400}
        data-autofocus
        {...form.getInputProps('text')}
      />
      <div className={styles.row}>
        <Select
          label={t('incidents.actions.field.kind')}
          data={ACTION_KINDS.map((kind) => ({ value: kind, label: t(`incidents.actions.kind.${kind}`) }))}
          allowDeselect={false}
          {...form.getInputProps('actionKind')}
        />
        <TextInput type="date" label={t('incidents.actions.field.day')} {...form.getInputProps('day')} />
      </div>
      <PersonSelect
        label={t('incidents.actions.field.owner')}
        placeholder={t('incidents.actions.field.owner.none')}
        siteId={siteId}
        value={form.values.ownerId}
        onChange={(ownerId) => form.setFieldValue('ownerId', ownerId)}
        error={form.errors['ownerId']}
      />
      <FormFooter {...footer} submit={t('incidents.action.save')} />
    </form>
  );
}
