import { Button, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import type { Severity } from '#shared/kernel/fields.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { goTo } from '#renderer/shell/hash-location.ts';
import { dropDraft, useDraftForm } from '#renderer/shell/use-draft-form.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import form from '#renderer/ui/form.module.css';
import { useKeptInside } from '#renderer/ui/use-kept-inside.ts';
import { DraftFiles } from '../parts/draft-files.tsx';
import { SuggestedNote, useSuggestedSeverity } from '../parts/severity-notes.tsx';
import { QUICK_FIELDS, QUICK_REPORT_DRAFT, QUICK_TYPE, QuickSchema, toQuickInput } from './quick-draft.ts';
import { QuickFields, type QuickValues, submitByKeys } from './quick-fields.tsx';
import { useQuickReport } from './quick-report-store.ts';
import { useSubmitAfterUploads } from './use-submit-after-uploads.ts';
import styles from './quick.module.css';

/** The report of three fields, over whatever is shown. */
export function QuickReport() {
  const { t } = useWords();
  const may = useMay();
  const { isOpen, set } = useQuickReport();
  // Asked before it opens, so that it is there by then.
  const suggested = useSuggestedSeverity()(QUICK_TYPE);
  useOwnEscape();
  useEffect(() => () => set(false), [set]);
  if (!isOpen || !may('incidents.report')) return null;
  return (
    <Modal
      opened
      onClose={() => set(false)}
      title={t('incidents.quick.title')}
      size={620}
      closeOnEscape={false}
      data-quick-report
    >
      <QuickForm suggested={suggested} onDone={() => set(false)} />
    </Modal>
  );
}

type Values = QuickValues & { attachments: AttachedFile[] };
const EMPTY: Values = { title: '', severity: null, place: '', attachments: [] };

type QuickFormProps = { suggested: Severity | null; onDone(): void };

function QuickForm({ suggested, onDone }: QuickFormProps) {
  const { t } = useWords();
  const command = useCommand('incidents.report', 'quick');
  const { form: formElement, isWaiting, uploads, mustWait } = useSubmitAfterUploads();
  useKeptInside(formElement, true);
  const draft = useDraftForm({
    formId: QUICK_REPORT_DRAFT,
    initial: { ...EMPTY, severity: suggested },
    schema: QuickSchema,
    error: command.error,
  });
  const submit = draft.onSubmit(async (values) => {
    if (mustWait(values.attachments.length)) return;
    const outcome = await command.run(toQuickInput(values));
    if (outcome === undefined) return;
    dropDraft(QUICK_REPORT_DRAFT);
    onDone();
    sayReported(outcome.output);
  });
  const { attachments, severity: standing } = draft.values;
  const isSuggested = standing !== null && standing === draft.opened.severity;
  return (
    <form
      ref={formElement}
      className={form.form}
      onSubmit={submit}
      onKeyDown={submitByKeys}
      aria-label={t('incidents.quick.title')}
      noValidate
    >
      <QuickFields form={draft} onSeverity={(severity) => draft.setFieldValue('severity', severity)}>
        {isSuggested ? <SuggestedNote type={QUICK_TYPE} /> : null}
      </QuickFields>
      <DraftFiles
        files={attachments}
        setFiles={(change) => draft.setFieldValue('attachments', change)}
        onBusy={(isBusy) => uploads(isBusy, attachments.length)}
      />
      <FormFooter
        phase={isWaiting ? 'sending' : command.phase}
        error={command.error}
        fields={QUICK_FIELDS}
        submit={t('incidents.report.submit')}
      >
        <p className={styles.keys}>{t('incidents.quick.keys')}</p>
        <Button
          variant="subtle"
          size="sm"
          onClick={() => {
            onDone();
            goTo('/incidents/new');
          }}
        >
          {t('incidents.quick.long')}
        </Button>
      </FormFooter>
    </form>
  );
}

function sayReported({ id, number }: { id: string; number: string }): void {
  const toastId = `reported ${id}`;
  notifications.show({
    id: toastId,
    autoClose: 12_000,
    message: <Reported number={number} onOpen={() => openFrom(toastId, id)} />,
  });
}

function openFrom(toastId: string, incidentId: string): void {
  notifications.hide(toastId);
  goTo(`/incidents/${incidentId}`);
}

function Reported({ number, onOpen }: { number: string; onOpen(): void }) {
  const { t } = useWords();
  return (
    <span className={styles.toast}>
      {t('incidents.report.done', { number })}
      <Button size="compact-sm" variant="default" onClick={onOpen}>
        {t('incidents.quick.open')}
      </Button>
    </span>
  );
}

/**
 * Escape closes this one and nothing beneath: every dialog listens at the window, and this component, which is there
 * before any of them, hears it first.
 */
function useOwnEscape(): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const { isOpen, set } = useQuickReport.getState();
      const isHere = event.target instanceof Element && event.target.closest('[data-quick-report]') !== null;
      if (!isOpen || event.key !== 'Escape' || !isHere) return;
      event.stopImmediatePropagation();
      set(false);
    }
    addEventListener('keydown', onKeyDown, { capture: true });
    return () => removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}
