import { Select, TextInput } from '@mantine/core';
import { z } from 'zod';
import { PARTNER_PROFILES, ROW_SCOPES } from '#shared/access/roles.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { reachChoices } from '../choices.ts';
import type { PersonFormProps } from './person-dialog.tsx';
import { usePersonForm } from './use-person-form.ts';

const Group = z.string().trim().max(36);
const Values = z.object({
  organisationId: Group,
  providerId: Group,
  teamId: Group,
  rowScope: z.string(),
});

/** Where somebody belongs beside their site, and how far they see. Empty: nowhere, and as far as their role. */
export function PlaceForm({ person, onDone }: PersonFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = usePersonForm({
    personId: person.id,
    command: 'people.setPlace',
    schema: Values,
    initial: {
      organisationId: person.organisationId ?? '',
      providerId: person.providerId ?? '',
      teamId: person.teamId ?? '',
      rowScope: person.rowScope ?? '',
    },
    toInput: ({ organisationId, providerId, teamId, rowScope }) => ({
      id: person.id,
      organisationId: named(organisationId),
      providerId: named(providerId),
      teamId: named(teamId),
      rowScope: ROW_SCOPES.find((scope) => scope === rowScope) ?? null,
    }),
    onDone,
  });
  const isPartner = PARTNER_PROFILES.includes(person.jobProfile);
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {isPartner ? (
        <TextInput
          label={t('people.place.organisationId')}
          description={t('people.place.organisationId.hint')}
          data-autofocus
          {...form.getInputProps('organisationId')}
        />
      ) : null}
      <div className={styles.row}>
        <TextInput label={t('people.place.providerId')} {...form.getInputProps('providerId')} />
        <TextInput label={t('people.place.teamId')} {...form.getInputProps('teamId')} />
      </div>
      <Select
        label={t('people.reach')}
        data={reachChoices()}
        allowDeselect={false}
        {...form.getInputProps('rowScope')}
      />
      <FormFooter {...footer} submit={t('people.save')} />
    </form>
  );
}

function named(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
