/**
 * A text that a person will read, as key and parameters: kept like this in journals and notifications,
 * turned into words where it is shown, in the reader's language.
 */
export type Label = { readonly key: string; readonly params?: { readonly [name: string]: string | number } };

/** Texts by key. `{name}` stands for a parameter; `{count|one thing|{count} things}` chooses by number. */
export type Catalogue = { readonly [key: string]: string };

const PLURAL = /\{(\w+)\|([^|{}]*(?:\{\w+\}[^|{}]*)*)\|([^|{}]*(?:\{\w+\}[^|{}]*)*)\}/g;
const PARAMETER = /\{(\w+)\}/g;

/** The text of a label. A key that no catalogue knows is shown as it is: ugly, but nothing is hidden. */
export function wordsOf(catalogue: Catalogue, label: Label): string {
  const params = label.params ?? {};
  const text = catalogue[label.key] ?? label.key;
  return text
    .replace(PLURAL, (_all, name: string, one: string, many: string) => (params[name] === 1 ? one : many))
    .replace(PARAMETER, (all, name: string) => (name in params ? String(params[name]) : all));
}
