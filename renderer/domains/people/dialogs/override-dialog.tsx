import { Modal, SegmentedControl, Textarea } from '@mantine/core';
import type { Feature } from '#shared/access/features.ts';
import { override } from '#shared/domains/people/manage.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import type { PersonDetail } from '../use-people-api.ts';
import { usePersonForm } from './use-person-form.ts';

type OverrideDialogProps = { person: PersonDetail; feature: Feature; onClose(): void };

const EFFECTS = ['cleared', 'granted', 'denied'] as const;

/** Grants one feature to one person or takes it away; whoever does says why. */
export function OverrideDialog({ person, feature, onClose }: OverrideDialogProps) {
  const { t } = useWords();
  const { form, submit, footer } = usePersonForm({
    personId: person.id,
    command: 'people.override',
    schema: override.input.pick({ effect: true, reason: true }),
    initial: { effect: effectOn(person, feature), reason: '' },
    toInput: (values) => ({ id: person.id, feature, ...values }),
    onDone: onClose,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('people.override.title', { feature: t(`feature.${feature}`), name: person.name })}
      size={480}
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        <SegmentedControl
          aria-label={t('people.rights.override')}
          data={EFFECTS.map((effect) => ({ value: effect, label: t(`people.override.choice.${effect}`) }))}
          {...form.getInputProps('effect')}
        />
        <Textarea
          label={t('people.reason')}
          autosize
          minRows={2}
          data-autofocus
          {...form.getInputProps('reason')}
        />
        <FormFooter {...footer} submit={t('people.save')} />
      </form>
    </Modal>
  );
}

function effectOn(person: PersonDetail, feature: Feature): (typeof EFFECTS)[number] {
  if (person.denied.includes(feature)) return 'denied';
  return person.granted.includes(feature) ? 'granted' : 'cleared';
}
