import { Button } from '@mantine/core';
import { IconFileImport, IconTable } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import { IMPORT_BYTES_MAX, IMPORT_ROWS_MAX } from '#shared/imports/define-import.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { bytesText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { useWords } from '../words.ts';
import styles from './import-page.module.css';
import { saveTable } from './save-table.ts';
import { useImportColumns, type useImportActions } from './use-import.ts';

type FilePanelProps = { actions: ReturnType<typeof useImportActions>; isAnother: boolean };

/** Takes a file by picker or drop, and gives the template for one. */
export function FilePanel({ actions: { open }, isAnother }: FilePanelProps) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const columns = useImportColumns().data;
  function take(files: FileList | null): void {
    const [file] = files ?? [];
    if (file !== undefined) void open.run(file);
  }
  function onDrop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  }
  return (
    <Panel title={t('import.file')}>
      <div className={styles.stack}>
        <p className={styles.text}>
          {t('import.file.text', { size: bytesText(IMPORT_BYTES_MAX), rows: IMPORT_ROWS_MAX })}
        </p>
        <div
          className={styles.drop}
          data-over={over}
          onDrop={onDrop}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
        >
          <Button
            variant={isAnother ? 'default' : 'filled'}
            leftSection={<IconFileImport size={15} />}
            loading={open.busy}
            onClick={() => input.current?.click()}
          >
            {t(isAnother ? 'import.another' : 'import.choose')}
          </Button>
          <span className={styles.note}>{t(open.busy ? 'import.uploading' : 'import.drop')}</span>
          <input
            ref={input}
            type="file"
            hidden
            accept=".csv,.txt,.tsv,.xlsx"
            aria-label={t('import.choose')}
            onChange={({ currentTarget }) => {
              take(currentTarget.files);
              // The same file, corrected meanwhile, is a change again.
              currentTarget.value = '';
            }}
          />
          <Button
            variant="subtle"
            leftSection={<IconTable size={15} />}
            disabled={columns === undefined}
            onClick={() =>
              saveTable('fairlead-people-template.csv', [
                (columns ?? []).map(({ heading }) => heading),
                (columns ?? []).map(({ example }) => (example === '' ? null : example)),
              ])
            }
          >
            {t('import.template')}
          </Button>
        </div>
        <ErrorAlert error={open.error} />
      </div>
    </Panel>
  );
}
