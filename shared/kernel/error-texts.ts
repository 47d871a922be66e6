import { DomainError, type ErrorCode } from './errors.ts';
import { wordsOf } from './words.ts';

/** One way in which a step is refused: what programs act on, and what a person reads. */
export type ErrorText = {
  readonly code: ErrorCode;
  /** One sentence. `{name}` stands for a value; `{count|one thing|{count} things}` chooses by number. */
  readonly message: string;
  readonly remedy?: string;
  /** Dotted path of the input field at fault, where it is always the same one. */
  readonly field?: string;
};

/** The names of the values that a text has in it: `'number'` of `The clock of {number} stands still.` */
type NamesIn<Text extends string> = Text extends `${string}{${infer Inner}}${infer Rest}`
  ? (Inner extends `${infer Name}|${string}` ? Name : Inner) | NamesIn<Rest>
  : never;

type NamesOf<Entry extends ErrorText> =
  | NamesIn<Entry['message']>
  | (Entry['remedy'] extends string ? NamesIn<Entry['remedy']> : never);

type ValuesOf<Entry extends ErrorText> = { readonly [Name in NamesOf<Entry>]: string | number };

/** What one place of the program adds to a text: the field at fault there, when to try again, what it came from. */
export type ErrorPlace = {
  readonly field?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
};

type Given<Entry extends ErrorText> = [NamesOf<Entry>] extends [never]
  ? [values?: Readonly<Record<never, never>>, place?: ErrorPlace]
  : [values: ValuesOf<Entry>, place?: ErrorPlace];

/**
 * The catalogue of the errors of one area, and the one way to make them: `clockError('stands-still', { number })`.
 * The error carries its key and values (`says`), so that a reader of another language can be told the same.
 */
export function errorsOf<const Texts extends { readonly [key: string]: ErrorText }>(
  area: string,
  texts: Texts,
): <Key extends keyof Texts & string>(key: Key, ...given: Given<Texts[Key]>) => DomainError {
  return (key, ...[values, place]) => {
    const text: ErrorText | undefined = texts[key];
    if (text === undefined) throw new Error(`The catalogue of ${area} has no error "${key}".`);
    const params: { readonly [name: string]: string | number } = { ...values };
    const worded = (sentence: string) => wordsOf({ sentence }, { key: 'sentence', params });
    const field = place?.field ?? text.field;
    return new DomainError(
      {
        code: text.code,
        message: worded(text.message),
        ...(text.remedy === undefined ? {} : { remedy: worded(text.remedy) }),
        ...(field === undefined ? {} : { field }),
        ...(place?.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: place.retryAfterSeconds }),
        says: { key: `${area}.${key}`, ...(Object.keys(params).length === 0 ? {} : { params }) },
      },
      place?.cause === undefined ? undefined : { cause: place.cause },
    );
  };
}
