import { ActionIcon, Button, Modal, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconPlayerTrackNext } from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import formStyles from '#renderer/ui/form.module.css';
import { useWords } from '../words.ts';
import styles from './jobs-page.module.css';
import type { JobAct, JobFacts } from './use-jobs.ts';

type JobActionsProps = { job: JobFacts; busy: boolean; onAct(asked: JobAct): void };

export function JobActions({ job, busy, onAct }: JobActionsProps) {
  const { t, label } = useWords();
  const [asking, ask] = useDisclosure(false);
  const { name, state, runningNumber, canRunNow, isStuck } = job;
  const title = label({ key: job.titleKey });
  return (
    <span className={styles.icons}>
      {runningNumber === null ? (
        <Act
          icon={IconPlayerTrackNext}
          text={t('jobs.runNow')}
          name={t('jobs.runNow.of', { job: title })}
          disabled={busy || !canRunNow || isStuck}
          onClick={() => onAct({ act: 'runNow', name })}
        />
      ) : (
        <Act
          icon={IconPlayerStop}
          text={t('jobs.cancel')}
          name={t('jobs.cancel.of', { job: title })}
          disabled={busy}
          onClick={ask.open}
        />
      )}
      {state === 'active' ? (
        <Act
          icon={IconPlayerPause}
          text={t('jobs.pause')}
          name={t('jobs.pause.of', { job: title })}
          disabled={busy}
          onClick={() => onAct({ act: 'pause', name })}
        />
      ) : (
        <Act
          icon={IconPlayerPlay}
          text={t('jobs.resume')}
          name={t('jobs.resume.of', { job: title })}
          disabled={busy}
          onClick={() => onAct({ act: 'resume', name })}
        />
      )}
      <Modal opened={asking} onClose={ask.close} title={t('jobs.cancel.title')}>
        <p>{t('jobs.cancel.text', { job: title })}</p>
        <div className={formStyles.buttons}>
          <Button variant="default" onClick={ask.close}>
            {t('jobs.cancel.keep')}
          </Button>
          <Button
            onClick={() => {
              ask.close();
              if (runningNumber !== null) onAct({ act: 'cancel', number: runningNumber });
            }}
          >
            {t('jobs.cancel.confirm')}
          </Button>
        </div>
      </Modal>
    </span>
  );
}

function Act({
  icon: ActIcon,
  text,
  name,
  disabled,
  onClick,
}: {
  icon: Icon;
  text: string;
  name: string;
  disabled: boolean;
  onClick(): void;
}) {
  return (
    <Tooltip label={text}>
      <ActionIcon variant="subtle" aria-label={name} disabled={disabled} onClick={onClick}>
        <ActIcon size={17} stroke={1.8} aria-hidden="true" />
      </ActionIcon>
    </Tooltip>
  );
}
