import { IconAlertTriangle, IconBolt } from '@tabler/icons-react';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { useWords } from '../words.ts';
import styles from './store-page.module.css';
import type { StoreOverview } from './use-store.ts';

export function SlowQueriesPanel({ queries }: { queries: StoreOverview['slowQueries'] }) {
  const { t } = useWords();
  return (
    <Panel title={t('store.slow')} flush>
      {queries.length === 0 ? (
        <EmptyState icon={IconBolt} title={t('store.slow.none')} text={t('store.slow.none.text')} />
      ) : (
        <>
          <p className={`${styles.text} ${styles.details}`}>{t('store.slow.text')}</p>
          <div className={styles.scroller} tabIndex={0} role="group" aria-label={t('store.slow')}>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">{t('store.slow.at')}</th>
                  <th scope="col" className={styles.number}>
                    {t('store.slow.took')}
                  </th>
                  <th scope="col">{t('store.slow.sql')}</th>
                </tr>
              </thead>
              <tbody>
                {queries.map(({ at, sql, durationMs, level }, index) => (
                  <tr key={`${at} ${index}`}>
                    <td>
                      <RelativeTime at={at} />
                    </td>
                    <td className={`${styles.number} ${level === 'alarm' ? styles.alarm : ''}`}>
                      {level === 'alarm' ? (
                        <IconAlertTriangle size={14} role="img" aria-label={t('store.slow.alarm')} />
                      ) : null}{' '}
                      {t('store.slow.ms', { ms: durationMs })}
                    </td>
                    <td className={styles.code}>{sql}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Panel>
  );
}
