import { Checkbox, MultiSelect, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { ROLES } from '#shared/access/roles.ts';
import { setSignInPolicy } from '#shared/domains/people/own-sign-in.ts';
import type { PersonRow } from '#shared/domains/people/queries.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import form from '#renderer/ui/form.module.css';
import type { Answer } from '../api/questions.ts';
import { useAnswerAbout } from '../api/use-answer.ts';
import { useCommand } from '../api/use-command.ts';
import { useDraftForm } from '../use-draft-form.ts';
import { useWords } from '../words.ts';
import { withoutFactor } from './without-factor.ts';
import styles from './settings.module.css';

const Needs = setSignInPolicy.input.omit({ siteId: true });
type Policy = Answer<'people.signInPolicy'>;

/** By role, and person by person. */
export function SecondFactorPolicy({ siteId }: { siteId: string }) {
  const policy = useAnswerAbout('people.signInPolicy', { siteId: RecordId.parse(siteId) });
  const people = useAnswerAbout('people.list', { siteId, activeOnly: true });
  const failed = [policy, people].find(({ isError }) => isError);
  if (failed?.error) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (policy.data === undefined || people.data === undefined) return <Skeleton height={280} radius={6} />;
  return <PolicyForm siteId={siteId} policy={policy.data} people={people.data} />;
}

function PolicyForm({ siteId, policy, people }: { siteId: string; policy: Policy; people: PersonRow[] }) {
  const { t } = useWords();
  const save = useCommand('people.setSignInPolicy', siteId);
  const { secondFactorRoles, secondFactorPeople, enrolled } = policy;
  const draft = useDraftForm({
    formId: null,
    // Who left the site can't be chosen, and is not asked for anything.
    initial: {
      secondFactorRoles: [...secondFactorRoles],
      secondFactorPeople: secondFactorPeople.filter((id) => people.some((one) => one.id === id)),
    },
    schema: Needs,
    error: save.error,
  });
  const submit = draft.onSubmit(async (values) => {
    const outcome = await save.run({ siteId: RecordId.parse(siteId), ...Needs.parse(values) });
    if (outcome !== undefined) notifications.show({ message: t('settings.saved') });
  });
  const asked = withoutFactor(people, enrolled, draft.values);
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <Checkbox.Group label={t('settings.signIn.roles')} {...draft.getInputProps('secondFactorRoles')}>
        <div className={styles.choices}>
          {ROLES.map((role) => (
            <Checkbox key={role} value={role} label={t(`role.${role}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <MultiSelect
        label={t('settings.signIn.people')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('settings.signIn.people.clear') }}
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        nothingFoundMessage={t('people.none')}
        {...draft.getInputProps('secondFactorPeople')}
      />
      <p className={styles.text} role="status">
        {asked.length === 0
          ? t('settings.signIn.asked.none')
          : t('settings.signIn.asked', { count: asked.length })}
      </p>
      <FormFooter
        phase={save.phase}
        error={save.error}
        fields={['secondFactorRoles', 'secondFactorPeople']}
        submit={t('settings.save')}
      />
    </form>
  );
}
