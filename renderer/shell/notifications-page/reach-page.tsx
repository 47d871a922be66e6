import { IconMailCheck, IconUserCheck } from '@tabler/icons-react';
import { Skeleton } from '@mantine/core';
import { knownProfile } from '#shared/access/roles.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { useAnswer } from '../api/use-answer.ts';
import type { Answer } from '../api/questions.ts';
import tables from '../store-page/store-page.module.css';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import styles from './inbox.module.css';

type Reach = Answer<'notifications.reachability'>[number];

/** Whom an alarm would reach away from a console, and what did not go out. */
export function ReachPage() {
  const { t } = useWords();
  const may = useMay();
  const answer = useAnswer('notifications.reachability', {});
  return (
    <div className={pages.scroll}>
      <PageHeader title={t('reach.title')} />
      <p className={pages.lead}>{t('reach.text')}</p>
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={200} /> : null}
      {answer.data === undefined ? null : (
        <Panel title={t('reach.title')} flush>
          {answer.data.length === 0 ? (
            <EmptyState icon={IconUserCheck} title={t('reach.empty')} text={t('reach.empty.text')} />
          ) : (
            <table className={tables.table}>
              <thead>
                <tr>
                  <th scope="col">{t('reach.name')}</th>
                  <th scope="col">{t('reach.job')}</th>
                  <th scope="col">{t('reach.site')}</th>
                  <th scope="col">{t('reach.how')}</th>
                </tr>
              </thead>
              <tbody>
                {answer.data.map((one) => (
                  <tr key={one.id}>
                    <td>{one.name}</td>
                    <td>{t(`job.${knownProfile(one.jobProfile)}`)}</td>
                    <td>{one.siteName}</td>
                    <td>
                      <How one={one} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Panel>
      )}
      {may('notifications.manage') ? <Troubles /> : null}
    </div>
  );
}

function How({ one }: { one: Reach }) {
  const { t } = useWords();
  const broken = one.broken.map((channel) => t(`channel.${channel}`)).join(', ');
  return (
    <>
      {one.isReachable ? (
        one.working.map((channel) => t(`channel.${channel}`)).join(', ')
      ) : (
        <span className={styles.wrong}>{t('reach.none')}</span>
      )}
      {broken === '' ? null : <div className={styles.small}>{t('reach.broken', { channels: broken })}</div>}
    </>
  );
}

function Troubles() {
  const { t } = useWords();
  const answer = useAnswer('notifications.troubles', {});
  if (answer.data === undefined) return null;
  return (
    <Panel title={t('reach.troubles')} flush>
      {answer.data.length === 0 ? (
        <EmptyState
          icon={IconMailCheck}
          title={t('reach.troubles.none')}
          text={t('reach.troubles.none.text')}
        />
      ) : (
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">{t('reach.when')}</th>
              <th scope="col">{t('reach.to')}</th>
              <th scope="col">{t('reach.channel')}</th>
              <th scope="col">{t('reach.problem')}</th>
            </tr>
          </thead>
          <tbody>
            {answer.data.map((one) => (
              <tr key={one.id}>
                <td>
                  <RelativeTime at={one.failedAt} />
                </td>
                <td>{one.personName}</td>
                <td>{t(`channel.${one.channel}`)}</td>
                <td>{one.problem}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
