import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../words.ts';
import styles from './import-page.module.css';
import { PAGE } from './use-import.ts';

type PagerProps = { after: number; total: number; onPage(after: number): void; children?: ReactNode };

export function Pager({ after, total, onPage, children }: PagerProps) {
  const { t } = useWords();
  return (
    <div className={styles.pager}>
      {total > PAGE ? (
        <>
          <Button variant="default" size="xs" disabled={after === 0} onClick={() => onPage(after - PAGE)}>
            {t('import.page.before')}
          </Button>
          <span className={styles.note}>
            {t('import.page', { from: after + 1, to: Math.min(after + PAGE, total), total })}
          </span>
          <Button
            variant="default"
            size="xs"
            disabled={after + PAGE >= total}
            onClick={() => onPage(after + PAGE)}
          >
            {t('import.page.after')}
          </Button>
        </>
      ) : null}
      {children}
    </div>
  );
}
