import { preferred } from '#renderer/shell/preferences/preferences-store.ts';

const METRES = { nm: 1_852, km: 1_000, mi: 1_609.344 } as const;
const KILOGRAMS = { t: 1_000, kg: 1, lb: 0.453_592_37 } as const;
/** Below ten a digit behind the point says something; above, it only pretends to. */
const EXACT_BELOW = 10;

/** `12 nm`, `22 km`: as the reader prefers. */
export function distanceText(metres: number): string {
  const { distance } = preferred();
  return `${shortNumber(metres / METRES[distance])} ${distance}`;
}

/** `21.5 °C`, `70.7 °F`. */
export function temperatureText(celsius: number): string {
  const { temperature } = preferred();
  const degrees = temperature === 'F' ? (celsius * 9) / 5 + 32 : celsius;
  return `${degrees.toFixed(1)} °${temperature}`;
}

/** `1.2 t`, `1,200 kg`. */
export function massText(kilograms: number): string {
  const { mass } = preferred();
  return `${shortNumber(kilograms / KILOGRAMS[mass])} ${mass}`;
}

function shortNumber(value: number): string {
  const digits = Math.abs(value) < EXACT_BELOW ? 1 : 0;
  return value.toLocaleString('en-GB', { maximumFractionDigits: digits });
}

/** `35° 20.5′ N, 025° 08.0′ E`: as it stands in a log book. */
export function positionText({ latitude, longitude }: { latitude: number; longitude: number }): string {
  return `${angleText(latitude, 2, 'N', 'S')}, ${angleText(longitude, 3, 'E', 'W')}`;
}

function angleText(degrees: number, digits: number, positive: string, negative: string): string {
  // Tenths of a minute, rounded once: 59.97 minutes are a degree, not 60.0 minutes.
  const tenths = Math.round(Math.abs(degrees) * 600);
  const whole = String(Math.floor(tenths / 600)).padStart(digits, '0');
  const minutes = ((tenths % 600) / 10).toFixed(1).padStart(4, '0');
  return `${whole}° ${minutes}′ ${degrees < 0 ? negative : positive}`;
}
