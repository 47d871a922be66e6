import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { SeverityBadge } from '#renderer/ui/severity-badge.tsx';
import { useWords } from '../words.ts';
import { DeliveryList } from './delivery-list.tsx';
import styles from './inbox.module.css';
import type { InboxLine } from './use-inbox.ts';

type LineProps = {
  readonly line: InboxLine;
  readonly row: { readonly tabIndex: number; readonly 'data-row': number; onFocus(): void };
  /** Whether it shows what was sent. */
  readonly isOpen: boolean;
  onToggle(): void;
  onAcknowledge(): void;
  onDismiss(): void;
  onOpen(): void;
};

export function InboxLineItem(props: LineProps) {
  const { line, row, isOpen, onToggle, onAcknowledge, onDismiss, onOpen } = props;
  const { t, label } = useWords();
  const title = label({ key: line.titleKey, params: line.titleParams });
  const isSettled = line.acknowledgedAt !== null;
  return (
    <article className={styles.line} data-unread={line.readAt === null} aria-label={title} {...row}>
      <span>
        <SeverityBadge severity={line.severity} quiet={isSettled} />
      </span>
      <div>
        <h3 className={styles.title}>
          <Link href={line.route} onClick={onOpen}>
            {title}
          </Link>
        </h3>
        <p className={styles.text}>{label({ key: line.bodyKey, params: line.bodyParams })}</p>
        <p className={styles.facts}>
          <RelativeTime at={line.raisedAt} />
          <span>{label({ key: `notice.${line.category}` })}</span>
          {line.count > 1 ? <span>{t('inbox.times', { count: line.count })}</span> : null}
          {line.readAt === null ? <span>{t('inbox.unread')}</span> : null}
          {isSettled ? <span>{settledText(t, line)}</span> : null}
        </p>
      </div>
      <div className={styles.buttons}>
        {isSettled ? null : (
          <Button size="compact-xs" onClick={onAcknowledge} aria-label={t('inbox.acknowledge.of', { title })}>
            {t('inbox.acknowledge')}
          </Button>
        )}
        <Button
          size="compact-xs"
          variant="default"
          aria-expanded={isOpen}
          aria-label={t('inbox.deliveries.of', { title })}
          onClick={onToggle}
        >
          {t('inbox.deliveries')}
        </Button>
        {line.severity === 'critical' && !isSettled ? null : (
          <Button
            size="compact-xs"
            variant="default"
            onClick={onDismiss}
            aria-label={t('inbox.dismiss.of', { title })}
          >
            {t('inbox.dismiss')}
          </Button>
        )}
      </div>
      {isOpen ? <DeliveryList notificationId={line.id} /> : null}
    </article>
  );
}

function settledText(t: ReturnType<typeof useWords>['t'], { acknowledgedByName: name }: InboxLine): string {
  return name === null || name === '' ? t('inbox.acknowledged') : t('inbox.acknowledgedBy', { name });
}
