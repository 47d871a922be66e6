import { Checkbox, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { saveView } from '#shared/domains/work/commands.ts';
import type { ViewState } from '#shared/domains/work/schema.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { useDraftForm } from '#renderer/shell/use-draft-form.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '../form-footer.tsx';
import styles from '../form.module.css';
import type { View } from './views-menu.tsx';

type SaveViewDialogProps = {
  list: string;
  /** The one to rename; undefined: a new one. */
  view: View | undefined;
  state: ViewState;
  onDone(id: string | undefined): void;
};

export function SaveViewDialog({ list, view, state, onDone }: SaveViewDialogProps) {
  const { t } = useWords();
  const may = useMay();
  const [isShared, setShared] = useState(false);
  const save = useCommand('work.saveView', list);
  const share = useCommand('work.shareView', list);
  const form = useDraftForm({
    formId: null,
    initial: { name: view?.name ?? '' },
    schema: saveView.input.pick({ name: true }),
    error: save.error,
  });
  const submit = form.onSubmit(async ({ name }) => {
    const saved = await save.run({ id: view?.id ?? null, list, name, state });
    if (saved === undefined) return;
    if (isShared) await share.run({ id: saved.output.id, isShared });
    onDone(saved.output.id);
  });
  return (
    <Modal
      opened
      onClose={() => onDone(undefined)}
      title={t(view === undefined ? 'views.saveAs' : 'views.rename')}
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextInput
          label={t('views.name')}
          description={view === undefined ? t('views.name.hint') : undefined}
          maxLength={60}
          data-autofocus
          {...form.getInputProps('name')}
        />
        {view === undefined && may('views.share') ? (
          <Checkbox
            label={t('views.share')}
            checked={isShared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
        ) : null}
        <FormFooter
          phase={save.phase}
          error={save.error ?? share.error}
          fields={['name']}
          submit={t('views.save')}
          onCancel={() => onDone(undefined)}
        />
      </form>
    </Modal>
  );
}

export function RemoveViewDialog({ view, onDone }: { view: View; onDone(): void }) {
  const { t } = useWords();
  const remove = useCommand('work.removeView', view.id);
  return (
    <Modal opened onClose={onDone} title={t('views.remove.title', { name: view.name })}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void remove.run({ id: view.id }).then((done) => (done === undefined ? undefined : onDone()));
        }}
      >
        <p className={styles.note}>{t(view.isShared ? 'views.remove.shared' : 'views.remove.text')}</p>
        <FormFooter
          phase={remove.phase}
          error={remove.error}
          fields={[]}
          submit={t('views.remove.confirm')}
          danger
          onCancel={onDone}
        />
      </form>
    </Modal>
  );
}
