import { z } from 'zod';

/** UTC instant, ISO 8601 with milliseconds and `Z`, so that text order is time order. */
export const Instant = z.iso.datetime({ precision: 3 });

/** C0 and C1 controls except tab and line feed: they have no place in a record and break exports. */
const CONTROL = /(?![\t\n])\p{Cc}/u;
/** Half characters can't be stored as they are; text that turns its direction shows another name than it has. */
const TURNED = /[\u202D\u202E]/;

function isWhole(text: string): boolean {
  return text.isWellFormed() && !TURNED.test(text);
}
const NOT_WHOLE = 'Half characters and turned text are not allowed.';

/** One line of text a person typed: trimmed, no control characters, at least one character. */
export function line(charactersMax: number) {
  return lineOrNothing(charactersMax).min(1, 'Fill this in.');
}

/** The same where it may be left empty. */
export function lineOrNothing(charactersMax: number) {
  return z
    .string()
    .trim()
    .max(charactersMax, `At most ${charactersMax} characters.`)
    .refine((text) => !CONTROL.test(text) && !text.includes('\n'), 'Control characters are not allowed.')
    .refine(isWhole, NOT_WHOLE);
}

/** Text of several lines; may be empty. */
export function prose(charactersMax: number) {
  return z
    .string()
    .trim()
    .max(charactersMax, `At most ${charactersMax} characters.`)
    .refine((text) => !CONTROL.test(text), 'Control characters are not allowed.')
    .refine(isWhole, NOT_WHOLE);
}

/**
 * A name out of a list of ours that grows, as records keep it: a value that only a newer program knows is kept
 * and carried on. Commands take the list itself.
 */
export function growingName(charactersMax: number) {
  return z
    .string()
    .max(charactersMax)
    .regex(/^[A-Za-z][A-Za-z0-9._-]*$/, 'A name of letters, digits, dots, dashes and underscores.');
}

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export const Severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof Severity>;

/** 1 to 4: what is sorted on, since the words sort wrongly. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity) + 1;
}
