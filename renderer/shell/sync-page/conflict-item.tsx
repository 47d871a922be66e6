import { Link } from 'wouter';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { useSite } from '../use-site.ts';
import { catalogue, useWords } from '../words.ts';
import { conflictValueText } from './conflict-value.ts';
import styles from './sync-page.module.css';
import type { Conflict } from './use-sync.ts';

/** One field: what stood, what came, and which rule settled it. */
export function ConflictItem({ conflict }: { conflict: Conflict }) {
  const { t } = useWords();
  const { field, decision, policy, standing, sent, isSensitive } = conflict;
  const zone = useSite()?.timeZone;
  const shown = (value: Conflict['result']) =>
    isSensitive
      ? t('sync.conflict.hidden')
      : conflictValueText(field, value, zone) || t('sync.conflict.nothing');
  const name = catalogue[`field.${field}`] ?? field;
  return (
    <article className={styles.conflict} data-new={!conflict.isSeen} aria-label={name}>
      <Head conflict={conflict} name={name} />
      <div className={styles.sides}>
        <Side
          title={t('sync.conflict.stood')}
          side={standing}
          text={shown(standing.value)}
          stands={decision === 'kept'}
        />
        <Side
          title={t('sync.conflict.came')}
          side={sent}
          text={shown(sent.value)}
          stands={decision === 'taken'}
        />
      </div>
      <p className={styles.decision}>
        {t('sync.conflict.decided')} <RelativeTime at={conflict.notedAt} />:{' '}
        <strong>{t(`sync.conflict.${decision}`)}</strong>, {t(`sync.policy.${policy}`)}.
        {decision === 'combined' ? ` ${shown(conflict.result)}` : null}
      </p>
    </article>
  );
}

function Head({ conflict: { record, isSeen }, name }: { conflict: Conflict; name: string }) {
  const { t } = useWords();
  const path = record === null ? undefined : pathOf(record.page);
  const title = record?.title ?? t('sync.conflict.gone');
  return (
    <h3 className={styles.head}>
      {path === undefined ? title : <Link href={path}>{title}</Link>}
      <span className={styles.field}>{name}</span>
      {isSeen ? null : <span className={styles.badge}>{t('sync.conflict.new')}</span>}
    </h3>
  );
}

function Side(props: { title: string; side: Conflict['standing']; text: string; stands: boolean }) {
  const { title, side, text, stands } = props;
  const { t } = useWords();
  const { siteName, deviceName, by, isHere } = side;
  const where = isHere
    ? t('sync.conflict.here')
    : [siteName, deviceName].filter(Boolean).join(', ') || t('sync.conflict.unknownConsole');
  return (
    <div className={styles.side} data-stands={stands}>
      <p className={styles.who}>
        {title}
        {stands ? <span className={styles.stands}> · {t('sync.conflict.stands')}</span> : null}
      </p>
      <p className={styles.value}>{text}</p>
      <p className={styles.who}>
        {[by, where].filter(Boolean).join(' · ')}, <RelativeTime at={side.at} />
      </p>
    </div>
  );
}

/** Kinds whose records have a page. */
function pathOf({ kind, id }: NonNullable<Conflict['record']>['page']): string | undefined {
  if (kind === 'incident') return `/incidents/${id}`;
  return kind === 'person' ? '/people' : undefined;
}
