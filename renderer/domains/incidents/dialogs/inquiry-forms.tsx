import {
  reopenInvestigation,
  startInvestigation,
  waiveInvestigation,
} from '#shared/domains/incidents/commands/investigate.ts';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import type { Investigation } from '#shared/domains/incidents/schema/investigation.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { PeopleSelect, PersonSelect } from '../parts/person-select.tsx';
import { OneTextForm } from './one-text-form.tsx';
import { usePartForm } from './use-part-form.ts';

const TEAM_MAX = 20;
type People = { leadId: string | null; teamIds: string[] };
type PeopleFormProps = {
  incident: Incident;
  standing: Investigation | null;
  step: 'start' | 'people';
  onDone(): void;
};

/** Who leads the investigation, and who helps. */
export function InquiryPeopleForm({ incident, standing, step, onDone }: PeopleFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = usePartForm({
    command: step === 'start' ? 'incidents.startInvestigation' : 'incidents.changeInvestigation',
    place: `${incident.id} people`,
    schema: startInvestigation.input.omit({ id: true }),
    initial: { leadId: standing?.leadId ?? null, teamIds: standing?.teamIds ?? [] } as People,
    toInput: (values) => ({ id: incident.id, ...values }),
    onDone,
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <PersonSelect
        label={t('incidents.inquiry.lead')}
        placeholder={t('incidents.inquiry.nobody')}
        siteId={incident.siteId}
        value={form.values.leadId}
        onChange={(leadId) => form.setFieldValue('leadId', leadId)}
        error={form.errors['leadId']}
      />
      <PeopleSelect
        label={t('incidents.inquiry.team')}
        siteId={incident.siteId}
        max={TEAM_MAX}
        value={form.values.teamIds}
        onChange={(teamIds) => form.setFieldValue('teamIds', teamIds)}
      />
      <FormFooter {...footer} submit={t(`incidents.inquiry.${step}`)} />
    </form>
  );
}

type ReasonFormProps = { incident: Incident; step: 'reopen' | 'waive'; onDone(): void };

/** Why none is needed, or why it goes on. */
export function InquiryReasonForm({ incident, step, onDone }: ReasonFormProps) {
  return step === 'waive' ? (
    <WaiveForm incident={incident} onDone={onDone} />
  ) : (
    <ReopenForm incident={incident} onDone={onDone} />
  );
}

function WaiveForm({ incident, onDone }: Omit<ReasonFormProps, 'step'>) {
  const { t } = useWords();
  const { form, ...part } = usePartForm({
    command: 'incidents.waiveInvestigation',
    place: incident.id,
    schema: waiveInvestigation.input.omit({ id: true }),
    initial: { because: '' },
    toInput: (values) => ({ id: incident.id, ...values }),
    onDone,
  });
  return (
    <OneTextForm
      part={part}
      field={form.getInputProps('because')}
      label={t('incidents.inquiry.waive.field')}
      submit={t('incidents.action.save')}
    />
  );
}

function ReopenForm({ incident, onDone }: Omit<ReasonFormProps, 'step'>) {
  const { t } = useWords();
  const { form, ...part } = usePartForm({
    command: 'incidents.reopenInvestigation',
    place: incident.id,
    schema: reopenInvestigation.input.omit({ id: true }),
    initial: { reason: '' },
    toInput: (values) => ({ id: incident.id, ...values }),
    onDone,
  });
  return (
    <OneTextForm
      part={part}
      field={form.getInputProps('reason')}
      label={t('incidents.inquiry.reopen.field')}
      submit={t('incidents.inquiry.reopen')}
    />
  );
}
