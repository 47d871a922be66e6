import { Button, Modal } from '@mantine/core';
import { IconRubberStamp } from '@tabler/icons-react';
import { useState } from 'react';
import { refuseApproval } from '#shared/domains/incidents/commands/approvals.ts';
import type { WaitingApproval } from '#shared/domains/incidents/queries/approvals.ts';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { OneTextForm } from '../dialogs/one-text-form.tsx';
import { usePartForm } from '../dialogs/use-part-form.ts';
import styles from '../investigation.module.css';

type ApprovalNoteProps = { incident: Incident; approval: WaitingApproval };

/** Says which move waits for whose approval, with what whoever reads may do about it. */
export function ApprovalNote({ incident, approval }: ApprovalNoteProps) {
  const { t } = useWords();
  const [refuses, setRefuses] = useState(false);
  const approve = useCommand('incidents.approve', approval.id);
  const withdraw = useCommand('incidents.withdrawApproval', approval.id);
  const input = { id: incident.id, approvalId: approval.id };
  const move = t(`stage.${approval.move}`).toLocaleLowerCase();
  const jobs = approval.profiles.map((profile) => t(`job.${profile}`)).join(', ');
  return (
    <div>
      <div className={styles.notice} role="note">
        <IconRubberStamp size={17} aria-hidden="true" />
        <span>
          {approval.state === 'approved'
            ? t('incidents.approval.onItsWay', { move, by: approval.decidedByName ?? '' })
            : t('incidents.approval.asked', { move })}{' '}
          {t('incidents.approval.by', { by: approval.askedByName, jobs })}{' '}
          <RelativeTime at={approval.askedAt} />
        </span>
        {approval.mayDecide ? (
          <>
            <Button size="xs" loading={approve.phase !== 'idle'} onClick={() => void approve.run(input)}>
              {t('incidents.approval.approve')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setRefuses(true)}>
              {t('incidents.approval.refuse')}
            </Button>
          </>
        ) : null}
        {approval.mayWithdraw ? (
          <Button
            size="xs"
            variant="default"
            loading={withdraw.phase !== 'idle'}
            onClick={() => void withdraw.run(input)}
          >
            {t('incidents.approval.withdraw')}
          </Button>
        ) : null}
      </div>
      <ErrorAlert error={approve.error ?? withdraw.error} />
      <AskedFor approval={approval} />
      <Modal opened={refuses} onClose={() => setRefuses(false)} title={t('incidents.approval.refuse.title')}>
        <RefuseForm incident={incident} approval={approval} onDone={() => setRefuses(false)} />
      </Modal>
    </div>
  );
}

/** What is approved with the move: it is made with these words. */
function AskedFor({ approval }: Pick<ApprovalNoteProps, 'approval'>) {
  const { t } = useWords();
  const { text, rootCause, correctiveAction, noActionBecause } = approval;
  const said = [
    { label: t('incidents.approval.text'), value: text },
    { label: t('incidents.close.rootCause'), value: rootCause },
    { label: t('incidents.close.correctiveAction'), value: correctiveAction },
    { label: t('incidents.close.noActionBecause'), value: noActionBecause },
  ].filter(({ value }) => value !== '');
  return said.map(({ label, value }) => (
    <p key={label} className={styles.outcome}>
      <b>{label}:</b> {value}
    </p>
  ));
}

function RefuseForm({ incident, approval, onDone }: ApprovalNoteProps & { onDone(): void }) {
  const { t } = useWords();
  const { form, ...part } = usePartForm({
    command: 'incidents.refuseApproval',
    place: approval.id,
    schema: refuseApproval.input.omit({ id: true, approvalId: true }),
    initial: { reason: '' },
    toInput: (values) => ({ id: incident.id, approvalId: approval.id, ...values }),
    onDone,
  });
  return (
    <OneTextForm
      part={part}
      field={form.getInputProps('reason')}
      label={t('incidents.approval.refuse.reason')}
      hint={t('incidents.approval.refuse.hint')}
      submit={t('incidents.approval.refuse')}
    />
  );
}
