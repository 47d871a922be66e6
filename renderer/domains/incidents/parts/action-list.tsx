import { Button, Modal } from '@mantine/core';
import {
  IconCheck,
  IconPencil,
  IconPlayerStop,
  IconRotate,
  IconShieldCheck,
  type Icon,
} from '@tabler/icons-react';
import { useState } from 'react';
import { duenessOf } from '#shared/domains/incidents/rules/reminders.ts';
import type { IncidentAction } from '#shared/domains/incidents/schema/action.ts';
import { useConsoleStatus } from '#renderer/shell/connection/console-store.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import { dateText } from '#renderer/ui/format.ts';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { ChangeActionForm } from '../dialogs/action-edit-form.tsx';
import { ActionStateForm, type ActionStep } from '../dialogs/action-state-form.tsx';
import styles from '../investigation.module.css';

/** Actions one under the other, each with what can be done about it now. */
export function ActionList({ label, actions }: { label: string; actions: readonly IncidentAction[] }) {
  if (actions.length === 0) return null;
  return (
    <section aria-label={label}>
      <h3 className={styles.listTitle}>{label}</h3>
      <ul className={styles.list}>
        {actions.map((action) => (
          <ActionItem key={action.id} action={action} />
        ))}
      </ul>
    </section>
  );
}

const ICONS: { readonly [S in ActionStep]: Icon } = {
  complete: IconCheck,
  verify: IconShieldCheck,
  cancel: IconPlayerStop,
  reopen: IconRotate,
};

function ActionItem({ action }: { action: IncidentAction }) {
  const { t } = useWords();
  const [step, setStep] = useState<ActionStep | 'edit' | null>(null);
  const { steps, mayChange } = usePossibleSteps(action);
  const close = () => setStep(null);
  return (
    <li className={styles.item}>
      <div className={styles.itemMain}>
        <p className={styles.itemText}>{action.text}</p>
        <p className={styles.itemNote}>
          <span className={styles.kind}>{t(`incidents.actions.kind.${action.actionKind}`)}</span>
          <span>{action.ownerName ?? t('incidents.actions.nobody')}</span>
          {action.state === 'open' ? <DueText action={action} /> : <StateText action={action} />}
        </p>
        {action.outcome === '' ? null : <p className={styles.outcome}>{action.outcome}</p>}
      </div>
      <div className={styles.itemButtons} role="group" aria-label={action.text}>
        {steps.map((one) => {
          const StepIcon = ICONS[one];
          return (
            <Button
              key={one}
              variant="default"
              size="xs"
              px={9}
              leftSection={<StepIcon size={15} />}
              onClick={() => setStep(one)}
            >
              {t(`incidents.actions.do.${one}`)}
            </Button>
          );
        })}
        {mayChange ? (
          <Button
            variant="default"
            size="xs"
            px={9}
            leftSection={<IconPencil size={15} />}
            onClick={() => setStep('edit')}
          >
            {t('incidents.actions.edit')}
          </Button>
        ) : null}
      </div>
      <Modal
        opened={step !== null}
        onClose={close}
        title={
          step === null
            ? ''
            : t(step === 'edit' ? 'incidents.actions.edit' : `incidents.actions.do.${step}.title`)
        }
      >
        {step === 'edit' ? <ChangeActionForm action={action} onDone={close} /> : null}
        {step === null || step === 'edit' ? null : (
          <ActionStateForm key={step} action={action} step={step} onDone={close} />
        )}
      </Modal>
    </li>
  );
}

/** The same rules as the commands have: who owns it says that it is done, somebody else that it holds. */
function usePossibleSteps(action: IncidentAction): { steps: ActionStep[]; mayChange: boolean } {
  const may = useMay();
  const me = useConsoleStatus()?.person?.id;
  const handles = may('incidents.handle');
  const isOwn = action.ownerId === me;
  if (action.state === 'open') {
    const steps: ActionStep[] = [];
    if (handles || (isOwn && may('comments.write'))) steps.push('complete');
    if (handles) steps.push('cancel');
    return { steps, mayChange: handles };
  }
  if (!handles) return { steps: [], mayChange: false };
  const verifies = action.state === 'done' && !isOwn && action.stateById !== me;
  return { steps: verifies ? ['verify', 'reopen'] : ['reopen'], mayChange: false };
}

function StateText({ action }: { action: IncidentAction }) {
  const { t } = useWords();
  return (
    <span>
      {t(`incidents.actions.state.${action.state}`)}, {action.stateByName},{' '}
      <RelativeTime at={action.stateAt} />
    </span>
  );
}

/** By when, and whether that is soon or over; in words, since colour alone does not say it at night. */
export function DueText({ action }: { action: Pick<IncidentAction, 'state' | 'dueAt'> }) {
  const { t } = useWords();
  const now = useHostNow();
  const site = useSite();
  if (action.dueAt === null) return <span>{t('incidents.actions.noDay')}</span>;
  const dueness = duenessOf(action, now);
  const key = { later: 'due', soon: 'soon', overdue: 'overdue' } as const;
  return (
    <span className={styles.due} data-due={dueness}>
      {t(`incidents.actions.${key[dueness]}`, { day: dateText(action.dueAt, site?.timeZone) })}
    </span>
  );
}
