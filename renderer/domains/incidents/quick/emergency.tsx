import { Button, Modal } from '@mantine/core';
import { IconAlertOctagon, IconCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import { useAction } from '#renderer/shell/api/use-action.ts';
import { connection } from '#renderer/shell/connection/console-connection.ts';
import { useConsoleStatus } from '#renderer/shell/connection/console-store.ts';
import { sendCommand } from '#renderer/shell/connection/send-command.ts';
import { useDraftForm } from '#renderer/shell/use-draft-form.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import form from '#renderer/ui/form.module.css';
import { useKeptInside } from '#renderer/ui/use-kept-inside.ts';
import { UnnamedPictures } from '../parts/unnamed-pictures.tsx';
import { chosen, QUICK_FIELDS, QuickSchema } from './quick-draft.ts';
import { QuickFields, type QuickValues, submitByKeys } from './quick-fields.tsx';
import { picturesOf, uploadEmergencyPicture } from './upload-picture.ts';
import { useSubmitAfterUploads } from './use-submit-after-uploads.ts';
import styles from './quick.module.css';

/** On pages before sign-in, where the site takes reports from whoever stands there. */
export function Emergency() {
  const { t } = useWords();
  const isTaken = useConsoleStatus()?.takesUnknownReports === true;
  const [isOpen, setOpen] = useState(false);
  const [number, setNumber] = useState<string | null>(null);
  useReportKeys(isTaken, () => setOpen(true));
  if (!isTaken) return null;
  return (
    <>
      <Button
        className={styles.emergency}
        fullWidth
        size="lg"
        color="red"
        leftSection={<IconAlertOctagon size={20} />}
        onClick={() => setOpen(true)}
      >
        {t('incidents.emergency.button')}
      </Button>
      <p className={styles.said} role="status" hidden={number === null}>
        {number === null ? null : (
          <>
            <IconCheck size={18} aria-hidden="true" />
            {t('incidents.emergency.done', { number })}
          </>
        )}
      </p>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={t('incidents.emergency.title')} size={620}>
        <EmergencyForm
          isOpen={isOpen}
          onDone={(reported) => {
            setNumber(reported);
            setOpen(false);
          }}
        />
      </Modal>
    </>
  );
}

type Values = QuickValues & { attachments: AttachedFile[] };
const EMPTY: Values = { title: '', severity: null, place: '', attachments: [] };

type EmergencyFormProps = { isOpen: boolean; onDone(number: string): void };

function EmergencyForm({ isOpen, onDone }: EmergencyFormProps) {
  const { t } = useWords();
  const action = useAction(report);
  const fields = useDraftForm({ formId: null, initial: EMPTY, schema: QuickSchema, error: action.error });
  const { form: formElement, isWaiting, uploads, mustWait } = useSubmitAfterUploads();
  useKeptInside(formElement, isOpen);
  const submit = fields.onSubmit(async (values) => {
    if (mustWait(values.attachments.length)) return;
    const outcome = await action.run(values);
    if (outcome !== undefined) onDone(outcome.output.number);
  });
  const { attachments } = fields.values;
  return (
    <form
      ref={formElement}
      className={form.form}
      onSubmit={submit}
      onKeyDown={submitByKeys}
      aria-label={t('incidents.emergency.title')}
      noValidate
    >
      <p className={form.note}>{t('incidents.emergency.text')}</p>
      <QuickFields form={fields} onSeverity={(severity) => fields.setFieldValue('severity', severity)} />
      <UnnamedPictures
        files={attachments}
        setFiles={(change) => fields.setFieldValue('attachments', change)}
        upload={uploadEmergencyPicture}
        onBusy={(isBusy) => uploads(isBusy, attachments.length)}
      />
      <FormFooter
        phase={action.busy || isWaiting ? 'sending' : 'idle'}
        error={action.error}
        fields={QUICK_FIELDS}
        submit={t('incidents.emergency.submit')}
        danger
      />
    </form>
  );
}

function report(values: Values) {
  const { title, place, attachments } = values;
  const input = { title, place, severity: chosen(values), pictures: picturesOf(attachments) };
  return sendCommand({
    request: { commandId: crypto.randomUUID(), input },
    send: ({ commandId }) => connection.api.unnamed.emergency.mutate({ commandId, input }),
    isConnected: () => connection.isConnected(),
    whenConnected: () => connection.whenConnected(),
  });
}

/** The keys that report from anywhere do so here as well. */
function useReportKeys(isTaken: boolean, open: () => void): void {
  useEffect(() => {
    if (!isTaken) return undefined;
    function onKeyDown(event: KeyboardEvent): void {
      if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.key.toUpperCase() !== 'I') return;
      event.preventDefault();
      open();
    }
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  });
}
