import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCloudDownload, IconDownload, IconFileTypePdf, IconPhotoOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AttachmentRow } from '#shared/domains/incidents/queries/detail.ts';
import { useWords } from '#renderer/shell/words.ts';
import { BlobImage } from './blob-image.tsx';
import { PictureViewer } from './picture-viewer.tsx';
import styles from './files.module.css';
import form from './form.module.css';
import { bytesText } from './format.ts';
import { saveFile } from './save-file.ts';
import { useStoredFile } from './use-stored-file.ts';

/** A file of a record: its picture, until then the small one that travels ahead, and in words where it is. */
export function AttachmentThumb({ file, children }: { file: AttachmentRow; children?: ReactNode }) {
  const { t } = useWords();
  const [opened, { open, close }] = useDisclosure(false);
  const { blob, failed } = useStoredFile(file);
  const preview = usePreview(file);
  const isImage = file.mediaType.startsWith('image/');
  const save = () => blob && saveFile(file.fileName, blob);
  return (
    <li className={styles.thumb}>
      <button
        type="button"
        className={styles.frame}
        data-print
        disabled={blob === undefined}
        onClick={isImage ? open : save}
        aria-label={t(isImage ? 'files.open' : 'files.save', { fileName: file.fileName })}
      >
        <Picture
          blob={isImage ? (blob ?? preview) : undefined}
          isImage={isImage}
          failed={failed}
          fileName={file.fileName}
        />
      </button>
      <span className={styles.name} title={file.fileName}>
        {file.fileName}
      </span>
      <span className={styles.note}>
        {bytesText(file.sizeBytes)}, <WhereItIs file={file} />
      </span>
      {children}
      <Modal opened={opened} onClose={close} title={file.fileName} size="xl">
        {blob === undefined ? null : <PictureViewer blob={blob} alt={file.fileName} />}
        <div className={form.buttons}>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} />}
            aria-label={t('files.save', { fileName: file.fileName })}
            onClick={save}
          >
            {t('files.save.short')}
          </Button>
        </div>
      </Modal>
    </li>
  );
}

/** Asked for only until the picture itself is here. */
function usePreview({ previewSha256, previewSizeBytes, previewBytesHere, ...file }: AttachmentRow) {
  const isWanted = previewSha256 !== null && file.bytesHere < file.sizeBytes;
  const { blob } = useStoredFile({
    id: file.id,
    sha256: previewSha256 ?? file.sha256,
    sizeBytes: previewSizeBytes ?? file.sizeBytes,
    bytesHere: isWanted ? previewBytesHere : 0,
    // Browsers look at the bytes of a picture; whether it is this or a JPEG is not kept.
    mediaType: 'image/webp',
  });
  return isWanted ? blob : undefined;
}

type PictureProps = { blob: Blob | undefined; isImage: boolean; failed: boolean; fileName: string };

function Picture({ blob, isImage, failed, fileName }: PictureProps) {
  if (blob !== undefined) return <BlobImage blob={blob} alt={fileName} />;
  if (failed) return <IconPhotoOff size={26} stroke={1.4} aria-hidden="true" />;
  return isImage ? (
    <IconCloudDownload size={26} stroke={1.4} aria-hidden="true" />
  ) : (
    <IconFileTypePdf size={28} stroke={1.4} aria-hidden="true" />
  );
}

function WhereItIs({ file }: { file: AttachmentRow }) {
  const { t } = useWords();
  const here = file.bytesHere >= file.sizeBytes;
  const atServer = file.bytesAtServer >= file.sizeBytes;
  if (here) return t(atServer ? 'files.sent' : 'files.here');
  if (file.bytesHere === 0) return t('files.notHere');
  return t('files.onTheWay', { percent: Math.floor((file.bytesHere / file.sizeBytes) * 100) });
}
