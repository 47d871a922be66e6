import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { useWords } from '../words.ts';
import styles from './import-page.module.css';
import type { ImportView, useImportActions } from './use-import.ts';

type FoundPanelProps = { view: ImportView; actions: ReturnType<typeof useImportActions> };

/** What a dry run found, and the confirmation. */
export function FoundPanel({ view, actions: { step } }: FoundPanelProps) {
  const { t } = useWords();
  const { checked, fileName, id } = view;
  if (checked === null) return null;
  const { rows, rightRows, wrongRows, encoding, ignoredHeadings } = checked;
  return (
    <Panel title={t('import.found', { fileName })}>
      <div className={styles.stack}>
        <div role="status">
          <ul className={styles.facts}>
            <li>{t('import.found.rows', { count: rows })}</li>
            <li>{t('import.found.right', { count: rightRows })}</li>
            {wrongRows === 0 ? null : <li>{t('import.found.wrong', { count: wrongRows })}</li>}
            {encoding === 'windows-1252' ? <li>{t('import.found.encoding', { encoding })}</li> : null}
            {ignoredHeadings.length === 0 ? null : (
              <li>
                {t('import.found.ignored', {
                  count: ignoredHeadings.length,
                  headings: ignoredHeadings.join(', '),
                })}
              </li>
            )}
          </ul>
        </div>
        {rightRows === 0 ? null : (
          <div className={styles.buttons}>
            <Button
              leftSection={<IconUserPlus size={15} />}
              loading={step.busy}
              onClick={() => void step.run({ what: 'confirm', importId: id })}
            >
              {t('import.confirm', { count: rightRows })}
            </Button>
          </div>
        )}
        <ErrorAlert error={step.error} />
      </div>
    </Panel>
  );
}
