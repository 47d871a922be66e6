import { z } from 'zod';

/** UTC instant, ISO 8601 with milliseconds and `Z`, so that text order is time order. */
export const Instant = z.iso.datetime({ precision: 3 });

/** C0 and C1 controls except tab and line feed: they have no place in a record and break exports. */
const CONTROL = /(?![\t\n])\p{Cc}/u;

/** One line of text a person typed: trimmed, no control characters, at least one character. */
export function line(charactersMax: number) {
  return z
    .string()
    .trim()
    .min(1, 'Fill this in.')
    .max(charactersMax, `At most ${charactersMax} characters.`)
    .refine((text) => !CONTROL.test(text) && !text.includes('\n'), 'Control characters are not allowed.');
}

/** Text of several lines; may be empty. */
export function prose(charactersMax: number) {
  return z
    .string()
    .trim()
    .max(charactersMax, `At most ${charactersMax} characters.`)
    .refine((text) => !CONTROL.test(text), 'Control characters are not allowed.');
}

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export const Severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof Severity>;

/** 1 to 4: what is sorted on, since the words sort wrongly. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity) + 1;
}
