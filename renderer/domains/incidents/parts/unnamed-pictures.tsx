import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import { UNNAMED_PICTURES_MAX } from '#shared/domains/incidents/rules/unnamed.ts';
import type { UploadOnce } from '#renderer/shell/attachments/upload.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FileDrop } from '#renderer/ui/file-drop.tsx';

type UnnamedPicturesProps = {
  files: readonly AttachedFile[];
  setFiles: (change: (before: AttachedFile[]) => AttachedFile[]) => void;
  upload: UploadOnce;
  onBusy(isBusy: boolean): void;
};

/** Photos of a report that names nobody. */
export function UnnamedPictures({ files, setFiles, upload, onBusy }: UnnamedPicturesProps) {
  const { t } = useWords();
  return (
    <FileDrop
      label={t('incidents.field.photos')}
      files={files}
      filesMax={UNNAMED_PICTURES_MAX}
      pictures={upload}
      onAdd={(file) => setFiles((before) => [...before, file])}
      onRemove={(file) => setFiles((before) => before.filter((kept) => kept.sha256 !== file.sha256))}
      onBusy={onBusy}
    />
  );
}
