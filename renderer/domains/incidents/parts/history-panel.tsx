import { Skeleton } from '@mantine/core';
import { useId } from 'react';
import { Link, useSearch } from 'wouter';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { detailsOf } from '#renderer/shell/connection/api-error.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { goTo } from '#renderer/shell/hash-location.ts';
import { shownZone } from '#renderer/shell/preferences/preferences-store.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { localTextOf } from '#renderer/ui/local-text.ts';
import { readSpan, writeSpan } from '../overview-span.ts';
import styles from '../overview.module.css';
import { HistoryCharts } from './history-charts.tsx';
import { HistoryFigures } from './history-figures.tsx';
import { HistoryTables } from './history-tables.tsx';
import { PeriodTable } from './period-table.tsx';
import { SpanBar } from './span-bar.tsx';

/** What happened in a time: how many, how fast, where, of what kind. */
export function HistoryPanel() {
  const { t } = useWords();
  const titleId = useId();
  const today = localTextOf(useHostNow(), shownZone(undefined)).slice(0, 'yyyy-mm-dd'.length);
  const span = readSpan(useSearch(), today);
  const sites = useAnswer('settings.sites', {}).data ?? [];
  const answer = useAnswer('incidents.history', span);
  const may = useMay();
  return (
    <section className={styles.section} aria-labelledby={titleId}>
      <div className={styles.sectionHead}>
        <h2 className={styles.sectionTitle} id={titleId}>
          {t('incidents.history.title')}
        </h2>
        <SpanBar
          span={span}
          today={today}
          sites={sites}
          onChange={(changed) => goTo(writeSpan(changed), { replace: true })}
        />
      </div>
      {answer.isError ? <ErrorAlert error={detailsOf(answer.error)} /> : null}
      {answer.isPending ? <Skeleton height={320} radius={6} /> : null}
      {answer.data === undefined ? null : (
        <>
          <HistoryFigures history={answer.data} span={span} />
          <HistoryCharts periods={answer.data.periods} span={span} />
          <HistoryTables history={answer.data} span={span} />
          <PeriodTable periods={answer.data.periods} span={span} />
        </>
      )}
      <p className={styles.note}>
        {t('incidents.history.note')} {t('incidents.history.times.hint')}{' '}
        {may('jobs.read') ? <Link href="/jobs">{t('incidents.history.check')}</Link> : null}
      </p>
    </section>
  );
}
