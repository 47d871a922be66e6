import { IconClockOff } from '@tabler/icons-react';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { instantText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime, relativeText } from '#renderer/ui/relative-time.tsx';
import { useHostNow } from '../connection/use-host-now.ts';
import tables from '../store-page/store-page.module.css';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import { cronText } from './cron-text.ts';
import { JobActions } from './job-actions.tsx';
import styles from './jobs-page.module.css';
import { RunOutcome } from './run-outcome.tsx';
import { type JobFacts, useJobAct } from './use-jobs.ts';

/** Every job in the order in which they come. */
export function NextPanel({ jobs, timeZone }: { jobs: readonly JobFacts[]; timeZone: string }) {
  const { t } = useWords();
  const may = useMay();
  const { run: act, busy, error } = useJobAct();
  return (
    <Panel title={t('jobs.next')} flush>
      <ErrorAlert error={error} />
      {jobs.length === 0 ? (
        <EmptyState icon={IconClockOff} title={t('jobs.next.none')} text={t('jobs.next.none.text')} />
      ) : (
        <div className={styles.wide} tabIndex={0} role="group" aria-label={t('jobs.next')}>
          <table className={tables.table}>
            <thead>
              <tr>
                <th scope="col">{t('jobs.when')}</th>
                <th scope="col">{t('jobs.job')}</th>
                <th scope="col">{t('jobs.last')}</th>
                {may('jobs.manage') ? (
                  <th scope="col" className={styles.buttons}>
                    {t('jobs.actions')}
                  </th>
                ) : null}
              </tr>
            </thead>
            <tbody>
              {jobs.map((job) => (
                <tr key={job.name}>
                  <td className={tables.whole}>
                    <When job={job} timeZone={timeZone} />
                  </td>
                  <td>
                    <Name job={job} />
                  </td>
                  <td>
                    <Last job={job} />
                  </td>
                  {may('jobs.manage') ? (
                    <td className={styles.buttons}>
                      <JobActions job={job} busy={busy} onAct={(asked) => void act(asked)} />
                    </td>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function When({ job, timeZone }: { job: JobFacts; timeZone: string }) {
  const { t } = useWords();
  const now = useHostNow();
  const { nextAt, state, changedBy, failuresInRow, isStuck, runningNumber } = job;
  if (isStuck) return <span className={styles.wrong}>{t('jobs.when.stuck')}</span>;
  if (runningNumber !== null) return <span className={styles.runs}>{t('jobs.when.running')}</span>;
  if (state === 'disabled') {
    return <span className={styles.wrong}>{t('jobs.when.disabled', { count: failuresInRow })}</span>;
  }
  if (state === 'paused') {
    const by = changedBy === null || changedBy === '';
    return (
      <span className={styles.held}>
        {by ? t('jobs.when.paused') : t('jobs.when.paused.by', { name: changedBy })}
      </span>
    );
  }
  if (nextAt === null) return <span className={styles.small}>{t('jobs.when.asked')}</span>;
  return (
    <>
      <time dateTime={nextAt} className="fl-number">
        {instantText(nextAt, timeZone)}
      </time>
      <br />
      <span className={styles.small}>{relativeText(nextAt, now)}</span>
    </>
  );
}

function Name({ job }: { job: JobFacts }) {
  const { t, label } = useWords();
  const { titleKey, catchUp, where, zone, cron } = job;
  const facts = [
    ...(cron === null ? [] : [t(`jobs.zone.${zone}`), t(`jobs.catchUp.${catchUp}`)]),
    ...(where === 'home' ? [t('jobs.where.home')] : []),
  ];
  return (
    <>
      <span className={styles.name}>{label({ key: titleKey })}</span>
      <br />
      <span className={styles.small}>
        {cron === null ? null : <Schedule cron={cron} />}
        {facts.join(', ')}
      </span>
    </>
  );
}

/** In words, with the expression itself under the pointer. */
function Schedule({ cron }: { cron: string }) {
  const text = cronText(cron);
  return (
    <>
      {text === null ? (
        <code className={tables.code}>{cron}</code>
      ) : (
        <span className={styles.schedule} title={cron}>
          {text}
        </span>
      )}
      {', '}
    </>
  );
}

function Last({ job: { last } }: { job: JobFacts }) {
  const { t } = useWords();
  if (last === null) return <span className={styles.small}>{t('jobs.last.never')}</span>;
  return (
    <>
      {last.startedAt === null ? null : <RelativeTime at={last.startedAt} />}
      {': '}
      <RunOutcome run={last} brief />
    </>
  );
}
