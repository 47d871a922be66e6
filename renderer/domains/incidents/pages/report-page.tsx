import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { ATTACHMENTS_AT_REPORT_MAX } from '#shared/domains/incidents/commands/report.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { goTo } from '#renderer/shell/hash-location.ts';
import { dropDraft, useDraftForm } from '#renderer/shell/use-draft-form.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FileDrop } from '#renderer/ui/file-drop.tsx';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import form from '#renderer/ui/form.module.css';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import {
  EMPTY_REPORT,
  REPORT_DRAFT,
  REPORT_FIELDS,
  ReportDraftSchema,
  toReportInput,
} from '../report-draft.ts';
import { ReportFields } from '../parts/report-fields.tsx';

/** Three fields are enough. What is typed stays until it is reported or thrown away. */
export function ReportPage() {
  const { t } = useWords();
  const may = useMay();
  const command = useCommand('incidents.report');
  const [uploading, setUploading] = useState(false);
  const draft = useDraftForm({
    formId: REPORT_DRAFT,
    initial: EMPTY_REPORT,
    schema: ReportDraftSchema,
    error: command.error,
  });

  const submit = draft.onSubmit(async (values) => {
    const outcome = await command.run(toReportInput(values));
    if (outcome === undefined) return;
    dropDraft(REPORT_DRAFT);
    notifications.show({ message: t('incidents.report.done', { number: outcome.output.number }) });
    goTo(`/incidents/${outcome.output.id}`, { replace: true });
  });

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
        {may('files.attach') ? (
          <FileDrop
            label={t('incidents.field.photos')}
            files={draft.values.attachments}
            filesMax={ATTACHMENTS_AT_REPORT_MAX}
            onAdd={(file) => draft.setFieldValue('attachments', (before) => [...before, file])}
            onRemove={(file) =>
              draft.setFieldValue('attachments', (before) =>
                before.filter((kept) => kept.sha256 !== file.sha256),
              )
            }
            onBusy={setUploading}
          />
        ) : null}
        <FormFooter
          phase={command.phase}
          error={command.error}
          fields={REPORT_FIELDS}
          submit={t('incidents.report.submit')}
          disabled={uploading}
        >
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
        </FormFooter>
      </form>
    </div>
  );
}
