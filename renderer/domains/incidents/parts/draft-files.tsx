import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import { ATTACHMENTS_AT_REPORT_MAX } from '#shared/domains/incidents/commands/report.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FileDrop } from '#renderer/ui/file-drop.tsx';

type DraftFilesProps = {
  files: readonly AttachedFile[];
  setFiles: (change: (before: AttachedFile[]) => AttachedFile[]) => void;
  onBusy(isBusy: boolean): void;
};

/** Photos of a report that is still being written, for those who may attach any. */
export function DraftFiles({ files, setFiles, onBusy }: DraftFilesProps) {
  const { t } = useWords();
  const may = useMay();
  if (!may('files.attach')) return null;
  return (
    <FileDrop
      label={t('incidents.field.photos')}
      files={files}
      filesMax={ATTACHMENTS_AT_REPORT_MAX}
      onAdd={(file) => setFiles((before) => [...before, file])}
      onRemove={(file) => setFiles((before) => before.filter((kept) => kept.sha256 !== file.sha256))}
      onBusy={onBusy}
    />
  );
}
