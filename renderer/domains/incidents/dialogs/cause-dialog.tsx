import { Button, Modal, Select, TextInput } from '@mantine/core';
import { addCause } from '#shared/domains/incidents/commands/causes.ts';
import { withAllBelow } from '#shared/domains/incidents/rules/cause-tree.ts';
import { type Cause, CAUSE_GROUPS } from '#shared/domains/incidents/schema/investigation.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { usePartForm } from './use-part-form.ts';

/** What is asked about the tree of causes. */
export type CauseAsk =
  | { readonly do: 'add'; readonly parent: Cause | null }
  | { readonly do: 'change' | 'remove'; readonly cause: Cause };

type CauseDialogProps = {
  incidentId: string;
  causes: readonly Cause[];
  ask: CauseAsk | null;
  onClose(): void;
};

export function CauseDialog({ incidentId, causes, ask, onClose }: CauseDialogProps) {
  const { t } = useWords();
  return (
    <Modal opened={ask !== null} onClose={onClose} title={ask === null ? '' : titleOf(t, ask)}>
      {ask?.do === 'add' ? <AddForm incidentId={incidentId} parent={ask.parent} onDone={onClose} /> : null}
      {ask?.do === 'change' ? (
        <ChangeForm incidentId={incidentId} cause={ask.cause} onDone={onClose} />
      ) : null}
      {ask?.do === 'remove' ? (
        <RemoveForm incidentId={incidentId} causes={causes} cause={ask.cause} onDone={onClose} />
      ) : null}
    </Modal>
  );
}

function titleOf(t: ReturnType<typeof useWords>['t'], ask: CauseAsk): string {
  if (ask.do === 'add') {
    return ask.parent === null
      ? t('incidents.causes.add')
      : t('incidents.causes.addBehind', { cause: ask.parent.text });
  }
  return ask.do === 'remove'
    ? t('incidents.causes.remove.title')
    : t('incidents.causes.change', { cause: ask.cause.text });
}

type Values = { text: string; group: Cause['group'] };
const schema = addCause.input.pick({ text: true, group: true });

function AddForm({
  incidentId,
  parent,
  onDone,
}: {
  incidentId: string;
  parent: Cause | null;
  onDone(): void;
}) {
  const part = usePartForm({
    command: 'incidents.addCause',
    place: parent?.id ?? incidentId,
    schema,
    initial: { text: '', group: parent?.group ?? 'people' } as Values,
    toInput: (values) => ({ id: incidentId, parentId: parent?.id ?? null, ...values }),
    onDone,
  });
  return <CauseFields {...part} />;
}

function ChangeForm({ incidentId, cause, onDone }: { incidentId: string; cause: Cause; onDone(): void }) {
  const part = usePartForm({
    command: 'incidents.changeCause',
    place: cause.id,
    schema,
    initial: { text: cause.text, group: cause.group } as Values,
    toInput: (values) => ({ id: incidentId, causeId: cause.id, ...values }),
    onDone,
  });
  return <CauseFields {...part} />;
}

function CauseFields({ form, submit, footer }: ReturnType<typeof usePartForm<'incidents.addCause', Values>>) {
  const { t } = useWords();
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        label={t('incidents.causes.field.text')}
        maxLength={400}
        data-autofocus
        {...form.getInputProps('text')}
      />
      <Select
        label={t('incidents.causes.field.group')}
        data={CAUSE_GROUPS.map((group) => ({ value: group, label: t(`incidents.causes.group.${group}`) }))}
        allowDeselect={false}
        {...form.getInputProps('group')}
      />
      <FormFooter {...footer} submit={t('incidents.action.save')} />
    </form>
  );
}

type RemoveFormProps = { incidentId: string; causes: readonly Cause[]; cause: Cause; onDone(): void };

function RemoveForm({ incidentId, causes, cause, onDone }: RemoveFormProps) {
  const { t } = useWords();
  const command = useCommand('incidents.removeCause', cause.id);
  const remove = async () => {
    if ((await command.run({ id: incidentId, causeId: cause.id })) !== undefined) onDone();
  };
  return (
    <div className={styles.form}>
      <p className={styles.note}>
        {t('incidents.causes.remove.text', {
          cause: cause.text,
          count: withAllBelow(causes, cause.id).length,
        })}
      </p>
      <ErrorAlert error={command.error} />
      <div className={styles.buttons}>
        <Button variant="default" size="sm" onClick={onDone}>
          {t('action.cancel')}
        </Button>
        <Button
          color="red"
          size="sm"
          data-autofocus
          loading={command.phase !== 'idle'}
          onClick={() => void remove()}
        >
          {t('incidents.causes.remove.do')}
        </Button>
      </div>
    </div>
  );
}
