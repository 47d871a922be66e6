import { Button, Checkbox, Modal, Select } from '@mantine/core';
import { useState } from 'react';
import { EXPIRY_DAYS, EXPIRY_DAYS_DEFAULT, type ExportFormat } from '#shared/reports/formats.ts';
import { type ExportRequest, useExportActions } from '#renderer/shell/exports-page/use-exports.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from './error-alert.tsx';
import { type ChosenParameters, ChoiceFields, type ExportChoices } from './export-choices.tsx';
import { ExportOutcome } from './export-outcome.tsx';
import styles from './export-button.module.css';

export type ExportedRows = 'all' | number;

type ExportDialogProps = {
  /** Null: closed. */
  format: ExportFormat | null;
  request: Pick<ExportRequest, 'report' | 'parameters'>;
  withAttachments: boolean;
  choices?: ExportChoices | undefined;
  rows: ExportedRows | undefined;
  onClose(): void;
};

/** Options, then how far it is, then the file. */
export function ExportDialog({ format, onClose, ...asked }: ExportDialogProps) {
  const { t } = useWords();
  return (
    <Modal
      opened={format !== null}
      onClose={onClose}
      title={format === null ? '' : t('exports.dialog.title', { format: t(`exports.format.${format}`) })}
      size={460}
    >
      {format === null ? null : <DialogBody format={format} {...asked} />}
    </Modal>
  );
}

type DialogBodyProps = Omit<ExportDialogProps, 'format' | 'onClose'> & { format: ExportFormat };

function DialogBody({ format, request, withAttachments, choices, rows }: DialogBodyProps) {
  const { t } = useWords();
  const isZip = format === 'zip';
  const [attachments, setAttachments] = useState(isZip);
  const [confidential, setConfidential] = useState(false);
  const [expiryDays, setExpiryDays] = useState<number>(EXPIRY_DAYS_DEFAULT);
  const [chosen, setChosen] = useState<ChosenParameters>(choices?.usual ?? {});
  const [id, setId] = useState<string | null>(null);
  const { start } = useExportActions();
  if (id !== null) return <ExportOutcome id={id} onAgain={() => setId(null)} />;
  async function make(): Promise<void> {
    const { report } = request;
    // Parameters of a report are an object where there is something to choose.
    const parameters =
      choices === undefined ? request.parameters : { ...Object(request.parameters), ...chosen };
    const made = await start.run({
      report,
      parameters,
      formats: [format],
      attachments,
      confidential,
      expiryDays,
    });
    if (made !== undefined) setId(made);
  }
  return (
    <div className={styles.stack}>
      {choices === undefined ? null : <ChoiceFields choices={choices} chosen={chosen} onChange={setChosen} />}
      {withAttachments && !isZip ? (
        <Checkbox
          checked={attachments}
          onChange={(event) => setAttachments(event.currentTarget.checked)}
          label={t('exports.option.attachments')}
          description={t('exports.option.attachments.hint')}
        />
      ) : null}
      {format === 'csv' ? null : (
        <Checkbox
          checked={confidential}
          onChange={(event) => setConfidential(event.currentTarget.checked)}
          label={t('exports.option.confidential')}
          description={t('exports.option.confidential.hint')}
        />
      )}
      <ExpiryChoice days={expiryDays} onChange={setExpiryDays} />
      {rows === undefined ? null : (
        <p className={styles.text}>
          {rows === 'all' ? t('exports.scope.all') : t('exports.scope.selected', { count: rows })}
        </p>
      )}
      <p className={styles.text}>{t('exports.scope')}</p>
      <ErrorAlert error={start.error} />
      <div className={styles.buttons}>
        <Button size="sm" loading={start.busy} onClick={() => void make()} data-autofocus>
          {t('exports.make')}
        </Button>
      </div>
    </div>
  );
}

function ExpiryChoice({ days, onChange }: { days: number; onChange(days: number): void }) {
  const { t } = useWords();
  return (
    <Select
      label={t('exports.option.expiry')}
      allowDeselect={false}
      value={String(days)}
      onChange={(value) => onChange(EXPIRY_DAYS.find((one) => String(one) === value) ?? EXPIRY_DAYS_DEFAULT)}
      data={EXPIRY_DAYS.map((count) => ({
        value: String(count),
        label: t('exports.option.expiry.days', { count }),
      }))}
    />
  );
}
