import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useWords } from '#renderer/shell/words.ts';
import styles from '../data-table.module.css';
import { BulkDialog } from './bulk-dialog.tsx';
import type { BulkAction } from './bulk-run.ts';
import type { Selection } from './use-selection.ts';
import { ToolButton } from '../tool-button.tsx';

type BulkBarProps<Row> = {
  actions: readonly BulkAction<Row>[];
  selection: Selection<Row>;
  rowId(row: Row): string;
  rowLabel(row: Row): string;
  /** Further things to do with them. */
  children: ReactNode;
};

/** What can be done with the rows that are selected. */
export function BulkBar<Row>({ actions, selection, rowId, rowLabel, children }: BulkBarProps<Row>) {
  const { t } = useWords();
  const [action, setAction] = useState<BulkAction<Row> | null>(null);
  return (
    <div className={styles.toolbar} data-selecting="true" role="group" aria-label={t('table.selected.label')}>
      <span className={styles.selected} role="status">
        {t('table.selected', { count: selection.count })}
      </span>
      {actions.map((one) => (
        <Button
          key={one.id}
          variant="default"
          size="compact-sm"
          leftSection={<one.icon size={15} stroke={1.8} />}
          onClick={() => setAction(one)}
        >
          {one.text}
        </Button>
      ))}
      {children}
      <ToolButton ml="auto" leftSection={<IconX size={15} />} onClick={selection.clear}>
        {t('table.selected.clear')}
      </ToolButton>
      {action === null ? null : (
        <BulkDialog
          action={action}
          rows={selection.rows()}
          rowLabel={rowLabel}
          onClose={(failed) => {
            setAction(null);
            if (failed !== undefined) selection.keep(new Set(failed.map(rowId)));
          }}
        />
      )}
    </div>
  );
}
