import { Checkbox, Textarea } from '@mantine/core';
import { z } from 'zod';
import { isoOf } from '#shared/kernel/clock.ts';
import { line } from '#shared/kernel/fields.ts';
import { REVOKE_REASON_CHARACTERS_MAX } from '#shared/sync/devices.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import form from '#renderer/ui/form.module.css';
import { relativeText } from '#renderer/ui/relative-time.tsx';
import { useConsoleStatus } from '../connection/console-store.ts';
import { useHostNow } from '../connection/use-host-now.ts';
import { useDraftForm } from '../use-draft-form.ts';
import { useWords } from '../words.ts';
import styles from './devices-page.module.css';
import { type ListedDevice, useRevoke } from './use-devices.ts';

const Values = z.object({ reason: line(REVOKE_REASON_CHARACTERS_MAX) });

type RevokeFormProps = {
  device: ListedDevice;
  isOwn: boolean;
  onCancel(): void;
  /** With what is to be said of it. */
  onDone(text: string): void;
};

/** Says what it means before it is done; the own console only goes with a word that it is meant. */
export function RevokeForm({ device, isOwn, onCancel, onDone }: RevokeFormProps) {
  const { t } = useWords();
  const action = useRevoke();
  const { id, name, revoked } = device;
  const isErasing = revoked !== null;
  const fields = useDraftForm({
    formId: null,
    initial: { reason: '', isWipeAsked: isErasing, isOwnMeant: false },
    schema: Values,
    error: action.error,
  });
  const { isWipeAsked, isOwnMeant } = fields.getValues();
  const submit = fields.onSubmit(async ({ reason }) => {
    const done = await action.run({ ofDeviceId: id, reason, isWipeAsked, isOwnMeant });
    if (done === undefined) return;
    const { codesEnded } = done;
    onDone(
      codesEnded === 0
        ? t('devices.revoked.done', { name })
        : t('devices.revoked.ended', { name, codes: codesEnded }),
    );
  });
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <Meaning device={device} isOwn={isOwn} />
      <Textarea
        label={t('devices.revoke.reason')}
        description={t('devices.revoke.reason.hint')}
        rows={2}
        maxLength={REVOKE_REASON_CHARACTERS_MAX}
        data-autofocus
        {...fields.getInputProps('reason')}
      />
      <Checkbox
        label={t('devices.revoke.wipe')}
        description={t('devices.revoke.wipe.hint')}
        disabled={isErasing}
        {...fields.getInputProps('isWipeAsked', { type: 'checkbox' })}
      />
      {isOwn ? (
        <Checkbox
          label={t('devices.revoke.own.mean')}
          {...fields.getInputProps('isOwnMeant', { type: 'checkbox' })}
        />
      ) : null}
      <FormFooter
        phase={action.busy ? 'sending' : 'idle'}
        error={action.error}
        fields={['reason']}
        submit={t(isErasing ? 'devices.wipe.confirm' : 'devices.revoke.confirm')}
        danger
        disabled={isOwn && !isOwnMeant}
        onCancel={onCancel}
      />
    </form>
  );
}

function Meaning({ device: { seenAtMs }, isOwn }: { device: ListedDevice; isOwn: boolean }) {
  const { t } = useWords();
  const now = useHostNow();
  const waiting = useConsoleStatus()?.sync.outboxEntries ?? 0;
  if (!isOwn)
    return (
      <p className={form.note}>
        {t('devices.revoke.text')} {t('devices.revoke.last', { when: relativeText(isoOf(seenAtMs), now) })}
      </p>
    );
  return (
    <div className={styles.warning} role="note">
      <p>{t('devices.revoke.own')}</p>
      {waiting > 0 ? <p>{t('devices.revoke.own.waiting', { count: waiting })}</p> : null}
    </div>
  );
}
