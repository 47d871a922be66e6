import { Skeleton } from '@mantine/core';
import { IconAlertOctagon, IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { relativeText } from '#renderer/ui/relative-time.tsx';
import { useHostNow } from '../connection/use-host-now.ts';
import sync from '../sync-page/sync-page.module.css';
import { useWords } from '../words.ts';
import styles from './jobs-page.module.css';
import { type SystemHealth, useHealth } from './use-jobs.ts';

const ICONS = { healthy: IconCircleCheck, warning: IconAlertTriangle, critical: IconAlertOctagon } as const;
const TONES = { healthy: 'good', warning: 'warning', critical: 'alarm' } as const;

/** Whether the machine under the console is well, and what to do where it is not. */
export function HealthPanel() {
  const { t } = useWords();
  const now = useHostNow();
  const answer = useHealth();
  const health = answer.data;
  return (
    <Panel title={t('jobs.health')} flush>
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={120} radius={0} /> : null}
      {health === undefined ? null : (
        <>
          <div className={sync.line} data-above="true">
            <Mark health={health.health} text={t(`jobs.health.${health.health}`)} />
            <p className={sync.text}>{t('jobs.health.at', { when: relativeText(health.at, now) })}</p>
          </div>
          <Findings findings={health.findings} />
        </>
      )}
    </Panel>
  );
}

function Mark({ health, text }: { health: SystemHealth['health']; text: string }) {
  const MarkIcon = ICONS[health];
  return (
    <span className={sync.state} data-tone={TONES[health]}>
      <MarkIcon size={17} stroke={1.9} aria-hidden="true" />
      {text}
    </span>
  );
}

function Findings({ findings }: { findings: SystemHealth['findings'] }) {
  const { t, label } = useWords();
  return (
    <dl className={styles.findings}>
      {findings.map(({ check, health, label: found }) => (
        <div key={check} className={styles.finding} data-tone={TONES[health]}>
          <dt>
            <Mark health={health} text={t(`health.check.${check}`)} />
          </dt>
          <dd>{label(found)}</dd>
        </div>
      ))}
    </dl>
  );
}
