/** What part of the map is seen: everything is enlarged by `scale` and then moved. */
export type View = { readonly scale: number; readonly x: number; readonly y: number };
type Size = { readonly width: number; readonly height: number };
type Spot = { readonly x: number; readonly y: number };

export const SCALE = { min: 1, max: 24 } as const;
export const WHOLE: View = { scale: 1, x: 0, y: 0 };

/** Larger or smaller around a spot that stays where it is. */
export function zoomed(view: View, factor: number, around: Spot, size: Size): View {
  const scale = Math.max(SCALE.min, Math.min(SCALE.max, view.scale * factor));
  const change = scale / view.scale;
  return within(
    { scale, x: around.x - (around.x - view.x) * change, y: around.y - (around.y - view.y) * change },
    size,
  );
}

export function panned(view: View, by: Spot, size: Size): View {
  return within({ ...view, x: view.x + by.x, y: view.y + by.y }, size);
}

/** The map never leaves its frame: there is nothing beyond its edges. */
export function within({ scale, x, y }: View, { width, height }: Size): View {
  const between = (value: number, least: number) => Math.min(0, Math.max(least, value));
  return { scale, x: between(x, width * (1 - scale)), y: between(y, height * (1 - scale)) };
}

const MARGIN_SHARE = 0.24;
/** One point alone is shown with the sea around it. */
const CLOSEST = 5;

/** So that all spots are seen, with room around them. */
export function fitting(spots: readonly Spot[], size: Size): View {
  const xs = spots.map(({ x }) => x);
  const ys = spots.map(({ y }) => y);
  if (spots.length === 0) return WHOLE;
  const middle = { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2 };
  const room = 1 - 2 * MARGIN_SHARE;
  const scale = Math.min(
    CLOSEST,
    (size.width * room) / Math.max(1, Math.max(...xs) - Math.min(...xs)),
    (size.height * room) / Math.max(1, Math.max(...ys) - Math.min(...ys)),
  );
  const held = Math.max(SCALE.min, scale);
  return within(
    { scale: held, x: size.width / 2 - middle.x * held, y: size.height / 2 - middle.y * held },
    size,
  );
}
