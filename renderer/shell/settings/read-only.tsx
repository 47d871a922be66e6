import { IconEye } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Feature } from '#shared/access/features.ts';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import styles from './settings.module.css';
import { whoMay } from './who-may.ts';

/** A setting that everybody may look at: who can't change it is told who can, and finds its fields closed. */
export function OpenTo({
  feature,
  because = null,
  children,
}: {
  feature: Feature;
  /** Closed to everybody, and why. */
  because?: string | null;
  children: ReactNode;
}) {
  const { t } = useWords();
  const may = useMay();
  const reason = may(feature) ? because : t('settings.readOnly', { who: whoMay(feature) });
  return (
    <>
      {reason === null ? null : (
        <p className={styles.readOnly}>
          <IconEye size={16} aria-hidden="true" /> {reason}
        </p>
      )}
      <fieldset className={styles.plain} disabled={reason !== null}>
        {children}
      </fieldset>
    </>
  );
}
