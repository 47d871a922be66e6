import { useElementSize } from '@mantine/hooks';
import { IconFocusCentered, IconMinus, IconPlus } from '@tabler/icons-react';
import { geoGraticule, geoMercator, geoPath } from 'd3-geo';
import { useMemo } from 'react';
import { useWords } from '#renderer/shell/words.ts';
import { IconButton } from '../icon-button.tsx';
import styles from '../map.module.css';
import type { MapPoint } from '../world-map.tsx';
import { useLand } from './land.ts';
import { PORTS } from './ports.ts';
import { useMapView } from './use-map-view.ts';

type MapDrawingProps = { label: string; points: readonly MapPoint[]; heightPixels: number };

/** Beyond this the coarse coast looks cut out of paper. */
const CLOSE_SCALE = 2.5;
/** Names of ports are room's enemies on a small map. */
const PORTS_FROM_SCALE = 1.8;
const BUTTON_ZOOM = 1.6;
/** Mercator has no poles; nobody sails there. */
const LATITUDES: readonly [number, number] = [-62, 78];

/** Land, graticule, ports and points, drawn as SVG in the colours of the theme. */
export function MapDrawing({ label, points, heightPixels }: MapDrawingProps) {
  const { t } = useWords();
  const { ref, width } = useElementSize();
  const size = { width, height: heightPixels };
  const projection = useMemo(() => projectionFor(width, heightPixels), [width, heightPixels]);
  const spots = points.map((point) => spotOf(projection, point.latitude, point.longitude));
  const { view, zoomBy, fit, handlers } = useMapView(size, spots);
  const land = useLand(view.scale > CLOSE_SCALE);
  const paths = useMemo(() => {
    const path = geoPath(projection).digits(1);
    return {
      land: land === undefined ? '' : (path(land) ?? ''),
      graticule: path(geoGraticule().step([10, 10])()) ?? '',
    };
  }, [projection, land]);
  const place = (spot: { x: number; y: number }) => ({
    x: spot.x * view.scale + view.x,
    y: spot.y * view.scale + view.y,
  });
  return (
    <div className={styles.frame} ref={ref} style={{ height: heightPixels }}>
      <svg
        width={width}
        height={heightPixels}
        role="application"
        tabIndex={0}
        aria-label={t('map.label', { label })}
        className={styles.drawing}
        {...handlers}
      >
        <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`} aria-hidden="true">
          <path className={styles.graticule} d={paths.graticule} />
          <path className={styles.land} d={paths.land} />
        </g>
        {view.scale < PORTS_FROM_SCALE ? null : <Ports projection={projection} place={place} />}
        {points.map((point, index) => {
          const { x, y } = place(spots[index] ?? { x: 0, y: 0 });
          return (
            <g
              key={point.id}
              transform={`translate(${x} ${y})`}
              className={styles.point}
              data-tone={point.tone}
            >
              <title>{point.label}</title>
              <circle r={9} className={styles.halo} />
              <circle r={5} />
              <text x={13} y={4.5}>
                {point.label}
              </text>
            </g>
          );
        })}
      </svg>
      <ZoomButtons zoomBy={zoomBy} fit={fit} />
      <span className={styles.source}>{t('map.source')}</span>
    </div>
  );
}

type Spot = { readonly x: number; readonly y: number };

function Ports({ projection, place }: { projection: Projection; place(spot: Spot): Spot }) {
  return PORTS.map(([name, latitude, longitude]) => {
    const { x, y } = place(spotOf(projection, latitude, longitude));
    return (
      <g key={name} transform={`translate(${x} ${y})`} className={styles.port} aria-hidden="true">
        <circle r={2} />
        <text x={6} y={3.5}>
          {name}
        </text>
      </g>
    );
  });
}

function ZoomButtons({ zoomBy, fit }: { zoomBy(factor: number): void; fit(): void }) {
  const { t } = useWords();
  const buttons = [
    { icon: IconPlus, text: t('map.larger'), onClick: () => zoomBy(BUTTON_ZOOM) },
    { icon: IconMinus, text: t('map.smaller'), onClick: () => zoomBy(1 / BUTTON_ZOOM) },
    { icon: IconFocusCentered, text: t('map.fit'), onClick: fit },
  ];
  return (
    <div className={styles.buttons}>
      {buttons.map((button) => (
        <IconButton key={button.text} {...button} sizePixels={30} isRaised />
      ))}
    </div>
  );
}

type Projection = ReturnType<typeof geoMercator>;

/** The world from Antarctica's edge to Svalbard fills the frame; what does not fit is cut at the sides of the sea. */
function projectionFor(width: number, height: number): Projection {
  const projection = geoMercator().rotate([-11, 0]);
  const [south, north] = LATITUDES;
  const unit = projection.scale(1).translate([0, 0]);
  const [, top = 0] = unit([11, north]) ?? [];
  const [, bottom = 0] = unit([11, south]) ?? [];
  const scale = Math.max(width / (2 * Math.PI), height / (bottom - top));
  return unit.scale(scale).translate([width / 2, height / 2 - ((top + bottom) / 2) * scale]);
}

function spotOf(projection: Projection, latitude: number, longitude: number): { x: number; y: number } {
  const [x = 0, y = 0] = projection([longitude, latitude]) ?? [];
  return { x, y };
}
