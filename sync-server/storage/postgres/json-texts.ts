// JSON texts as one parameter. In an array every quote of them would be escaped here and unescaped there, which
// takes as long as writing the rows.

/** The unit separator: in JSON, and so in its texts, it is always escaped. */
const SEPARATOR = '\u001f';

/** The texts of a parameter that `joined` made, as an SQL array. */
export function jsonTexts(parameter: string): string {
  return `string_to_array(${parameter}::text, E'\\x1f')`;
}

/** None of the texts is empty, and there is at least one. */
export function joined(texts: readonly string[]): string {
  return texts.join(SEPARATOR);
}
