/** Round numbers from zero (or below) to beyond the largest value, some four to six; whole ones for what is counted. */
export function ticksFor(least: number, most: number, digits: number): number[] {
  const from = Math.min(0, least);
  const to = Math.max(0, most, from === 0 ? 10 ** -digits : 0);
  const rough = Math.max((to - from) / TICKS_WANTED, 10 ** -digits);
  const power = 10 ** Math.floor(Math.log10(rough));
  const steps = rough <= 10 ** -digits || power < 10 ** (1 - digits) ? WHOLE_STEPS : STEPS;
  const step = (steps.find((one) => one * power >= rough) ?? 10) * power;
  const first = Math.floor(from / step);
  const last = Math.ceil(to / step);
  // Counted, not added up: sums of tenths drift.
  return Array.from({ length: last - first + 1 }, (_tick, index) => rounded((first + index) * step));
}

const TICKS_WANTED = 4;
const STEPS: readonly number[] = [1, 2, 2.5, 5, 10];
/** Halves of the smallest unit there is would be no numbers of it. */
const WHOLE_STEPS: readonly number[] = [1, 2, 5, 10];

function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

/** Every how many categories one is named, so that names do not run into each other. */
export function labelEvery(categories: number, widthPixels: number, labelPixels: number): number {
  return Math.max(1, Math.ceil((categories * labelPixels) / Math.max(1, widthPixels)));
}

/** Where each series begins and ends in each category when they stand on top of each other. */
export function stacked(series: readonly (readonly (number | null)[])[]): [from: number, to: number][][] {
  const heights: number[] = [];
  return series.map((values) =>
    values.map((value, index): [number, number] => {
      const from = heights[index] ?? 0;
      const to = from + Math.max(0, value ?? 0);
      heights[index] = to;
      return [from, to];
    }),
  );
}

/** A slice of a ring, as an SVG path. A whole ring needs two arcs: one alone would begin where it ends. */
export function slicePath(from: number, to: number, radius: { outer: number; inner: number }): string {
  if (to - from >= 1) return `${slicePath(0, 0.5, radius)} ${slicePath(0.5, 0.999999, radius)}`;
  const point = (share: number, length: number) => {
    const angle = share * 2 * Math.PI - Math.PI / 2;
    return `${(Math.cos(angle) * length).toFixed(2)} ${(Math.sin(angle) * length).toFixed(2)}`;
  };
  const large = to - from > 0.5 ? 1 : 0;
  const { outer, inner } = radius;
  return `M ${point(from, outer)} A ${outer} ${outer} 0 ${large} 1 ${point(to, outer)} L ${point(to, inner)} A ${inner} ${inner} 0 ${large} 0 ${point(from, inner)} Z`;
}
