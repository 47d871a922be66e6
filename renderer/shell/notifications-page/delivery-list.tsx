import { relativeText } from '#renderer/ui/relative-time.tsx';
import { useAnswerAbout } from '../api/use-answer.ts';
import { useHostNow } from '../connection/use-host-now.ts';
import { useWords } from '../words.ts';
import styles from './inbox.module.css';
import type { ShownDelivery } from './use-inbox.ts';

/** What became of each message of one line, in words. */
export function DeliveryList({ notificationId }: { notificationId: string }) {
  const { t } = useWords();
  const answer = useAnswerAbout('notifications.deliveries', { notificationId });
  if (answer.data === undefined) return null;
  if (answer.data.length === 0) return <p className={styles.sent}>{t('inbox.deliveries.none')}</p>;
  return (
    <ul className={styles.sent}>
      {answer.data.map((one) => (
        <li key={one.id}>
          <span>
            {t(`channel.${one.channel}`)}
            {one.address === '' ? null : <span className={styles.small}> {one.address}</span>}
          </span>
          <span>
            <span className={one.state === 'failed' ? styles.wrong : undefined}>
              <DeliveryText delivery={one} />
            </span>
            {one.problem === null ? null : (
              <span className={`${styles.small} ${styles.reason}`}> {one.problem}</span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

type DeliveryTextProps = {
  delivery: Pick<
    ShownDelivery,
    'state' | 'channel' | 'carrier' | 'attempts' | 'since' | 'nextAt' | 'createdAt' | 'isReceiptAwaited'
  >;
};

export function DeliveryText({ delivery }: DeliveryTextProps) {
  const { t } = useWords();
  const now = useHostNow();
  const { state, channel, carrier, attempts, since, nextAt, createdAt, isReceiptAwaited } = delivery;
  const time = relativeText(since ?? nextAt ?? createdAt, now);
  if (state === 'queued') {
    if (attempts > 0) return t('delivery.retry', { attempts, time });
    if (carrier === 'server') return t('delivery.queued.server', { time: relativeText(createdAt, now) });
    return t('delivery.queued', { time });
  }
  if (state === 'failed') return t('delivery.failed', { time, attempts });
  if (state === 'suppressed') return t('delivery.suppressed', { time });
  if (channel === 'desktop') return t(`delivery.${state}.desktop`, { time });
  return t(state === 'sent' && isReceiptAwaited ? 'delivery.sent.awaited' : `delivery.${state}`, { time });
}
