import { Button } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import { useAction } from '#renderer/shell/api/use-action.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { connection } from '#renderer/shell/connection/console-connection.ts';
import { sendCommand } from '#renderer/shell/connection/send-command.ts';
import { goTo } from '#renderer/shell/hash-location.ts';
import { dropDraft, useDraftForm } from '#renderer/shell/use-draft-form.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import form from '#renderer/ui/form.module.css';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import {
  EMPTY_REPORT,
  REPORT_DRAFT,
  type ReportDraft,
  REPORT_FIELDS,
  ReportDraftSchema,
  toNearMiss,
  toReportInput,
} from '../report-draft.ts';
import { DraftFiles } from '../parts/draft-files.tsx';
import { UnnamedPictures } from '../parts/unnamed-pictures.tsx';
import { uploadNearMissPicture } from '../quick/upload-picture.ts';
import { ReportFields } from '../parts/report-fields.tsx';

/** Three fields are enough. What is typed stays until it is reported or thrown away. */
export function ReportPage() {
  const { t } = useWords();
  const command = useCommand('incidents.report');
  const unnamed = useAction(sendNearMiss);
  const timeZone = useSite()?.timeZone ?? 'UTC';
  const [uploading, setUploading] = useState(false);
  const draft = useDraftForm({
    formId: REPORT_DRAFT,
    initial: EMPTY_REPORT,
    schema: ReportDraftSchema,
    error: command.error ?? unnamed.error,
  });

  const submit = draft.onSubmit(async (values) => {
    if (values.isAnonymous) return reportUnnamed(toNearMiss(values, timeZone));
    const outcome = await command.run(toReportInput(values, timeZone));
    if (outcome === undefined) return;
    dropDraft(REPORT_DRAFT);
    notifications.show({ message: t('incidents.report.done', { number: outcome.output.number }) });
    goTo(`/incidents/${outcome.output.id}`, { replace: true });
  });

  async function reportUnnamed(input: ReturnType<typeof toNearMiss>): Promise<void> {
    const outcome = await unnamed.run(input);
    if (outcome === undefined) return;
    dropDraft(REPORT_DRAFT);
    notifications.show({ message: t('incidents.anonymous.done', { number: outcome.output.number }) });
    // Not to the report itself: who opened it first may be noted, and would be who made it.
    goTo('/incidents', { replace: true });
  }

  return (
    <div className={pages.narrow}>
      <PageHeader title={t('incidents.report.title')} />
      <form
        className={`${pages.card} ${form.form}`}
        onSubmit={submit}
        aria-label={t('incidents.report.title')}
        noValidate
      >
        <p className={pages.lead}>{t('incidents.report.text')}</p>
        <ReportFields form={draft} />
        <Photos draft={draft} onBusy={setUploading} />
        <FormFooter
          phase={unnamed.busy ? 'sending' : command.phase}
          error={command.error ?? unnamed.error}
          fields={REPORT_FIELDS}
          submit={t('incidents.report.submit')}
          disabled={uploading}
        >
          <Discard />
        </FormFooter>
      </form>
    </div>
  );
}

type PhotosProps = { draft: UseFormReturnType<ReportDraft>; onBusy(isBusy: boolean): void };

function Photos({ draft, onBusy }: PhotosProps) {
  const may = useMay();
  const { isAnonymous, attachments: files } = draft.values;
  const setFiles = (change: (before: AttachedFile[]) => AttachedFile[]) =>
    draft.setFieldValue('attachments', change);
  if (!isAnonymous) return <DraftFiles files={files} setFiles={setFiles} onBusy={onBusy} />;
  if (!may('files.attach')) return null;
  return <UnnamedPictures files={files} setFiles={setFiles} upload={uploadNearMissPicture} onBusy={onBusy} />;
}

function Discard() {
  const { t } = useWords();
  return (
    <Button
      variant="subtle"
      color="gray"
      size="sm"
      onClick={() => {
        dropDraft(REPORT_DRAFT);
        goTo('/incidents');
      }}
    >
      {t('incidents.report.discard')}
    </Button>
  );
}

function sendNearMiss(input: ReturnType<typeof toNearMiss>) {
  return sendCommand({
    request: { commandId: crypto.randomUUID(), input },
    send: ({ commandId }) => connection.api.unnamed.nearMiss.mutate({ commandId, input }),
    isConnected: () => connection.isConnected(),
    whenConnected: () => connection.whenConnected(),
  });
}
