import { Button, Modal, Progress } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useWords } from '#renderer/shell/words.ts';
import styles from '../data-table.module.css';
import form from '../form.module.css';
import { type BulkAction, type BulkRun, useBulkRun } from './bulk-run.ts';

type BulkDialogProps<Row> = {
  action: BulkAction<Row>;
  /** All that are selected. */
  rows: readonly Row[];
  rowLabel(row: Row): string;
  /** With the rows that nothing was done for; undefined when it never began. */
  onClose(undone: readonly Row[] | undefined): void;
};

/** Asks, shows how far it is, and says of each row what became of it. */
export function BulkDialog<Row>({ action, rows, rowLabel, onClose }: BulkDialogProps<Row>) {
  const { t } = useWords();
  // What is selected changes while it runs: rows that are done leave the filter.
  const [fitting] = useState(() => rows.filter((row) => action.fits?.(row) ?? true));
  const [leftOut] = useState(rows.length - fitting.length);
  const run = useBulkRun<Row>();
  const asked = action.confirm(fitting.length);
  const undone = fitting.filter((row) => !run.outcomes.some((one) => one.row === row && one.error === null));
  const close = () =>
    run.phase === 'running' ? run.stop() : onClose(run.phase === 'done' ? undone : undefined);
  return (
    <Modal opened onClose={close} title={asked.title} closeOnClickOutside={run.phase !== 'running'}>
      <div className={form.form}>
        {run.phase === 'confirm' ? (
          <p className={form.note}>
            {fitting.length === 0 ? t('table.bulk.none') : asked.text}{' '}
            {leftOut > 0 && fitting.length > 0 ? t('table.bulk.leftOut', { count: leftOut }) : ''}
          </p>
        ) : (
          <BulkOutcomes run={run} total={fitting.length} rowLabel={rowLabel} />
        )}
        <div className={form.buttons}>
          {run.phase === 'done' ? (
            <Button onClick={close} data-autofocus>
              {t('action.close')}
            </Button>
          ) : (
            <Button variant="default" onClick={close}>
              {t(run.phase === 'running' ? 'table.bulk.stop' : 'action.cancel')}
            </Button>
          )}
          {run.phase === 'confirm' && fitting.length > 0 ? (
            <Button
              data-autofocus
              {...(action.danger === true ? { color: 'red' } : {})}
              onClick={() => void run.start(action, fitting)}
            >
              {asked.submit}
            </Button>
          ) : null}
        </div>
      </div>
    </Modal>
  );
}

type BulkOutcomesProps<Row> = { run: BulkRun<Row>; total: number; rowLabel(row: Row): string };

function BulkOutcomes<Row>({ run, total, rowLabel }: BulkOutcomesProps<Row>) {
  const { t } = useWords();
  const failed = run.outcomes.filter(({ error }) => error !== null).length;
  const done = run.outcomes.length - failed;
  const text = t('table.bulk.progress', { done: run.outcomes.length, total });
  return (
    <>
      {run.phase === 'running' ? (
        <Progress value={(run.outcomes.length / Math.max(1, total)) * 100} aria-label={text} />
      ) : null}
      <p className={form.note} role="status">
        {run.phase === 'running' ? text : t('table.bulk.done', { done, total })}
        {run.phase === 'done' && failed > 0 ? ` ${t('table.bulk.failed', { count: failed })}` : ''}
      </p>
      <ul className={styles.outcomes} aria-label={t('table.bulk.outcomes')}>
        {run.outcomes.map(({ row, error }) => (
          <li key={rowLabel(row)} data-failed={error !== null}>
            {error === null ? (
              <IconCheck size={15} stroke={2} aria-label={t('table.bulk.row.done')} />
            ) : (
              <IconX size={15} stroke={2} aria-label={t('table.bulk.row.failed')} />
            )}
            <span>
              {rowLabel(row)}
              {error === null ? null : (
                <span className={styles.outcomeError}>
                  {[error.message, error.remedy].filter(Boolean).join(' ')}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
