import { Button, Loader, Modal } from '@mantine/core';
import { IconCamera } from '@tabler/icons-react';
import { useWords } from '#renderer/shell/words.ts';
import styles from './files.module.css';
import form from './form.module.css';
import type { RefObject } from 'react';
import { type CameraState, useCamera } from './use-camera.ts';

type CameraDialogProps = { onPhoto(photo: File): void; onClose(): void };

/** A photo straight from the camera. The camera is on only while this is open. */
export function CameraDialog({ onPhoto, onClose }: CameraDialogProps) {
  const { t } = useWords();
  const { state, video, take: takePhoto, again } = useCamera();
  async function take(): Promise<void> {
    const photo = await takePhoto();
    if (photo === undefined) return;
    onPhoto(photo);
    onClose();
  }
  return (
    <Modal opened onClose={onClose} size="lg" title={t('camera.title')}>
      <div className={form.form}>
        <CameraPicture state={state} video={video} />
        <div className={form.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          {state === 'failed' || state === 'refused' ? (
            <Button onClick={again}>{t('action.tryAgain')}</Button>
          ) : (
            <Button
              leftSection={<IconCamera size={16} />}
              disabled={state !== 'on'}
              onClick={() => void take()}
              data-autofocus
            >
              {t('camera.take')}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  );
}

type CameraPictureProps = { state: CameraState; video: RefObject<HTMLVideoElement | null> };

function CameraPicture({ state, video }: CameraPictureProps) {
  const { t } = useWords();
  if (state === 'refused' || state === 'none' || state === 'failed') {
    return (
      <p className={form.note} role="alert">
        {t(`camera.${state}`)}
      </p>
    );
  }
  return (
    <div className={styles.camera}>
      {state === 'starting' ? (
        <p className={form.waiting} role="status">
          <Loader size={14} aria-hidden="true" /> {t('camera.starting')}
        </p>
      ) : null}
      <video ref={video} autoPlay playsInline muted aria-label={t('camera.picture')} />
    </div>
  );
}
