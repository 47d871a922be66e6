import { Checkbox, NumberInput, SegmentedControl, Select } from '@mantine/core';
import { savePolicy } from '#shared/domains/incidents/commands/policy.ts';
import { closeWithinDays } from '#shared/domains/incidents/rules/close-target.ts';
import { callsAgain, stakeholdersIn, toldAtReport } from '#shared/domains/incidents/rules/policy.ts';
import {
  CALLS_AGAIN_MAX,
  CLOSE_WITHIN_DAYS_MAX,
  type ApprovalRule,
  type ClockKind,
  CLOCK_KINDS,
  type SeverityRule,
} from '#shared/domains/incidents/schema/policy.ts';
import { COMPANY_WIDE } from '#shared/access/target.ts';
import type { JobProfile } from '#shared/access/roles.ts';
import { SEVERITIES, type Severity } from '#shared/kernel/fields.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import formStyles from '#renderer/ui/form.module.css';
import { usePartForm } from '../dialogs/use-part-form.ts';
import styles from '../rota/rota.module.css';
import { ApprovalFields } from './approval-fields.tsx';
import { JobChoice } from './job-choice.tsx';
import type { PolicyRow } from './policies-page.tsx';

type Scope = 'site' | 'company';
type Values = { scope: Scope } & Pick<
  PolicyRow['policy'],
  | 'severities'
  | 'atRiskPercent'
  | 'steps'
  | 'defaultSeverity'
  | 'requiresInvestigation'
  | 'takesUnknownReports'
> & {
    callsAgain: number;
    toldAtReport: JobProfile[] | null;
    stakeholders: JobProfile[];
    approvals: ApprovalRule[];
    closeWithinDays: number;
  };
type PolicyFormProps = { siteId: string; siteName: string; row: PolicyRow; onDone(): void };

const WORST_FIRST = SEVERITIES.toReversed();
const HOURS_MAX = 24 * 90;
const MINUTES_MAX = 60 * 24 * 14;

/** What holds for one type of incident, as it holds now; saving it makes it this place's own. */
export function PolicyForm({ siteId, siteName, row, onDone }: PolicyFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = usePartForm({
    command: 'incidents.savePolicy',
    place: `${siteId} ${row.incidentType}`,
    schema: savePolicy.input.omit({ siteId: true, incidentType: true }),
    initial: valuesOf(row),
    toInput: ({ scope, ...values }) => ({
      siteId: scope === 'company' ? COMPANY_WIDE : siteId,
      incidentType: row.incidentType,
      ...values,
    }),
    onDone,
  });
  const { values, setFieldValue } = form;
  const setRule = (severity: Severity, changed: Partial<SeverityRule>) =>
    setFieldValue('severities', {
      ...values.severities,
      [severity]: { ...values.severities[severity], ...changed },
    });
  return (
    <form className={formStyles.form} onSubmit={submit} noValidate>
      <SegmentedControl
        aria-label={t('incidents.policy.scope')}
        data={[
          { value: 'site', label: t('incidents.policy.scope.site', { site: siteName }) },
          { value: 'company', label: t('incidents.policy.scope.company') },
        ]}
        value={values.scope}
        onChange={(scope) => setFieldValue('scope', scope === 'company' ? 'company' : 'site')}
      />
      {WORST_FIRST.map((severity) => (
        <RuleFields
          key={severity}
          severity={severity}
          rule={values.severities[severity]}
          onChange={(changed) => setRule(severity, changed)}
        />
      ))}
      <TimeFields form={form} />
      <CallFields form={form} />
      <ApprovalFields
        rules={values.approvals}
        error={form.errors['approvals']}
        onChange={(approvals) => setFieldValue('approvals', approvals)}
      />
      <Select
        label={t('incidents.policy.field.defaultSeverity')}
        placeholder={t('incidents.policy.field.defaultSeverity.none')}
        data={WORST_FIRST.map((severity) => ({ value: severity, label: t(`severity.${severity}`) }))}
        clearable
        {...form.getInputProps('defaultSeverity')}
      />
      <Checkbox
        label={t('incidents.policy.field.investigation')}
        {...form.getInputProps('requiresInvestigation', { type: 'checkbox' })}
      />
      <Checkbox
        label={t('incidents.policy.field.unknown')}
        {...form.getInputProps('takesUnknownReports', { type: 'checkbox' })}
      />
      <FormFooter {...footer} submit={t('incidents.rota.save')} />
    </form>
  );
}

/** What holds now, at whichever place it was set. */
function valuesOf({ policy, siteOwnId, companyOwnId }: PolicyRow): Values {
  const { severities, atRiskPercent, steps } = policy;
  const { defaultSeverity, requiresInvestigation, takesUnknownReports } = policy;
  return {
    scope: siteOwnId === null && companyOwnId !== null ? 'company' : 'site',
    severities,
    atRiskPercent,
    steps,
    defaultSeverity,
    requiresInvestigation,
    takesUnknownReports,
    callsAgain: callsAgain(policy),
    toldAtReport: policy.toldAtReport ?? null,
    stakeholders: [...stakeholdersIn(policy)],
    approvals: policy.approvals ?? [],
    closeWithinDays: closeWithinDays(policy),
  };
}

