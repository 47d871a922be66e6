import type { AttachmentRow } from '#shared/domains/incidents/queries/detail.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { AttachmentThumb } from '#renderer/ui/attachment-thumb.tsx';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { FileDrop } from '#renderer/ui/file-drop.tsx';
import styles from '#renderer/ui/files.module.css';
import { Panel } from '#renderer/ui/panel.tsx';

/** Taken up together; more can follow at once. */
const FILES_AT_ONCE_MAX = 10;

type DetailFilesProps = { incidentId: string; files: readonly AttachmentRow[] };

/** A file is attached as soon as the host has taken it. */
export function DetailFiles({ incidentId, files }: DetailFilesProps) {
  const { t } = useWords();
  const may = useMay();
  const attach = useCommand('incidents.attachFile', incidentId);
  return (
    <Panel title={t('incidents.detail.files')}>
      {files.length === 0 ? null : (
        <ul className={styles.thumbs}>
          {files.map((file) => (
            <AttachmentThumb key={file.id} file={file} />
          ))}
        </ul>
      )}
      <ErrorAlert error={attach.error} />
      {may('files.attach') ? (
        <FileDrop
          label={t('incidents.detail.files')}
          files={[]}
          filesMax={FILES_AT_ONCE_MAX}
          onAdd={(file) => void attach.run({ id: incidentId, file })}
          onRemove={() => undefined}
        />
      ) : null}
    </Panel>
  );
}
