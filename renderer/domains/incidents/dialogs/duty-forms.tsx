import { Checkbox, MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import {
  addDuty,
  PUTS_ASIDE,
  RECEIPTS_MAX,
  recordReport,
  reviewDuty,
  setComplianceStatus,
} from '#shared/domains/incidents/commands/compliance.ts';
import { isAssessment } from '#shared/domains/incidents/rules/assessment.ts';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import {
  COMPLIANCE_STATUSES,
  type ComplianceEntry,
  FRAMEWORKS,
  type Framework,
} from '#shared/domains/incidents/schema/compliance.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FileDrop } from '#renderer/ui/file-drop.tsx';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { InstantField } from '../parts/instant-field.tsx';
import { usePartForm } from './use-part-form.ts';

type DutyFormProps = { incident: Incident; duty: ComplianceEntry; onDone(): void };
type File = { readonly id: string; readonly fileName: string };

const NO_RECEIPTS: AttachedFile[] = [];

/** That the authority was told: when, under which reference, with which documents and new receipts. */
export function ReportDutyForm({
  incident,
  duty,
  files,
  onDone,
}: DutyFormProps & { files: readonly File[] }) {
  const { t } = useWords();
  const now = useHostNow();
  const [isUploading, setUploading] = useState(false);
  const { authority, reference } = duty;
  const { form, submit, footer } = usePartForm({
    command: 'incidents.recordReport',
    place: duty.id,
    schema: recordReport.input.omit({ id: true, entryId: true }),
    initial: {
      authority,
      reportedAt: duty.reportedAt ?? now,
      reference,
      documents: duty.documents,
      receipts: NO_RECEIPTS,
    },
    toInput: ({ documents, ...values }) => ({
      id: incident.id,
      entryId: duty.id,
      ...values,
      documents: documents.map((id) => RecordId.parse(id)),
    }),
    onDone,
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        label={t('incidents.duty.field.authority')}
        maxLength={120}
        data-autofocus
        {...form.getInputProps('authority')}
      />
      <InstantField
        label={t('incidents.duty.field.reportedAt')}
        value={form.values.reportedAt}
        error={form.errors['reportedAt']}
        onChange={(at) => form.setFieldValue('reportedAt', at ?? now)}
      />
      <TextInput
        label={t('incidents.duty.field.reference')}
        maxLength={120}
        {...form.getInputProps('reference')}
      />
      <MultiSelect
        label={t('incidents.duty.field.documents')}
        description={t('incidents.duty.field.documents.hint')}
        data={files.map(({ id, fileName }) => ({ value: id, label: fileName }))}
        {...form.getInputProps('documents')}
      />
      <Receipts
        files={form.values.receipts}
        setFiles={(change) => form.setFieldValue('receipts', change)}
        onBusy={setUploading}
      />
      <FormFooter {...footer} submit={t('incidents.duties.report')} disabled={isUploading} />
    </form>
  );
}

type ReceiptsProps = {
  files: readonly AttachedFile[];
  setFiles: (change: (before: AttachedFile[]) => AttachedFile[]) => void;
  onBusy(isBusy: boolean): void;
};

/** New files that become documents of the duty, for those who may attach any. */
function Receipts({ files, setFiles, onBusy }: ReceiptsProps) {
  const { t } = useWords();
  const may = useMay();
  if (!may('files.attach')) return null;
  return (
    <FileDrop
      label={t('incidents.duty.field.receipts')}
      files={files}
      filesMax={RECEIPTS_MAX}
      onAdd={(file) => setFiles((before) => [...before, file])}
      onRemove={({ sha256 }) => setFiles((before) => before.filter((one) => one.sha256 !== sha256))}
      onBusy={onBusy}
    />
  );
}

type Review = { status: 'compliant' | 'non_compliant' | 'not_applicable'; notes: string };
const NEW_REVIEW: Review = { status: 'compliant', notes: '' };

/** Somebody else looks whether the duty was met. */
export function ReviewDutyForm({ incident, duty, onDone }: DutyFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = usePartForm({
    command: 'incidents.reviewDuty',
    place: duty.id,
    schema: reviewDuty.input.omit({ id: true, entryId: true }),
    initial: NEW_REVIEW,
    toInput: (values) => ({ id: incident.id, entryId: duty.id, ...values }),
    onDone,
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Select {...useStatusField(reviewDuty.input.shape.status.options)} {...form.getInputProps('status')} />
      <Textarea
        label={t('incidents.duty.field.notes')}
        autosize
        minRows={2}
        data-autofocus
        {...form.getInputProps('notes')}
      />
      <FormFooter {...footer} submit={t('incidents.duties.review')} />
    </form>
  );
}

export function DutyStatusForm({ incident, duty, onDone }: DutyFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = usePartForm({
    command: 'incidents.setComplianceStatus',
    place: duty.id,
    schema: setComplianceStatus.input.omit({ id: true, entryId: true }),
    initial: { status: duty.status, note: '' },
    toInput: (values) => ({ id: incident.id, entryId: duty.id, ...values }),
    onDone,
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Select
        {...useStatusField(isAssessment(duty) ? PUTS_ASIDE : COMPLIANCE_STATUSES)}
        {...form.getInputProps('status')}
      />
      <Textarea label={t('incidents.duty.field.note')} autosize minRows={2} {...form.getInputProps('note')} />
      <FormFooter {...footer} submit={t('incidents.duties.setStatus')} />
    </form>
  );
}

function useStatusField(statuses: readonly ComplianceEntry['status'][]) {
  const { t, label } = useWords();
  return {
    label: t('incidents.duty.field.status'),
    allowDeselect: false,
    data: statuses.map((value) => ({ value, label: label({ key: `complianceStatus.${value}` }) })),
  };
}

type NewDuty = {
  framework: Framework;
  requirement: string;
  because: string;
  authority: string;
  mustReport: boolean;
  reportDueAt: string | null;
};
const NEW_DUTY: NewDuty = {
  framework: 'OTHER',
  requirement: '',
  because: '',
  authority: '',
  mustReport: true,
  reportDueAt: null,
};

/** A duty that no rule of ours knows. */
export function AddDutyForm({ incident, onDone }: { incident: Incident; onDone(): void }) {
  const { t } = useWords();
  const { form, submit, footer } = usePartForm({
    command: 'incidents.addDuty',
    place: incident.id,
    schema: addDuty.input.omit({ id: true, form: true }),
    initial: NEW_DUTY,
    toInput: (values) => ({ id: incident.id, form: null, ...values }),
    onDone,
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <div className={styles.row}>
        <Select
          label={t('incidents.duty.field.framework')}
          allowDeselect={false}
          data={[...FRAMEWORKS]}
          {...form.getInputProps('framework')}
        />
        <TextInput
          label={t('incidents.duty.field.requirement')}
          maxLength={120}
          data-autofocus
          {...form.getInputProps('requirement')}
        />
      </div>
      <Textarea
        label={t('incidents.duty.field.because')}
        autosize
        minRows={2}
        {...form.getInputProps('because')}
      />
      <div className={styles.row}>
        <TextInput
          label={t('incidents.duty.field.authority')}
          maxLength={120}
          {...form.getInputProps('authority')}
        />
        <InstantField
          label={t('incidents.duty.field.due')}
          value={form.values.reportDueAt}
          error={form.errors['reportDueAt']}
          onChange={(at) => form.setFieldValue('reportDueAt', at)}
        />
      </div>
      <Checkbox
        label={t('incidents.duty.field.mustReport')}
        {...form.getInputProps('mustReport', { type: 'checkbox' })}
      />
      <FormFooter {...footer} submit={t('incidents.duties.add')} />
    </form>
  );
}
