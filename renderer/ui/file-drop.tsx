import { Button, Progress } from '@mantine/core';
import { IconCamera, IconFile, IconPhotoPlus, IconX } from '@tabler/icons-react';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import { MEDIA_TYPES } from '#shared/domains/files/schema.ts';
import { BLOB_BYTES_MAX } from '#shared/sync/limits.ts';
import type { UploadOnce } from '#renderer/shell/attachments/upload.ts';
import { type Upload, useUploads } from '#renderer/shell/attachments/use-uploads.ts';
import { useWords } from '#renderer/shell/words.ts';
import { CameraDialog } from './camera-dialog.tsx';
import { ErrorAlert } from './error-alert.tsx';
import styles from './files.module.css';
import { bytesText } from './format.ts';
import { IconButton } from './icon-button.tsx';
import { canAskForCamera } from './use-camera.ts';

type FileDropProps = {
  label: string;
  files: readonly AttachedFile[];
  filesMax: number;
  /** Takes pictures alone, and hands them over in this way. */
  pictures?: UploadOnce;
  onAdd(file: AttachedFile): void;
  onRemove(file: AttachedFile): void;
  onBusy?: (busy: boolean) => void;
};

const PICTURE_TYPES = MEDIA_TYPES.filter((type) => type.startsWith('image/'));

/** Takes files by picker, drop or paste and hands them to the host at once; the form only refers to them. */
export function FileDrop({ label, files, filesMax, pictures, onAdd, onRemove, onBusy }: FileDropProps) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const mediaTypes = pictures === undefined ? MEDIA_TYPES : PICTURE_TYPES;
  const [over, setOver] = useState(false);
  const { uploads, errors, add, cancel } = useUploads({ filesMax, mediaTypes, once: pictures, files, onAdd });
  usePastedFiles(add);
  const busy = uploads.length > 0;
  useEffect(() => onBusy?.(busy), [busy, onBusy]);

  function onDrop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    add([...event.dataTransfer.files]);
  }

  return (
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
      <div className={styles.dropLine}>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPhotoPlus size={16} />}
          onClick={() => input.current?.click()}
        >
          {t('files.add')}
        </Button>
        <CameraButton onPhoto={(photo) => add([photo])} />
        <span className={styles.note}>
          {t('files.drop')}.{' '}
          {t(pictures === undefined ? 'files.kinds' : 'files.kinds.pictures', {
            size: bytesText(BLOB_BYTES_MAX),
          })}
        </span>
        <input
          ref={input}
          type="file"
          multiple
          accept={mediaTypes.join(',')}
          aria-label={label}
          className="fl-visually-hidden"
          tabIndex={-1}
          onChange={(event) => {
            add([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
          }}
        />
      </div>
      {errors.map((error) => (
        <ErrorAlert key={error.message} error={error} />
      ))}
      <FileList label={label} files={files} uploads={uploads} onRemove={onRemove} onCancel={cancel} />
    </div>
  );
}

function CameraButton({ onPhoto }: { onPhoto(photo: File): void }) {
  const { t } = useWords();
  const [isTaking, setTaking] = useState(false);
  if (!canAskForCamera()) return null;
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconCamera size={16} />}
        onClick={() => setTaking(true)}
      >
        {t('camera.open')}
      </Button>
      {isTaking ? <CameraDialog onPhoto={onPhoto} onClose={() => setTaking(false)} /> : null}
    </>
  );
}

type FileListProps = {
  label: string;
  files: readonly AttachedFile[];
  uploads: readonly Upload[];
  onRemove(file: AttachedFile): void;
  onCancel(uploadId: string): void;
};

/** What is here already, and what is on its way to the host. */
function FileList({ label, files, uploads, onRemove, onCancel }: FileListProps) {
  const { t } = useWords();
  return (
    <ul className={styles.list} aria-label={label}>
      {files.map((file) => (
        <li key={file.sha256} className={styles.entry}>
          <IconFile size={15} aria-hidden="true" />
          <span className={styles.name}>{file.fileName}</span>
          <span className={styles.note}>{bytesText(file.sizeBytes)}</span>
          <Remove label={t('files.remove', { fileName: file.fileName })} onClick={() => onRemove(file)} />
        </li>
      ))}
      {uploads.map((upload) => {
        const percent = Math.round((upload.sentBytes / upload.sizeBytes) * 100);
        const text = t('files.uploading', { fileName: upload.fileName, percent });
        return (
          <li key={upload.id} className={styles.entry}>
            <span className={styles.name}>{text}</span>
            <Progress value={percent} w={120} aria-label={text} />
            <Remove
              label={t('files.cancel', { fileName: upload.fileName })}
              onClick={() => onCancel(upload.id)}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** A picture may be pasted anywhere on the page: the form takes files at one place only. */
function usePastedFiles(add: (files: readonly File[]) => void): void {
  const latest = useRef(add);
  useEffect(() => {
    latest.current = add;
  });
  useEffect(() => {
    function onPaste(event: ClipboardEvent): void {
      const pasted = [...(event.clipboardData?.files ?? [])];
      if (pasted.length > 0) latest.current(pasted);
    }
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
}

function Remove({ label, onClick }: { label: string; onClick(): void }) {
  return <IconButton icon={IconX} text={label} sizePixels={24} iconPixels={14} onClick={onClick} />;
}
