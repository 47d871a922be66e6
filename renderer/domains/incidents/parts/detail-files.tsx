import { useState } from 'react';
import { type FileKind, fileKindOf } from '#shared/domains/files/schema.ts';
import type { AttachmentRow } from '#shared/domains/incidents/queries/detail.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { AttachmentThumb } from '#renderer/ui/attachment-thumb.tsx';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { FileDrop } from '#renderer/ui/file-drop.tsx';
import styles from '#renderer/ui/files.module.css';
import { Panel } from '#renderer/ui/panel.tsx';
import { ChoiceFilter } from './choice-filter.tsx';
import { FileKindChoice, useKindChoices } from './file-kind-choice.tsx';

/** Taken up together; more can follow at once. */
const FILES_AT_ONCE_MAX = 10;

type DetailFilesProps = { incidentId: string; files: readonly AttachmentRow[] };

/** A file is attached as soon as the host has taken it. */
export function DetailFiles({ incidentId, files }: DetailFilesProps) {
  const { t } = useWords();
  const may = useMay();
  const attach = useCommand('incidents.attachFile', incidentId);
  const [chosen, setChosen] = useState<FileKind | null>(null);
  const kinds = useKindChoices(files.map(fileKindOf));
  // The last file of a kind may have become another one meanwhile.
  const kind = kinds.some(({ value }) => value === chosen) ? chosen : null;
  const shown = files.filter((file) => kind === null || fileKindOf(file) === kind);
  return (
    <Panel title={t('incidents.detail.files')}>
      {kinds.length < 2 ? null : (
        <ChoiceFilter<FileKind>
          label={t('incidents.files.kind')}
          anyText={t('incidents.files.kind.any')}
          value={kind}
          choices={kinds}
          onChange={setChosen}
        />
      )}
      {files.length === 0 ? null : (
        <ul className={styles.thumbs}>
          {shown.map((file) => (
            <AttachmentThumb key={file.id} file={file}>
              {may('files.attach') ? <FileKindChoice incidentId={incidentId} file={file} /> : null}
            </AttachmentThumb>
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
