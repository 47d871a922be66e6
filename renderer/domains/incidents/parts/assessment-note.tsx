import { IconScale } from '@tabler/icons-react';
import { Link } from 'wouter';
import { msOf } from '#shared/kernel/clock.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { t } from '#renderer/shell/words.ts';
import { durationText } from '#renderer/ui/format.ts';
import styles from '../investigation.module.css';

/** Says that somebody must assess who is to be told of an incident, and how long there is. */
export function AssessmentNote({ incidentId, dueAt }: { incidentId: string; dueAt: string | null }) {
  const now = useHostNow();
  return (
    <p className={styles.notice} role="note">
      <IconScale size={17} aria-hidden="true" />
      <span>
        {t('incidents.assessment.note')} {dueAt === null ? '' : leftText(msOf(dueAt) - msOf(now))}{' '}
        <Link href={`/incidents/${incidentId}?tab=compliance`}>{t('incidents.assessment.go')}</Link>
      </span>
    </p>
  );
}

function leftText(leftMs: number): string {
  const duration = durationText(Math.abs(leftMs));
  return t(leftMs < 0 ? 'incidents.duties.overdueBy' : 'incidents.duties.left', { duration });
}
