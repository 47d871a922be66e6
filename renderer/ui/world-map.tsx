import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useWords } from '#renderer/shell/words.ts';
import styles from './map.module.css';
import { positionText } from './units.ts';

export type MapPoint = {
  readonly id: string;
  readonly label: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Small print of the list: what kind of place it is. */
  readonly note?: string;
  readonly tone?: 'plain' | 'alarm';
  readonly href?: string;
};

type WorldMapProps = { label: string; points: readonly MapPoint[]; heightPixels?: number };

const USUAL_HEIGHT_PIXELS = 420;

// Land and projection are fetched when the first map is shown.
const MapDrawing = lazy(async () => ({ default: (await import('./map/map-drawing.tsx')).MapDrawing }));

/** A map that needs nobody: land comes with the program. What it shows stands beside it as a list, too. */
export function WorldMap({ label, points, heightPixels = USUAL_HEIGHT_PIXELS }: WorldMapProps) {
  const { t } = useWords();
  return (
    <figure className={styles.map} aria-label={label}>
      <Suspense fallback={<Skeleton height={heightPixels} radius={6} />}>
        <MapDrawing label={label} points={points} heightPixels={heightPixels} />
      </Suspense>
      {points.length === 0 ? null : (
        <ul className={styles.list} aria-label={t('map.list', { label })}>
          {points.map((point) => (
            <li key={point.id} data-tone={point.tone ?? 'plain'}>
              {point.href === undefined ? <b>{point.label}</b> : <a href={`#${point.href}`}>{point.label}</a>}
              <span>{[point.note, positionText(point)].filter(Boolean).join(' · ')}</span>
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}
