import {
  IconAlertSquareRounded,
  IconAntenna,
  IconDatabaseCog,
  IconDatabaseExclamation,
  IconFlask,
  IconHourglassHigh,
  IconPhoto,
  IconSend,
  IconShip,
} from '@tabler/icons-react';
import { Link } from 'wouter';
import { bytesText, clockText } from '#renderer/ui/format.ts';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { type ConsoleStatus, useConsoleStatus } from '../connection/console-store.ts';
import { useHostNow } from '../connection/use-host-now.ts';
import { useWords } from '../words.ts';
import { waitsForCheaperLink } from '../sync-page/waiting.ts';
import styles from './frame.module.css';
import { LinkState } from './link-state.tsx';

/** Whether the office knows what is known here: link, what waits, last contact. */
export function StatusBar() {
  const { t } = useWords();
  const status = useConsoleStatus();
  if (status === null) return <footer className={styles.status} />;
  const { sync } = status;
  return (
    <footer className={styles.status} aria-label={t('status.label')} role="contentinfo">
      <LinkState sync={sync} canJoin={!status.demonstration} />
      <span className="fl-visually-hidden" role="status">
        {t('status.link.spoken', { state: t(`status.link.${sync.link}`) })}
      </span>
      {sync.link === 'not-joined' ? null : (
        <>
          <Waiting sync={sync} />
          {sync.attachmentsWaiting > 0 ? (
            <span className={styles.item}>
              <IconPhoto size={14} aria-hidden="true" />
              {t('status.photos', {
                count: sync.attachmentsWaiting,
                size: bytesText(sync.attachmentBytesWaiting),
              })}
            </span>
          ) : null}
          <LastContact at={sync.lastContactAt} />
        </>
      )}
      {sync.needsAttention > 0 ? (
        <Link href="/attention" className={styles.item} data-tone="alarm">
          <IconAlertSquareRounded size={14} aria-hidden="true" />
          {t('status.attention', { count: sync.needsAttention })}
        </Link>
      ) : null}
      {status.storeProblem === null ? null : (
        <Link
          href="/store"
          className={styles.item}
          data-tone={status.storeProblem.code === 'store-corrupt' ? 'alarm' : 'warning'}
          title={[status.storeProblem.message, status.storeProblem.remedy].filter(Boolean).join(' ')}
        >
          <IconDatabaseExclamation size={14} aria-hidden="true" />
          {t('status.store')}
        </Link>
      )}
      <span className={styles.spring} />
      <Preparing preparing={status.preparing} />
      {status.demonstration ? (
        <span className={styles.item}>
          <IconShip size={14} aria-hidden="true" />
          {t('status.demonstration')}
        </span>
      ) : null}
      {status.clock.test ? (
        <span className={styles.item} data-tone="warning" title={t('status.testClock.hint')}>
          <IconFlask size={14} aria-hidden="true" />
          {t('status.testClock')}
        </span>
      ) : null}
      <SiteTime timeZone={status.site?.timeZone} />
    </footer>
  );
}

/** What waits, on which kind of link, and what of it does not travel on that one: the page behind it says more. */
function Waiting({ sync }: Pick<ConsoleStatus, 'sync'>) {
  const { t } = useWords();
  const linkClass = t(`sync.class.${sync.linkClass}`);
  const held = waitsForCheaperLink(sync);
  return (
    <>
      <Link
        href="/sync"
        className={styles.item}
        data-muted="true"
        title={t('sync.status.class.hint', { class: linkClass })}
      >
        <IconAntenna size={14} aria-hidden="true" />
        {linkClass}
      </Link>
      <Link
        href="/sync"
        className={styles.item}
        data-muted={sync.outboxEntries === 0}
        title={t('status.outbox.hint', { count: sync.outboxEntries })}
      >
        <IconSend size={14} aria-hidden="true" />
        {sync.outboxEntries === 0
          ? t('status.outbox.none')
          : t('status.outbox', { count: sync.outboxEntries })}
      </Link>
      {held.bytes === 0 ? null : (
        <Link href="/sync" className={styles.item} data-tone="warning" title={t('sync.status.cheaper.hint')}>
          <IconHourglassHigh size={14} aria-hidden="true" />
          {t('sync.status.cheaper', { size: bytesText(held.bytes) })}
        </Link>
      )}
    </>
  );
}

function Preparing({ preparing }: Pick<ConsoleStatus, 'preparing'>) {
  const { t } = useWords();
  if (preparing === null) return null;
  const { what, percent } = preparing;
  return (
    <span className={styles.item} title={t(`status.preparing.hint.${what}`)}>
      <IconDatabaseCog size={14} aria-hidden="true" />
      {t(`status.preparing.${what}`, { percent })}
    </span>
  );
}

function LastContact({ at }: { at: string | null }) {
  const { t } = useWords();
  const [before = '', after = ''] = t('status.lastContact').split('{ago}');
  return (
    <span className={styles.item} data-muted="true">
      {at === null ? (
        t('status.lastContact.never')
      ) : (
        <span>
          {before}
          <RelativeTime at={at} />
          {after}
        </span>
      )}
    </span>
  );
}

function SiteTime({ timeZone }: { timeZone: string | undefined }) {
  const { t } = useWords();
  const time = clockText(useHostNow(), timeZone);
  return (
    <span className={styles.item} data-muted="true" data-last="true">
      {t('status.time', { time, zone: timeZone ?? 'UTC' })}
    </span>
  );
}
