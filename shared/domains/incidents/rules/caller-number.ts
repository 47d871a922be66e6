const DIGITS_SHOWN = 3;

/** INC-83: a telephone number as everybody may see it: enough to tell two callers apart. */
export function maskedNumber(number: string): string {
  return `+…${number.slice(-DIGITS_SHOWN)}`;
}
