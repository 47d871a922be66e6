import { IconChevronLeft } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ExportButton } from '#renderer/ui/export-button.tsx';
import { SeverityBadge } from '#renderer/ui/severity-badge.tsx';
import { SlaClock } from '#renderer/ui/sla-clock.tsx';
import { StageBadge } from '#renderer/ui/stage-badge.tsx';
import styles from '../incidents.module.css';
import { ActionBar } from './action-bar.tsx';
import { ArchiveBadge } from './archive-badge.tsx';
import { useReportChoices } from './use-report-choices.ts';
import { DrillMark } from './drill-mark.tsx';

/** What it is, how bad, how far, how long it still may take; and what can be done. */
export function DetailHeader({ incident, archivedIn }: { incident: Incident; archivedIn: string | null }) {
  const { t } = useWords();
  const choices = useReportChoices();
  return (
    <header className={styles.head}>
      <div className={styles.headLine}>
        <Link href="/incidents" className={styles.back}>
          <IconChevronLeft size={15} aria-hidden="true" />
          {t('incidents.detail.back')}
        </Link>
        <span className={styles.headNumber}>{incident.number}</span>
        <span className={styles.headEnd}>
          <ExportButton
            report="incidents.one"
            parameters={{ id: incident.id }}
            choices={choices}
            withAttachments
          />
        </span>
      </div>
      <h1 className={styles.headTitle} id="incident-title">
        {incident.title}
      </h1>
      <div className={styles.headLine}>
        <SeverityBadge severity={incident.severity} />
        <DrillMark incident={incident} />
        <StageBadge stage={incident.stage} />
        <SlaClock record={incident} large />
        {archivedIn === null ? null : <ArchiveBadge month={archivedIn} />}
      </div>
      <ActionBar incident={incident} />
    </header>
  );
}
