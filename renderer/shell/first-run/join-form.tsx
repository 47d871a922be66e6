import { Button, TextInput } from '@mantine/core';
import { z } from 'zod';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import styles from '../frame/outside.module.css';
import { filled } from '../filled.ts';
import { dropDraft, useDraftForm } from '../use-draft-form.ts';
import { useWords } from '../words.ts';

const FORM = 'first-run.join';
const EMPTY = { serverUrl: '', code: '', deviceName: '' };
/** Only that something is there; the host knows the forms and says what is wrong with them. */
const Filled = z.object({
  serverUrl: filled(200),
  code: filled(40),
  deviceName: filled(80),
});

export function JoinForm({ onBack, onJoined }: { onBack(): void; onJoined?: () => void }) {
  const { t } = useWords();
  const action = useAction(join);
  const form = useDraftForm({ formId: FORM, initial: EMPTY, schema: Filled, error: action.error });
  const submit = form.onSubmit(async (values) => {
    if ((await action.run(values)) === undefined) return;
    dropDraft(FORM);
    onJoined?.();
  });
  return (
    <form className={styles.card} onSubmit={submit} noValidate>
      <TextInput
        label={t('firstRun.serverUrl')}
        description={t('firstRun.serverUrl.hint')}
        type="url"
        spellCheck={false}
        autoFocus
        {...form.getInputProps('serverUrl')}
      />
      <TextInput
        label={t('firstRun.code')}
        description={t('firstRun.code.hint')}
        autoComplete="off"
        spellCheck={false}
        {...form.getInputProps('code')}
      />
      <TextInput
        label={t('firstRun.deviceName')}
        description={t('firstRun.deviceName.hint')}
        {...form.getInputProps('deviceName')}
      />
      <FormFooter
        phase={action.busy ? 'sending' : 'idle'}
        error={action.error}
        fields={Object.keys(EMPTY)}
        submit={t('firstRun.join.submit')}
      >
        <Button variant="default" size="sm" onClick={onBack}>
          {t('action.back')}
        </Button>
      </FormFooter>
      {action.busy ? <p role="status">{t('firstRun.join.busy')}</p> : null}
    </form>
  );
}

function join(input: z.infer<typeof Filled>) {
  return connection.api.setup.join.mutate(input);
}
