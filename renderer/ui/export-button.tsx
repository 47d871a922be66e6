import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { EXPORT_FORMATS, type ExportFormat } from '#shared/reports/formats.ts';
import type { ExportRequest } from '#renderer/shell/exports-page/use-exports.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import type { ExportChoices } from './export-choices.tsx';
import { ExportDialog, type ExportedRows } from './export-dialog.tsx';
import styles from './export-button.module.css';

type ExportButtonProps = {
  /** Name of a report, and what it is to be of: the filter of a list, the id of a record. */
  report: string;
  parameters: ExportRequest['parameters'];
  formats?: readonly ExportFormat[];
  /** The report lists attachments, which may be packed. */
  withAttachments?: boolean;
  /** What else its parameters leave to the person. */
  choices?: ExportChoices;
  /** Of a table: all its rows, or so many that are selected. */
  rows?: ExportedRows;
};

/** Takes what the page shows along as a file. Hidden from whoever may not. */
export function ExportButton(props: ExportButtonProps) {
  const { formats = EXPORT_FORMATS, withAttachments = false, report, parameters, choices, rows } = props;
  const { t } = useWords();
  const may = useMay();
  const [format, setFormat] = useState<ExportFormat | null>(null);
  if (!may('exports.create')) return null;
  const offered = formats.filter((name) => name !== 'zip' || withAttachments);
  return (
    <>
      <Menu position="bottom-end" width={290} withinPortal>
        <Menu.Target>
          <Button
            variant="default"
            size={rows === undefined ? 'xs' : 'compact-sm'}
            {...(rows === undefined ? { px: 9 } : {})}
            leftSection={<IconDownload size={15} stroke={1.8} />}
            rightSection={<IconChevronDown size={13} />}
          >
            {typeof rows === 'number' ? t('exports.button.selected') : t('exports.button')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('exports.menu')}</Menu.Label>
          {offered.map((name) => (
            <Menu.Item key={name} onClick={() => setFormat(name)}>
              <span className={styles.format}>{t(`exports.format.${name}`)}</span>{' '}
              <span className={styles.hint}>{t(`exports.format.${name}.hint`)}</span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <ExportDialog
        format={format}
        request={{ report, parameters }}
        withAttachments={withAttachments}
        choices={choices}
        rows={rows}
        onClose={() => setFormat(null)}
      />
    </>
  );
}
