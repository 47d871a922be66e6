import { SEVERITIES } from '#shared/kernel/fields.ts';

export const TONES = [...SEVERITIES, 'good'] as const;
export type Tone = (typeof TONES)[number];

/** How many colours there are before they come again; then the dashes and hatches differ. */
export const PLAIN_COLOURS = 6;

/** The token of a series' colour. */
export function colourOf(index: number, tones: readonly Tone[]): string {
  const tone = tones[index];
  return tone === undefined ? `var(--fl-series-${(index % PLAIN_COLOURS) + 1})` : `var(--fl-tone-${tone})`;
}

/** Told apart without colour, which the night theme has none of. */
export const DASHES = ['', '7 4', '2 3', '10 3 2 3', '4 4', '1 5'] as const;

export function dashOf(index: number): string {
  return DASHES[index % DASHES.length] ?? '';
}
