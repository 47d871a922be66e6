import { Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { z } from 'zod';
import { SITE_KINDS, SiteCode, TimeZone } from '#shared/domains/settings/schema.ts';
import { line } from '#shared/kernel/fields.ts';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import type { CodePurpose, IssueCode } from '#shared/sync/devices.ts';
import { ENROLMENT_CODE_DAYS } from '#shared/sync/limits.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import form from '#renderer/ui/form.module.css';
import { TIME_ZONES } from '#renderer/ui/time-zones.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useDraftForm } from '../use-draft-form.ts';
import { useMay } from '../use-may.ts';
import { useSite } from '../use-site.ts';
import { t, useWords } from '../words.ts';
import { IssuedCodeView } from './issued-code.tsx';
import { type IssuedCode, useIssueCode } from './use-devices.ts';

const DAYS = [1, 3, ENROLMENT_CODE_DAYS];

type Values = {
  purpose: CodePurpose['kind'];
  siteId: string;
  name: string;
  code: string;
  siteKind: (typeof SITE_KINDS)[number];
  timeZone: string;
  days: string;
};
const EMPTY: Values = {
  purpose: 'site',
  siteId: '',
  name: '',
  code: '',
  siteKind: 'vessel',
  timeZone: 'UTC',
  days: String(ENROLMENT_CODE_DAYS),
};

const fillIn = () => t('form.fillIn');
const days = z.coerce.number();
const Checked = z.discriminatedUnion('purpose', [
  z.object({ purpose: z.literal('site'), siteId: z.string().min(1, { error: fillIn }), days }),
  z.object({
    purpose: z.literal('new-site'),
    name: line(80),
    code: SiteCode,
    siteKind: z.enum(SITE_KINDS),
    timeZone: TimeZone,
    days,
  }),
  z.object({ purpose: z.literal('own-site'), days }),
]);

type Reach = 'company' | 'site';
type NewCodeDialogProps = { opened: boolean; onClose(): void; reach: Reach };

export function NewCodeDialog({ opened, onClose, reach }: NewCodeDialogProps) {
  const { t } = useWords();
  const [issued, setIssued] = useState<IssuedCode | null>(null);
  const close = () => {
    onClose();
    setIssued(null);
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('devices.code.title')}
      size={500}
      // A click beside it would take away what is shown only once.
      closeOnClickOutside={issued === null}
    >
      {issued === null ? (
        <CodeForm reach={reach} onIssued={setIssued} onCancel={close} />
      ) : (
        <IssuedCodeView issued={issued} onDone={close} />
      )}
    </Modal>
  );
}

type CodeFormProps = { reach: Reach; onIssued(issued: IssuedCode): void; onCancel(): void };

function CodeForm({ reach, onIssued, onCancel }: CodeFormProps) {
  const { t } = useWords();
  const own = useSite();
  const may = useMay();
  const action = useIssueCode();
  const fields = useDraftForm<Values>({
    formId: null,
    initial: { ...EMPTY, siteId: own?.id ?? '' },
    schema: Checked,
    error: fieldOfForm(action.error),
  });
  const { purpose } = fields.getValues();
  const submit = fields.onSubmit(async (values) => {
    const issued = await action.run(askedOf(values));
    if (issued !== undefined) onIssued(issued);
  });
  const purposes = PURPOSES.filter((kind) => kind !== 'new-site' || may('sites.manage'));
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      {reach === 'site' ? null : (
        <Select
          label={t('devices.code.purpose')}
          data={purposes.map((value) => ({ value, label: t(`devices.code.purpose.${value}`) }))}
          allowDeselect={false}
          data-autofocus
          {...fields.getInputProps('purpose')}
        />
      )}
      {purpose === 'site' ? <SiteField reach={reach} props={fields.getInputProps('siteId')} /> : null}
      {purpose === 'new-site' ? <NewSiteFields inputProps={(name) => fields.getInputProps(name)} /> : null}
      <Select
        label={t('devices.code.days')}
        data={DAYS.map((count) => ({
          value: String(count),
          label: t('devices.code.days.choice', { count }),
        }))}
        allowDeselect={false}
        {...fields.getInputProps('days')}
      />
      <FormFooter
        phase={action.busy ? 'sending' : 'idle'}
        error={fieldOfForm(action.error)}
        fields={Object.keys(EMPTY)}
        submit={t('devices.code.make')}
        onCancel={onCancel}
      />
    </form>
  );
}

function askedOf({ purpose, siteId, name, code, siteKind, timeZone, days: counted }: Values): IssueCode {
  const count = Number(counted);
  if (purpose === 'site') return { purpose: { kind: purpose, siteId }, days: count };
  if (purpose === 'own-site') return { purpose: { kind: purpose }, days: count };
  return { purpose: { kind: purpose, name, code, siteKind, timeZone }, days: count };
}

/** The host names `purpose.siteId`; here the field is `siteId`. */
function fieldOfForm(error: ErrorDetails | null): ErrorDetails | null {
  if (error?.field === undefined) return error;
  return { ...error, field: error.field.replace(/^purpose\./, '') };
}

const PURPOSES: readonly CodePurpose['kind'][] = ['site', 'new-site', 'own-site'];

/** From a vessel or a warehouse the server makes codes for that site alone. */
function SiteField({ reach, props }: { reach: Reach; props: object }) {
  const { t } = useWords();
  const own = useSite();
  const known = useAnswer('settings.sites', {}).data ?? [];
  const sites =
    own?.kind === 'office' || reach === 'company' ? known : known.filter(({ id }) => id === own?.id);
  return (
    <Select
      label={t('devices.code.site')}
      data={sites.map(({ id, name }) => ({ value: id, label: name }))}
      searchable
      allowDeselect={false}
      {...props}
    />
  );
}

function NewSiteFields({ inputProps }: { inputProps(name: keyof Values): object }) {
  const { t } = useWords();
  return (
    <>
      <div className={form.row}>
        <TextInput label={t('devices.code.siteName')} maxLength={80} {...inputProps('name')} />
        <TextInput
          label={t('devices.code.siteCode')}
          description={t('devices.code.siteCode.hint')}
          maxLength={6}
          autoCapitalize="characters"
          {...inputProps('code')}
        />
      </div>
      <div className={form.row}>
        <Select
          label={t('devices.code.siteKind')}
          data={SITE_KINDS.map((value) => ({ value, label: t(`siteKind.${value}`) }))}
          allowDeselect={false}
          {...inputProps('siteKind')}
        />
        <Select
          label={t('devices.code.timeZone')}
          data={TIME_ZONES}
          searchable
          limit={40}
          allowDeselect={false}
          {...inputProps('timeZone')}
        />
      </div>
    </>
  );
}
