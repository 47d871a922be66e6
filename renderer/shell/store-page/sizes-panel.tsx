import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { bytesText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { useWords } from '../words.ts';
import styles from './store-page.module.css';
import { TaskState } from './task-state.tsx';
import { type StoreTasks, useStoreWork } from './use-store.ts';

type Sizes = NonNullable<NonNullable<StoreTasks['measure']>['result']>;

export function SizesPanel({ task, last }: { task: StoreTasks['measure']; last: Sizes | null }) {
  const { t } = useWords();
  const work = useStoreWork('measure');
  return (
    <Panel title={t('store.sizes')} flush>
      {last === null ? null : <Measured sizes={last} />}
      <div className={styles.details}>
        <div className={styles.row}>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconRefresh size={14} />}
            loading={work.busy || task?.state === 'running'}
            onClick={() => void work.run('start')}
          >
            {t('store.sizes.again')}
          </Button>
          <TaskState task={task} running={t('store.sizes.running')} done={() => null} />
          {last === null ? null : (
            <p className={styles.text}>
              {t('store.sizes.log', {
                wal: bytesText(last.walBytes),
                free: bytesText(last.freeBytes),
                count: last.journalRows,
              })}
            </p>
          )}
        </div>
        <ErrorAlert error={work.error} />
      </div>
    </Panel>
  );
}

function Measured({ sizes }: { sizes: Sizes }) {
  const { t } = useWords();
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('store.sizes.collection')}</th>
            <th scope="col">{t('store.sizes.kinds')}</th>
            {(['rows', 'deleted', 'table', 'indexes'] as const).map((column) => (
              <th key={column} scope="col" className={styles.number}>
                {t(`store.sizes.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sizes.collections.map((one) => (
            <tr key={one.collection}>
              <td>{one.collection}</td>
              <td>{one.kinds.map(({ kind, rows }) => t('store.sizes.kind', { kind, rows })).join(', ')}</td>
              <td className={styles.number}>{one.rows}</td>
              <td className={styles.number}>{one.deletedRows}</td>
              <td className={styles.number}>{bytesText(one.tableBytes)}</td>
              <td className={styles.number}>{bytesText(one.indexBytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <details className={styles.details}>
        <summary>{t('store.sizes.other')}</summary>
        <table className={styles.table}>
          <tbody>
            {sizes.otherTables.map(({ name, sizeBytes }) => (
              <tr key={name}>
                <td className={styles.code}>{name}</td>
                <td className={styles.number}>{bytesText(sizeBytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      <Indexes indexes={sizes.indexes} />
    </>
  );
}

function Indexes({ indexes }: { indexes: Sizes['indexes'] }) {
  const { t } = useWords();
  // Before SQLite has looked at a store there is nothing to say of any index.
  const areCounted = indexes.some(({ statistics }) => statistics !== null);
  return (
    <details className={styles.details}>
      <summary>{t('store.indexes', { count: indexes.length })}</summary>
      {areCounted ? <p className={`${styles.text} ${styles.lead}`}>{t('store.indexes.text')}</p> : null}
      <div
        className={styles.scroller}
        tabIndex={0}
        role="group"
        aria-label={t('store.indexes', { count: indexes.length })}
      >
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('store.sizes.name')}</th>
              <th scope="col">{t('store.indexes.of')}</th>
              <th scope="col" className={styles.number}>
                {t('store.sizes.size')}
              </th>
              {areCounted
                ? (['statistics', 'perValue'] as const).map((column) => (
                    <th key={column} scope="col" className={styles.number}>
                      {t(`store.indexes.${column}`)}
                    </th>
                  ))
                : null}
            </tr>
          </thead>
          <tbody>
            {indexes.map(({ name, table, sizeBytes, statistics }) => (
              <tr key={name}>
                <td className={styles.code}>{name}</td>
                <td className={`${styles.code} ${styles.whole}`}>{table}</td>
                <td className={styles.number}>{bytesText(sizeBytes)}</td>
                {areCounted ? <Counts statistics={statistics} /> : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** What ANALYZE wrote: the rows of the index, then for its first column how many of them share a value. */
function Counts({ statistics }: { statistics: string | null }) {
  const { t } = useWords();
  if (statistics === null) {
    return (
      <td className={`${styles.number} ${styles.note}`} colSpan={2}>
        {t('store.indexes.unknown')}
      </td>
    );
  }
  const [rows = '', perValue = ''] = statistics.split(' ');
  return (
    <>
      <td className={styles.number}>{rows}</td>
      <td className={styles.number}>{perValue}</td>
    </>
  );
}
