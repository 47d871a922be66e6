import { Modal } from '@mantine/core';
import type { ComponentType } from 'react';
import { useWords } from '#renderer/shell/words.ts';
import type { PersonDetail } from '../use-people-api.ts';
import { PassphraseForm } from './passphrase-form.tsx';
import { PlaceForm } from './place-form.tsx';
import { DeactivateForm, ReactivateForm, ResetFactorForm } from './reason-form.tsx';
import { RenameForm } from './rename-form.tsx';
import { RoleForm } from './role-form.tsx';

export type PersonFormProps = { person: PersonDetail; onDone(): void };

const FORMS = {
  rename: RenameForm,
  role: RoleForm,
  place: PlaceForm,
  passphrase: PassphraseForm,
  factor: ResetFactorForm,
  deactivate: DeactivateForm,
  reactivate: ReactivateForm,
} as const satisfies { readonly [action: string]: ComponentType<PersonFormProps> };
export type PersonAction = keyof typeof FORMS;

type PersonDialogProps = { person: PersonDetail; action: PersonAction | null; onClose(): void };

export function PersonDialog({ person, action, onClose }: PersonDialogProps) {
  const { t } = useWords();
  if (action === null) return null;
  const Form = FORMS[action];
  return (
    <Modal opened onClose={onClose} title={t(`people.dialog.${action}`, { name: person.name })} size={480}>
      <Form person={person} onDone={onClose} />
    </Modal>
  );
}
