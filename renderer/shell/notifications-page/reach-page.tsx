import { IconMailCheck, IconUserCheck } from '@tabler/icons-react';
import { Skeleton } from '@mantine/core';
import { knownProfile } from '#shared/access/roles.ts';
import type { OutboundChannel } from '#shared/domains/notifications/schema.ts';
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
import { useConsoleStatus } from '../connection/console-store.ts';
import { useWords } from '../words.ts';
import { useCarriers } from './use-carriers.ts';
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
  const siteId = useConsoleStatus()?.site?.id;
  const carriers = useCarriers().data;
  // How messages leave another site is that site's to know.
  const hasWay = (channel: OutboundChannel) => one.siteId !== siteId || carriers?.[channel] !== null;
  const names = (channels: readonly OutboundChannel[]) =>
    channels.map((channel) => t(`channel.${channel}`)).join(', ');
  const working = names(one.working.filter(hasWay));
  const stuck = names(one.working.filter((channel) => !hasWay(channel)));
  const broken = names(one.broken);
  return (
    <>
      {working === '' ? <span className={styles.wrong}>{t('reach.none')}</span> : working}
      {stuck === '' ? null : <div className={styles.small}>{t('reach.noWay', { channels: stuck })}</div>}
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
