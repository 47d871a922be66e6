import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { fitting, panned, type View, WHOLE, zoomed } from './view.ts';

type Size = { readonly width: number; readonly height: number };
type Spot = { readonly x: number; readonly y: number };

const KEY_PAN_PIXELS = 60;
const KEY_ZOOM = 1.5;
/** How much a step of the wheel enlarges. */
const WHEEL_ZOOM = 0.0016;

/** Pan and zoom by mouse, by one or two fingers, and by keys. Begins where all spots are seen. */
export function useMapView(size: Size, spots: readonly Spot[]) {
  const fitted = fitting(spots, size);
  // Until somebody moves it, the map follows its points and its place.
  const [moved, setMoved] = useState<View | null>(null);
  const view = moved ?? fitted;
  const svg = useRef<SVGSVGElement>(null);
  const pointers = useRef(new Map<number, Spot>());
  const change = (next: (before: View) => View) => setMoved((before) => next(before ?? fitted));
  const middle = { x: size.width / 2, y: size.height / 2 };
  useWheel(svg, (factor, around, at) => change((before) => zoomed(before, factor, around, at)));

  function onPointerMove(event: PointerEvent<SVGSVGElement>): void {
    const before = pointers.current.get(event.pointerId);
    if (before === undefined) return;
    const box = event.currentTarget.getBoundingClientRect();
    const now = { x: event.clientX - box.left, y: event.clientY - box.top };
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, now);
    if (other === undefined) {
      change((shown) => panned(shown, { x: now.x - before.x, y: now.y - before.y }, size));
      return;
    }
    const factor = distance(now, other) / Math.max(1, distance(before, other));
    change((shown) => zoomed(shown, factor, other, size));
  }

  return {
    view,
    zoomBy: (factor: number) => change((before) => zoomed(before, factor, middle, size)),
    fit: () => setMoved(null),
    whole: () => setMoved(WHOLE),
    handlers: {
      ref: svg,
      onPointerDown(event: PointerEvent<SVGSVGElement>) {
        const box = event.currentTarget.getBoundingClientRect();
        event.currentTarget.setPointerCapture(event.pointerId);
        pointers.current.set(event.pointerId, { x: event.clientX - box.left, y: event.clientY - box.top });
      },
      onPointerMove,
      onPointerUp: (event: PointerEvent<SVGSVGElement>) => void pointers.current.delete(event.pointerId),
      onPointerCancel: (event: PointerEvent<SVGSVGElement>) => void pointers.current.delete(event.pointerId),
      onKeyDown(event: KeyboardEvent<SVGSVGElement>) {
        const pan = PANS[event.key];
        const zoom = ZOOMS[event.key];
        if (pan !== undefined) change((before) => panned(before, pan, size));
        else if (zoom !== undefined) change((before) => zoomed(before, zoom, middle, size));
        else if (event.key === '0') setMoved(null);
        else return;
        event.preventDefault();
      },
    },
  };
}

/** Listened to by hand: React's own listener may not keep the page from scrolling. */
function useWheel(
  svg: RefObject<SVGSVGElement | null>,
  onZoom: (factor: number, around: Spot, size: Size) => void,
): void {
  const latest = useRef(onZoom);
  useEffect(() => {
    latest.current = onZoom;
  });
  useEffect(() => {
    const element = svg.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent): void => {
      // Over a page that scrolls, the wheel is the page's unless somebody means the map.
      if (!event.ctrlKey && document.activeElement !== element) return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const around = { x: event.clientX - box.left, y: event.clientY - box.top };
      latest.current(Math.exp(-event.deltaY * WHEEL_ZOOM), around, { width: box.width, height: box.height });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [svg]);
}

const PANS: { readonly [key: string]: Spot } = {
  ArrowLeft: { x: KEY_PAN_PIXELS, y: 0 },
  ArrowRight: { x: -KEY_PAN_PIXELS, y: 0 },
  ArrowUp: { x: 0, y: KEY_PAN_PIXELS },
  ArrowDown: { x: 0, y: -KEY_PAN_PIXELS },
};
const ZOOMS: { readonly [key: string]: number } = { '+': KEY_ZOOM, '=': KEY_ZOOM, '-': 1 / KEY_ZOOM };

function distance(one: Spot, other: Spot): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
