import { ActionIcon, Button, Modal } from '@mantine/core';
import { IconDownload, IconTrash, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { ExportProgress, progressText } from '#renderer/ui/export-outcome.tsx';
import { bytesText, instantText } from '#renderer/ui/format.ts';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import tables from '../store-page/store-page.module.css';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import styles from './exports-page.module.css';
import { HashText } from './hash-text.tsx';
import { type ExportView, isUnderWay, useExportActions } from './use-exports.ts';

export function ExportsTable({ rows, withPerson }: { rows: readonly ExportView[]; withPerson: boolean }) {
  const { t } = useWords();
  const actions = useExportActions();
  const [doomed, setDoomed] = useState<ExportView | null>(null);
  const error = actions.download.error ?? actions.cancel.error;
  return (
    <>
      {error === null ? null : (
        <div className={styles.alert}>
          <ErrorAlert error={error} />
        </div>
      )}
      <div className={styles.scroller} tabIndex={0} role="group" aria-label={t('exports.title')}>
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">{t('exports.column.what')}</th>
              <th scope="col">{t('exports.column.format')}</th>
              <th scope="col">{t('exports.column.state')}</th>
              <th scope="col">{t('exports.column.made')}</th>
              {withPerson ? <th scope="col">{t('exports.column.by')}</th> : null}
              <th scope="col" className={tables.number}>
                {t('exports.column.size')}
              </th>
              <th scope="col">{t('exports.column.hash')}</th>
              <th scope="col">{t('exports.column.expires')}</th>
              <th scope="col" className={tables.number}>
                {t('exports.column.downloads')}
              </th>
              <th scope="col">{t('exports.column.actions')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ExportLine
                key={row.id}
                row={row}
                withPerson={withPerson}
                actions={actions}
                onDelete={() => setDoomed(row)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <DeleteDialog doomed={doomed} actions={actions} onClose={() => setDoomed(null)} />
    </>
  );
}

type Actions = ReturnType<typeof useExportActions>;

function ExportLine(props: { row: ExportView; withPerson: boolean; actions: Actions; onDelete(): void }) {
  const { row, withPerson, actions, onDelete } = props;
  const { t } = useWords();
  const zone = useSite()?.timeZone;
  const notes = [
    ...(row.confidential ? [t('exports.confidential')] : []),
    ...(row.attachments ? [t('exports.with.attachments')] : []),
    ...(row.charactersUnprinted > 0 ? [t('exports.unprinted', { count: row.charactersUnprinted })] : []),
  ];
  return (
    <tr>
      <td>
        {row.title}
        {notes.length === 0 ? null : <span className={styles.note}>{notes.join(', ')}</span>}
      </td>
      <td className={tables.whole}>{t(`exports.format.${row.format}`)}</td>
      <td className={styles.state} data-state={row.state}>
        {isUnderWay(row) ? (
          <>
            <span role="status">{progressText(row, t)}</span>
            <ExportProgress made={row} />
          </>
        ) : (
          t(`exports.state.${row.state}`)
        )}
        {row.problem === null ? null : <span className={styles.note}>{row.problem.message}</span>}
      </td>
      <td className={tables.whole}>
        <RelativeTime at={row.requestedAt} />
      </td>
      {withPerson ? <td>{row.requestedByName}</td> : null}
      <td className={tables.number}>{row.sizeBytes === null ? '' : bytesText(row.sizeBytes)}</td>
      <td>{row.sha256 === null ? null : <HashText sha256={row.sha256} />}</td>
      <td className={tables.whole}>{row.expiresAt === null ? '' : instantText(row.expiresAt, zone)}</td>
      <td className={tables.number}>{row.downloads}</td>
      <td>
        <LineActions row={row} actions={actions} onDelete={onDelete} />
      </td>
    </tr>
  );
}

function LineActions({ row, actions, onDelete }: { row: ExportView; actions: Actions; onDelete(): void }) {
  const { t } = useWords();
  const { title } = row;
  if (isUnderWay(row)) {
    return (
      <ActionIcon
        variant="default"
        aria-label={t('exports.cancel.named', { title })}
        title={t('action.cancel')}
        onClick={() => void actions.cancel.run(row.id)}
      >
        <IconX size={15} />
      </ActionIcon>
    );
  }
  return (
    <span className={styles.actions}>
      {row.state === 'completed' ? (
        <ActionIcon
          variant="default"
          aria-label={t('exports.download.named', { title })}
          title={t('exports.download')}
          onClick={() => void actions.download.run(row.id)}
        >
          <IconDownload size={15} />
        </ActionIcon>
      ) : null}
      <ActionIcon
        variant="default"
        aria-label={t('exports.delete.named', { title })}
        title={t('exports.delete')}
        onClick={onDelete}
      >
        <IconTrash size={15} />
      </ActionIcon>
    </span>
  );
}

function DeleteDialog(props: { doomed: ExportView | null; actions: Actions; onClose(): void }) {
  const { doomed, actions, onClose } = props;
  const { t } = useWords();
  async function remove(id: string): Promise<void> {
    if ((await actions.remove.run(id)) === true) onClose();
  }
  return (
    <Modal opened={doomed !== null} onClose={onClose} title={t('exports.delete.title')} size={440}>
      {doomed === null ? null : (
        <div className={styles.dialog}>
          <p className={styles.text}>{t('exports.delete.text', { title: doomed.title })}</p>
          <ErrorAlert error={actions.remove.error} />
          <div className={styles.buttons}>
            <Button variant="default" size="sm" onClick={onClose} data-autofocus>
              {t('action.cancel')}
            </Button>
            <Button
              color="red"
              size="sm"
              loading={actions.remove.busy}
              onClick={() => void remove(doomed.id)}
            >
              {t('exports.delete')}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
