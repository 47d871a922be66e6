import { Modal } from '@mantine/core';
import type { ComponentType } from 'react';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { useWords } from '#renderer/shell/words.ts';
import type { IncidentAction } from '../actions.ts';
import type { ActionFormProps } from './action-form-props.ts';
import { AmendForm } from './amend-form.tsx';
import { InvestigateForm, RequireActionForm } from './advance-form.tsx';
import { AssignForm } from './assign-form.tsx';
import { CloseForm } from './close-form.tsx';
import { EscalateForm } from './escalate-form.tsx';
import { MergeForm } from './merge-form.tsx';
import { PauseForm, ResumeForm } from './pause-form.tsx';
import { ReopenForm } from './reopen-form.tsx';
import { ResolveForm } from './resolve-form.tsx';
import { SeverityForm } from './severity-form.tsx';
import { TeamForm } from './team-form.tsx';
import { TriageForm } from './triage-form.tsx';

const FORMS: { readonly [A in IncidentAction]: ComponentType<ActionFormProps> } = {
  triage: TriageForm,
  assign: AssignForm,
  team: TeamForm,
  severity: SeverityForm,
  amend: AmendForm,
  escalate: EscalateForm,
  pauseClock: PauseForm,
  resumeClock: ResumeForm,
  investigate: InvestigateForm,
  requireAction: RequireActionForm,
  merge: MergeForm,
  resolve: ResolveForm,
  close: CloseForm,
  reopen: ReopenForm,
};

type ActionDialogProps = { incident: Incident; action: IncidentAction | null; onClose(): void };

export function ActionDialog({ incident, action, onClose }: ActionDialogProps) {
  const { t } = useWords();
  const Form = action === null ? undefined : FORMS[action];
  return (
    <Modal
      opened={Form !== undefined}
      onClose={onClose}
      title={action === null ? '' : t(`incidents.action.${action}`)}
      size={480}
    >
      {Form === undefined ? null : <Form incident={incident} onDone={onClose} />}
    </Modal>
  );
}
