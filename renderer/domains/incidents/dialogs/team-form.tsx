import { TextInput } from '@mantine/core';
import { assignTeam } from '#shared/domains/incidents/commands/handle.ts';
import { lineOrNothing } from '#shared/kernel/fields.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import type { ActionFormProps } from './action-form-props.ts';
import { useActionForm } from './use-action-form.ts';

const TEAM_CHARACTERS_MAX = 36;
/** As it is typed: empty means no team. */
const Typed = assignTeam.input.extend({ teamId: lineOrNothing(TEAM_CHARACTERS_MAX) });

export function TeamForm({ incident, onDone }: ActionFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = useActionForm({
    incident,
    onDone,
    command: 'incidents.assignTeam',
    schema: Typed,
    initial: { teamId: incident.teamId ?? '' },
    toInput: ({ teamId }) => ({ id: incident.id, teamId: teamId.trim() === '' ? null : teamId }),
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        label={t('incidents.team.team')}
        description={t('incidents.team.hint')}
        maxLength={TEAM_CHARACTERS_MAX}
        data-autofocus
        {...form.getInputProps('teamId')}
      />
      <FormFooter {...footer} submit={t('incidents.action.save')} />
    </form>
  );
}
