import { Button } from '@mantine/core';
import { IconArrowBackUp, IconBellCheck, IconExternalLink, IconPlus } from '@tabler/icons-react';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { goTo } from '#renderer/shell/hash-location.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { canAcknowledge } from '../actions.ts';
import { openQuickReport } from '../quick/quick-report-store.ts';
import { useTaking } from './use-taking.ts';
import styles from './watch.module.css';

/** Always at the bottom, within a thumb's reach. */
export function WatchActions({ incident }: { incident: Incident | null }) {
  const { t } = useWords();
  const may = useMay();
  const { taking, take, undo, error } = useTaking();
  return (
    <div className={styles.actions}>
      <ErrorAlert error={error} />
      <div className={styles.buttons}>
        {may('incidents.report') ? (
          <Button variant="default" leftSection={<IconPlus size={22} />} onClick={openQuickReport}>
            {t('incidents.watch.report')}
          </Button>
        ) : null}
        {incident === null ? null : (
          <Button
            variant="default"
            leftSection={<IconExternalLink size={22} />}
            aria-label={t('incidents.watch.show', { number: incident.number })}
            onClick={() => goTo(`/incidents/${incident.id}`)}
          >
            {t('incidents.quick.open')}
          </Button>
        )}
        {taking === null ? (
          incident !== null && canAcknowledge(incident, may) ? (
            <Button
              className={styles.take}
              leftSection={<IconBellCheck size={24} />}
              onClick={() => take(incident)}
            >
              {t('incidents.watch.acknowledge', { number: incident.number })}
            </Button>
          ) : null
        ) : (
          <Button
            className={styles.take}
            variant="outline"
            leftSection={<IconArrowBackUp size={24} />}
            onClick={undo}
          >
            {t('incidents.watch.undo')}
          </Button>
        )}
      </div>
      <p role="status" className={styles.taking}>
        {taking === null
          ? ''
          : t('incidents.watch.taking', { number: taking.number, seconds: taking.secondsLeft })}
      </p>
    </div>
  );
}