type CallFieldsProps = Pick<ReturnType<typeof usePartForm<'incidents.savePolicy', Values>>, 'form'>;

/** When it counts as at risk, and until when it is to be closed. */
function TimeFields({ form }: CallFieldsProps) {
  const { t } = useWords();
  return (
    <>
      <NumberInput
        label={t('incidents.policy.field.atRisk')}
        min={10}
        max={99}
        allowDecimal={false}
        {...form.getInputProps('atRiskPercent')}
      />
      <NumberInput
        label={t('incidents.policy.field.closeWithin')}
        description={t('incidents.policy.field.closeWithin.hint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        min={1}
        max={CLOSE_WITHIN_DAYS_MAX}
        allowDecimal={false}
        {...form.getInputProps('closeWithinDays')}
      />
    </>
  );
}

/** Whom the ladder calls, how often at its last level, and who is told beside. */
function CallFields({ form }: CallFieldsProps) {
  const { t } = useWords();
  const { values, setFieldValue } = form;
  return (
    <>
      <StepFields
        steps={values.steps}
        error={form.errors['steps']}
        onChange={(changed) => setFieldValue('steps', changed)}
      />
      <NumberInput
        label={t('incidents.policy.field.callsAgain')}
        description={t('incidents.policy.field.callsAgain.hint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        min={0}
        max={CALLS_AGAIN_MAX}
        allowDecimal={false}
        {...form.getInputProps('callsAgain')}
      />
      <JobChoice
        label={t('incidents.policy.field.told')}
        hint={t('incidents.policy.field.told.hint')}
        jobs={values.toldAtReport ?? toldAtReport(values)}
        error={form.errors['toldAtReport']}
        onChange={(jobs) => setFieldValue('toldAtReport', jobs)}
      />
      <JobChoice
        label={t('incidents.policy.field.stakeholders')}
        hint={t('incidents.policy.field.stakeholders.hint')}
        jobs={values.stakeholders}
        error={form.errors['stakeholders']}
        onChange={(jobs) => setFieldValue('stakeholders', jobs)}
      />
    </>
  );
}

type RuleFieldsProps = {
  severity: Severity;
  rule: SeverityRule;
  onChange(changed: Partial<SeverityRule>): void;
};

function RuleFields({ severity, rule, onChange }: RuleFieldsProps) {
  const { t } = useWords();
  return (
    <fieldset className={styles.severity}>
      <legend>{t(`severity.${severity}`)}</legend>
      <NumberInput
        label={t('incidents.policy.field.resolution')}
        min={0.25}
        max={HOURS_MAX}
        value={rule.resolutionHours}
        onChange={(hours) => onChange({ resolutionHours: Number(hours) })}
      />
      <Select
        label={t('incidents.policy.field.clock')}
        data={CLOCK_KINDS.map((kind) => ({ value: kind, label: t(`incidents.policy.clock.${kind}`) }))}
        value={rule.clock}
        allowDeselect={false}
        onChange={(kind) => onChange({ clock: clockOf(kind) })}
      />
      <NumberInput
        label={t('incidents.policy.field.acknowledge')}
        description={t('incidents.policy.field.acknowledge.hint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        min={1}
        max={MINUTES_MAX}
        allowDecimal={false}
        value={rule.acknowledgeMinutes ?? ''}
        onChange={(minutes) => onChange({ acknowledgeMinutes: minutes === '' ? null : Number(minutes) })}
      />
      <NumberInput
        label={t('incidents.policy.field.stands')}
        min={0.25}
        max={HOURS_MAX}
        value={rule.acknowledgementHours}
        onChange={(hours) => onChange({ acknowledgementHours: Number(hours) })}
      />
    </fieldset>
  );
}

type Steps = PolicyRow['policy']['steps'];
type StepFieldsProps = { steps: Steps; error: React.ReactNode; onChange(steps: Steps): void };

function StepFields({ steps, error, onChange }: StepFieldsProps) {
  const { t } = useWords();
  return steps.map(({ profiles }, index) => (
    <JobChoice
      // A ladder has as many steps as it has levels, in their order.
      key={`level ${index + 1}`}
      label={t('incidents.policy.field.step', { level: index + 1 })}
      jobs={profiles}
      error={index === 0 ? error : undefined}
      onChange={(chosen) => onChange(steps.map((step, at) => (at === index ? { profiles: chosen } : step)))}
    />
  ));
}

function clockOf(text: string | null): ClockKind {
  return text === 'working-hours' ? 'working-hours' : 'around-the-clock';
}
