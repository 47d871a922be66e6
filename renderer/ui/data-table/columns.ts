import { type ColumnDef, type RowData, tableFeatures } from '@tanstack/react-table';
import { COLUMN_PIXELS, type ViewState } from '#shared/domains/work/schema.ts';

/** Sorting, filtering and paging are the host's. */
export const features = tableFeatures({});

export type Column<Row extends RowData> = ColumnDef<typeof features, Row> & {
  readonly id: string;
  /** A CSS grid track: `96px`, `minmax(160px, 1fr)`. */
  readonly track: string;
  readonly sortable?: boolean;
  readonly alignEnd?: boolean;
  /** Shown only once a person chooses it. */
  readonly startsHidden?: boolean;
  /** Not one of the list's own: a file has no such column. */
  readonly pageOnly?: boolean;
};

/** How a person arranged the columns of a table. Columns that it does not know yet stand where the table puts them. */
export type ColumnLayout = {
  readonly shown: ViewState['columns'];
  readonly hidden: readonly string[];
};

export const USUAL_LAYOUT: ColumnLayout = { shown: [], hidden: [] };

type Arrangeable = Pick<Column<RowData>, 'id' | 'track' | 'startsHidden'>;
export type Placed<C> = { readonly column: C; readonly widthPixels: number | null };

/** The columns that are shown, in order, each with the width a person gave it. Never none. */
export function shownColumns<C extends Arrangeable>(
  columns: readonly C[],
  layout: ColumnLayout,
): Placed<C>[] {
  const known = layout.shown.flatMap(({ id, widthPixels }) => {
    const column = columns.find((one) => one.id === id);
    return column === undefined ? [] : [{ column, widthPixels }];
  });
  const isPlaced = (id: string) => layout.hidden.includes(id) || known.some(({ column }) => column.id === id);
  for (const [index, column] of columns.entries()) {
    if (isPlaced(column.id) || column.startsHidden === true) continue;
    known.splice(placeAfter(known, columns.slice(0, index)), 0, { column, widthPixels: null });
  }
  return known.length > 0 ? known : columns.slice(0, 1).map((column) => ({ column, widthPixels: null }));
}

/** A column that came with a newer version stands behind its neighbour, not at the far end. */
function placeAfter<C extends Arrangeable>(placed: readonly Placed<C>[], before: readonly C[]): number {
  for (const neighbour of before.toReversed()) {
    const at = placed.findIndex(({ column }) => column.id === neighbour.id);
    if (at >= 0) return at + 1;
  }
  return 0;
}

export function layoutOf<C extends Arrangeable>(
  columns: readonly C[],
  placed: readonly Placed<C>[],
): ColumnLayout {
  const shown = placed.map(({ column, widthPixels }) => ({ id: column.id, widthPixels }));
  const ids = new Set(shown.map(({ id }) => id));
  return { shown, hidden: columns.map(({ id }) => id).filter((id) => !ids.has(id)) };
}

/** Moves a column before the place another one has, or one step with `by`. */
export function moved<C extends Arrangeable>(
  placed: readonly Placed<C>[],
  id: string,
  to: number,
): Placed<C>[] {
  const from = placed.findIndex(({ column }) => column.id === id);
  const [taken] = placed.slice(from, from + 1);
  if (from < 0 || taken === undefined) return [...placed];
  const rest = placed.toSpliced(from, 1);
  return rest.toSpliced(Math.max(0, Math.min(rest.length, to)), 0, taken);
}

export function resized<C extends Arrangeable>(
  placed: readonly Placed<C>[],
  id: string,
  widthPixels: number | null,
): Placed<C>[] {
  return placed.map((one) =>
    one.column.id === id
      ? { ...one, widthPixels: widthPixels === null ? null : clampWidth(widthPixels) }
      : one,
  );
}

export function clampWidth(pixels: number): number {
  return Math.round(Math.max(COLUMN_PIXELS.min, Math.min(COLUMN_PIXELS.max, pixels)));
}

const PIXELS = /(\d+)px/;
/** Of a track that names no pixels. */
const NARROWEST = 60;

/** CSS tracks, and the width below which the table scrolls sideways. */
export function tracksOf(placed: readonly Placed<Arrangeable>[]): { tracks: string; leastPixels: number } {
  const tracks = placed.map(({ column, widthPixels }) =>
    widthPixels === null ? column.track : `${widthPixels}px`,
  );
  const least = tracks.map((track) => Number(PIXELS.exec(track)?.[1] ?? NARROWEST));
  return { tracks: tracks.join(' '), leastPixels: least.reduce((sum, pixels) => sum + pixels, 0) };
}
