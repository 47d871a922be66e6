import { NumberInput, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { saveMonitor } from '#shared/domains/incidents/commands/monitors.ts';
import type { MonitorRow } from '#shared/domains/incidents/queries/monitors.ts';
import { ALL_INCIDENT_TYPES } from '#shared/domains/incidents/schema.ts';
import { MONITOR_MINUTES_MAX } from '#shared/domains/incidents/schema/monitor.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { usePartForm } from '../dialogs/use-part-form.ts';
import { SeverityField } from '../parts/severity-field.tsx';

type Values = Pick<
  MonitorRow,
  | 'source'
  | 'watchedSiteId'
  | 'name'
  | 'watches'
  | 'everyMinutes'
  | 'graceMinutes'
  | 'title'
  | 'incidentType'
  | 'severity'
  | 'place'
>;
type MonitorFormProps = { siteId: string; isOffice: boolean; monitor: MonitorRow | null; onDone(): void };

const NEW: Values = {
  source: 'beats',
  watchedSiteId: null,
  name: '',
  watches: '',
  everyMinutes: 10,
  graceMinutes: 5,
  title: '',
  incidentType: 'other',
  severity: 'medium',
  place: '',
};

/** What is listened to, how often it is expected, and the incident that is reported when it goes silent. */
export function MonitorForm({ siteId, isOffice, monitor, onDone }: MonitorFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = usePartForm({
    command: 'incidents.saveMonitor',
    place: monitor?.id ?? `new ${siteId}`,
    schema: saveMonitor.input.omit({ siteId: true, monitorId: true }),
    initial: monitor === null ? NEW : valuesOf(monitor),
    toInput: (values) => ({ siteId, monitorId: monitor?.id ?? null, ...values }),
    onDone,
  });
  const { values, setFieldValue } = form;
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {isOffice && monitor === null ? (
        <SourceChoice
          value={values.source}
          onChange={(source) => {
            setFieldValue('source', source);
            setFieldValue('watchedSiteId', null);
          }}
        />
      ) : null}
      {values.source === 'site' ? (
        <WatchedSite
          ownSiteId={siteId}
          disabled={monitor !== null}
          value={values.watchedSiteId}
          error={form.errors['watchedSiteId']}
          onChange={(chosen) => setFieldValue('watchedSiteId', chosen)}
        />
      ) : null}
      <TextInput
        label={t('incidents.monitor.field.name')}
        maxLength={80}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Textarea
        label={t('incidents.monitor.field.watches')}
        autosize
        minRows={2}
        maxLength={400}
        {...form.getInputProps('watches')}
      />
      <ExpectedFields form={form} />
      <TextInput
        label={t('incidents.monitor.field.title')}
        maxLength={160}
        {...form.getInputProps('title')}
      />
      <SeverityField
        value={values.severity}
        error={form.errors['severity']}
        onChange={(severity) => setFieldValue('severity', severity)}
      />
      <TypeAndPlace form={form} />
      <FormFooter {...footer} submit={t('incidents.monitor.save')} />
    </form>
  );
}

type Source = Values['source'];

function SourceChoice({ value, onChange }: { value: Source; onChange(source: Source): void }) {
  const { t } = useWords();
  return (
    <SegmentedControl
      aria-label={t('incidents.monitor.field.source')}
      data={[
        { value: 'beats', label: t('incidents.monitor.field.source.beats') },
        { value: 'site', label: t('incidents.monitor.field.source.site') },
      ]}
      value={value}
      onChange={(source) => onChange(source === 'site' ? 'site' : 'beats')}
    />
  );
}

type FieldProps = { getInputProps(field: 'everyMinutes' | 'graceMinutes'): object };

function ExpectedFields({ form }: { form: FieldProps }) {
  const { t } = useWords();
  return (
    <div className={styles.row}>
      <NumberInput
        label={t('incidents.monitor.field.every')}
        min={1}
        max={MONITOR_MINUTES_MAX}
        allowDecimal={false}
        {...form.getInputProps('everyMinutes')}
      />
      <NumberInput
        label={t('incidents.monitor.field.grace')}
        min={0}
        max={MONITOR_MINUTES_MAX}
        allowDecimal={false}
        {...form.getInputProps('graceMinutes')}
      />
    </div>
  );
}

function TypeAndPlace({ form }: { form: { getInputProps(field: 'incidentType' | 'place'): object } }) {
  const { t } = useWords();
  return (
    <div className={styles.row}>
      <Select
        label={t('incidents.monitor.field.type')}
        data={ALL_INCIDENT_TYPES.map((value) => ({ value, label: t(`type.${value}`) }))}
        searchable
        allowDeselect={false}
        {...form.getInputProps('incidentType')}
      />
      <TextInput
        label={t('incidents.monitor.field.place')}
        maxLength={160}
        {...form.getInputProps('place')}
      />
    </div>
  );
}

type WatchedSiteProps = {
  ownSiteId: string;
  disabled: boolean;
  value: string | null;
  error: React.ReactNode;
  onChange(siteId: string | null): void;
};

function WatchedSite({ ownSiteId, disabled, value, error, onChange }: WatchedSiteProps) {
  const { t } = useWords();
  const sites = useAnswer('settings.sites', {}).data ?? [];
  return (
    <Select
      label={t('incidents.monitor.field.watchedSite')}
      data={sites.filter(({ id }) => id !== ownSiteId).map(({ id, name }) => ({ value: id, label: name }))}
      searchable
      disabled={disabled}
      value={value}
      error={error}
      onChange={onChange}
    />
  );
}

function valuesOf(monitor: MonitorRow): Values {
  const { source, watchedSiteId, name, watches, everyMinutes, graceMinutes } = monitor;
  const { title, incidentType, severity, place } = monitor;
  return {
    source,
    watchedSiteId,
    name,
    watches,
    everyMinutes,
    graceMinutes,
    title,
    incidentType,
    severity,
    place,
  };
}
