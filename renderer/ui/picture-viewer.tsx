import { IconMinus, IconPlus, IconZoomReset } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useWords } from '#renderer/shell/words.ts';
import { BlobImage } from './blob-image.tsx';
import styles from './files.module.css';
import { IconButton } from './icon-button.tsx';

const ZOOM = { min: 1, max: 8, step: 1.5 } as const;

/** A picture to look into: larger by buttons, by plus and minus, or by Ctrl and the wheel; moved by scrolling. */
export function PictureViewer({ blob, alt }: { blob: Blob; alt: string }) {
  const { t } = useWords();
  const [zoom, setZoom] = useState<number>(ZOOM.min);
  const zoomBy = (factor: number) =>
    setZoom((before) => Math.min(ZOOM.max, Math.max(ZOOM.min, before * factor)));

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === '+' || event.key === '=') zoomBy(ZOOM.step);
    else if (event.key === '-') zoomBy(1 / ZOOM.step);
    else if (event.key === '0') setZoom(ZOOM.min);
    else return;
    event.preventDefault();
  }

  return (
    <div className={styles.viewer} onKeyDown={onKeyDown}>
      <div className={styles.viewerBar}>
        <IconButton
          sizePixels={28}
          icon={IconMinus}
          text={t('picture.smaller')}
          onClick={() => zoomBy(1 / ZOOM.step)}
        />
        <span className="fl-number" role="status">
          {t('picture.zoom', { percent: Math.round(zoom * 100) })}
        </span>
        <IconButton
          sizePixels={28}
          icon={IconPlus}
          text={t('picture.larger')}
          onClick={() => zoomBy(ZOOM.step)}
        />
        <IconButton
          sizePixels={28}
          icon={IconZoomReset}
          text={t('picture.whole')}
          onClick={() => setZoom(ZOOM.min)}
        />
      </div>
      <div
        className={styles.viewerFrame}
        // Scrolls, so a keyboard must be able to reach it.
        tabIndex={0}
        role="region"
        aria-label={alt}
        data-autofocus
        onDoubleClick={() => (zoom > ZOOM.min ? setZoom(ZOOM.min) : zoomBy(ZOOM.step ** 2))}
      >
        <div className={styles.viewerSheet} style={{ width: `${zoom * 100}%`, height: `${zoom * 100}%` }}>
          <BlobImage blob={blob} alt={alt} />
        </div>
      </div>
    </div>
  );
}
